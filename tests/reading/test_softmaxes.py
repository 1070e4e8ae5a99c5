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
