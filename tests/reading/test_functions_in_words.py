"""Functions that words say to be known ones."""

from __future__ import annotations

import pytest

import papergrad

LOGISTIC = r"""## Hypothesis

$h_\theta(x) = g(\theta^T x)$, %s.

## Cost

$$J(\theta) = -\frac1m \sum_{i=1}^m [y_i \log h_\theta(x_i) + (1 - y_i) \log(1 - h_\theta(x_i))]$$

$$\frac{\partial J}{\partial \theta} = \frac1m \sum_{i=1}^m %s x_i$$
"""


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    "words",
    [
        "where $g$ is the sigmoid function",
        "where $g$ is the sigmoid",
        r"where $g(z)$ is the logistic sigmoid function",
        r"where $g(\cdot)$ denotes the logistic function",
        "with $g$ the sigmoid activation function",
    ],
)
def test_the_sigmoid(words: str) -> None:
    assert last(LOGISTIC % (words, r"(h_\theta(x_i) - y_i)")) == "right"
    assert last(LOGISTIC % (words, r"(y_i - h_\theta(x_i))")) == "wrong"


@pytest.mark.parametrize(
    "words",
    [
        "where for example $g$ is the sigmoid",
        "where $g$ is the sigmoid or the tanh",
        "where $g$ is not the sigmoid function",
        "where $g$ is the sigmoid of something",
        "where $g$ is often the sigmoid",
        "where $g$ is the sigmoid in one text; elsewhere $g$ is the ReLU",
    ],
)
def test_one_case_of_several_says_nothing(words: str) -> None:
    assert last(LOGISTIC % (words, r"(h_\theta(x_i) - y_i)")) == "unknown"


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("hyperbolic tangent", r"(1 - h \odot h)"),
        ("ReLU", r"1[z > 0]"),
        ("sigmoid", r"h \odot (1 - h)"),
        ("identity", r"1"),
    ],
)
def test_slopes(name: str, slope: str) -> None:
    page = r"Let $z = W x + b$ and $h = %s(z)$, where $%s$ is the %s function. $$L = \frac12 \|h - y\|^2$$ "
    page += r"$$\frac{\partial L}{\partial z} = (h - y) \odot %s$$"
    other = {"hyperbolic tangent": r"h \odot (1 - h)", "ReLU": "2"}.get(name, "(1 - h)")
    for letter in ("f", r"\phi", r"\sigma") if name != "identity" else ("f",):
        assert last(page % (letter, letter, name, slope)) == "right", letter
        assert last(page % (letter, letter, name, other)) == "wrong", letter


def test_a_formula_says_more_than_words() -> None:
    page = (
        r"Let $g(z) = \tanh(z)$, a function that is like $\sigma$. Here $g$ is the sigmoid function. Then $g'(z) = %s$."
    )
    assert last(page % "1 - g(z)^2") == "right"
    assert last(page % "g(z) (1 - g(z))") == "wrong"


def test_what_is_not_called_is_no_function() -> None:
    page = r"Let $p = \frac{1}{1 + e^{-z}}$. Here $q$ is the sigmoid. Then $\frac{dp}{dz} = %s$."
    assert last(page % "p (1 - p)") == "right"


LABELLED = r"""$z^{[1]} = W^{[1]} x + b^{[1]}$, $a^{[1]} = g^{[1]}(z^{[1]})$, $z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}$,
$a^{[2]} = g^{[2]}(z^{[2]})$, where $g^{[1]}$ is the ReLU and $g^{[2]}$ is the identity.
$$L = \frac12 \|a^{[2]} - y\|^2$$ $$\frac{\partial L}{\partial z^{[1]}} = W^{[2] T} %s \odot 1[z^{[1]} > 0]$$
"""


def test_functions_of_layers() -> None:
    assert last(LABELLED % "(a^{[2]} - y)") == "right"
    assert last(LABELLED % "(y - a^{[2]})") == "wrong"
