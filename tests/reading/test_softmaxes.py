"""The softmax under the name of another function."""

import papergrad

SAID = r"Let $z \in \mathbb{R}^K$. Then $\sigma(z)_j = \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}$ for $j = 1, \dots, K$. "


def _verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind != "declaration"]


def test_a_softmax_called_sigma() -> None:
    assert _verdicts(SAID)[-1] == "right"


def test_its_derivative_is_that_of_the_softmax() -> None:
    right = r"$\frac{\partial \sigma(z)_j}{\partial z_i} = \sigma(z)_j (\delta_{ij} - \sigma(z)_i)$"
    wrong = r"$\frac{\partial \sigma(z)_j}{\partial z_i} = \sigma(z)_j (\delta_{ij} + \sigma(z)_i)$"
    assert _verdicts(SAID + right)[-1] == "right"
    assert _verdicts(SAID + wrong)[-1] == "wrong"


def test_the_sigmoid_elsewhere_stays_the_sigmoid() -> None:
    assert _verdicts(r"$\sigma(x) = \frac{1}{1 + e^{-x}}$, $\sigma'(x) = \sigma(x)(1 - \sigma(x))$")[-1] == "right"


PASSING = r"The outputs are $$u_i = \phi(s_i) = \frac{\exp(s_i)}{\sum_k \exp(s_k)}$$ "
SLOPE = r"$\frac{\partial}{\partial s_j} \phi(s_i) = \phi(s_i) (\delta_{ij} - \phi(s_j))$"


def test_a_softmax_of_an_entry_said_in_passing() -> None:
    assert _verdicts(PASSING + SLOPE) == ["defines", "right", "right"]
    assert _verdicts(PASSING + "\n\n# Its slope\n\n" + SLOPE.replace("- \\phi", "+ \\phi")) == [
        "defines",
        "right",
        "wrong",
    ]


def test_a_function_that_is_given_otherwise_is_not_the_softmax() -> None:
    page = r"$\phi(t) = t^2 + 1$. "
    assert _verdicts(page + PASSING)[-1] != "right"
    assert _verdicts(page + r"$\frac{\partial}{\partial s_j} \phi(s_j) = 2 s_j$")[-1] == "right"


def test_what_all_exponents_lose_is_no_matter() -> None:
    text = r"$$\text{softmax}(s_i) = \frac{e^{s_i - \max(s)}}{\sum_j e^{s_j - \max(s)}}$$"
    assert _verdicts(text)[-1] == "right"
    assert _verdicts(text.replace("{s_i - ", "{2 s_i - "))[-1] != "right"
