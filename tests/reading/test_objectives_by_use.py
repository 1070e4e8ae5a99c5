"""A letter that is only derived is an objective, and parameters stay what they were under the next heading."""

import pytest

import papergrad

LETTERS = ["L", "R", "Q", r"\mathcal{L}", r"\ell"]
PAGES = [
    (
        r"$$s = w^T x + b, \quad J REL \max(0, 1 - y s)$$ HEADING $$\frac{\partial J}{\partial s} = SIGN-y [y s < 1]$$"
        r"$$\frac{\partial J}{\partial w} = SIGN-y [y s < 1] x$$"
    ),
    (
        r"$$p_i = \sigma(w^T x_i + c), \quad J REL -\frac1n \sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]$$ HEADING "
        r"$$\frac{\partial J}{\partial w} = SIGN\frac1n \sum_{i=1}^n (p_i - y_i) x_i$$"
        r"$$\frac{\partial J}{\partial c} = SIGN\frac1n \sum_{i=1}^n (p_i - y_i)$$"
    ),
    (
        r"$$h_t = \tanh(W h_{t-1} + U x_t), \quad o_t = V h_t + c, \quad J_t REL \frac12 \|o_t - y_t\|^2, \quad J REL \sum_t J_t$$"
        r" HEADING $$\nabla_V J = SIGN\sum_t (o_t - y_t) h_t^T$$ $$\nabla_c J = SIGN\sum_t (o_t - y_t)$$"
    ),
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("heading", ["", "\n\n## Gradients\n\n"])
@pytest.mark.parametrize("letter", LETTERS)
def test_whatever_it_is_called(page: str, heading: str, letter: str) -> None:
    for relation in ("=", ":="):
        told = page.replace("HEADING", heading).replace("REL", relation).replace("J", letter)
        right, wrong = ([f.verdict for f in papergrad.read(told.replace("SIGN", s)).findings[-2:]] for s in ("", "-"))
        assert right == ["right", "right"]
        assert wrong == ["wrong", "wrong"]
