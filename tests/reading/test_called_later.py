"""What is defined by its name alone, and called where it is said again."""

import pytest

import papergrad

PAGES = [
    r"$$L = \frac12 (w x - y)^2$$ $$L(w) = \frac12 (w x - y)^2$$ $$\frac{\partial L}{\partial w} = SIGN(w x - y) x$$",
    r"$$L = \frac12 (y - t)^2, \quad y = w x$$ $$L(w) = \frac12 (w x - t)^2$$ $$\frac{\partial L}{\partial w} = SIGN(w x - t) x$$",
    r"$$f = w x + b$$ $$f(x) = w x + b$$ $$\frac{f(x + h) - f(x)}{h} = SIGNw$$",
    r"$$J = \sum_i (w x_i - y_i)^2$$ $$J(w) = \sum_i (w x_i - y_i)^2$$ $$J'(w) = SIGN2 \sum_i (w x_i - y_i) x_i$$",
    r"$J = \frac12 (h - y)^2$, $h = w^T x$. $$J(w) = \frac12 (w^T x - y)^2$$ $$\nabla J(w) = SIGN(w^T x - y) x$$",
    "$$L = (y-t)^2$$\n\n## B\n\n"
    r"$$L(w) = \log(1+e^{w})$$ $$\frac{\partial L}{\partial w} = SIGN\sigma(w)$$",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_bracket_is_no_factor(page: str) -> None:
    right, wrong = (papergrad.read(page.replace("SIGN", sign)).findings for sign in ("", "-"))
    assert {f.verdict for f in right} <= {"defines", "right"}
    assert right[-1].verdict == "right"
    assert wrong[-1].verdict == "wrong"


def test_something_else_is_still_wrong() -> None:
    page = r"$$L = \frac12 (w x - y)^2$$ $$L(w) = \frac12 (w x + y)^2$$"
    assert papergrad.read(page).findings[-1].verdict != "right"


def test_a_factor_stays_one() -> None:
    page = r"Let $c$, $a$ and $b$ be numbers and $p = c (a + b)$. $$\frac{\partial p}{\partial a} = c$$ $$p(c) = c^2 (a + b)$$"
    assert papergrad.read(page).findings[-2].verdict == "right"
