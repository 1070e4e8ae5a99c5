"""The solution of a condition says where that holds: what is derived by varies all the same."""

from __future__ import annotations

import pytest

import papergrad

RIDGE = r"""Let $y \in \mathbb{R}^n$ and $G \in \mathbb{R}^{d \times d}$.
$$\frac{\partial}{\partial w} (\|y - X w\|^2 + \|G w\|^2) = -2X^T y + 2X^T X w + %s = 0 \Rightarrow w = (G^2 + X^T X)^{-1} X^T y$$
"""


@pytest.mark.parametrize(("term", "verdict"), [("2 G^T G w", "right"), ("2 G^2 w", "right-if"), ("G^T G w", "wrong")])
def test_a_slope_is_that_everywhere(term: str, verdict: str) -> None:
    assert papergrad.read(RIDGE % term).findings[2].verdict == verdict


def test_what_is_defined_otherwise_is_known() -> None:
    text = r"For numbers let $z = w x \Rightarrow a = z^2$. $$\frac{\partial a}{\partial z} = 2 w x$$"
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_what_an_equation_is_solved_for_is_its_solution() -> None:
    text = r"Let $G \in \mathbb{R}^{d \times d}$. "
    text += r"$$\frac{\partial}{\partial w} (\|y - X w\|^2 + \|G w\|^2) = -2X^T y + 2X^T X w + 2 G^2 w$$"
    text += r"Setting this to zero, $$G^2 w + X^T X w = X^T y \Rightarrow w = (G^2 + X^T X)^{-1} X^T y$$"
    assert papergrad.read(text).findings[1].verdict == "right-if"


def test_an_equality_goes_on_from_what_is_proportional() -> None:
    text = r"For numbers $y = a + b$. $$p \propto (u + v)^2$$ $$= u^2 + 2 u v + v^2$$"
    found = papergrad.read(text).findings[-1]
    assert found.verdict == "right" and found.reading.startswith("(u + v)^2")


def test_a_square_that_is_derived_by_is_a_quantity():
    text = r"""
$$L(\mu, \sigma^2) = \frac{1}{2\sigma^2} \sum_{n=1}^N (y_n - \mu)^2 + \frac{N}{2} \log(2\pi\sigma^2)$$
$$\frac{\partial}{\partial \mu} L(\mu, \sigma^2) = -\frac{1}{\sigma^2} \sum_{n=1}^N (y_n - \mu)$$
$$\frac{\partial}{\partial \sigma^2} L(\mu, \sigma^2) = -\frac{1}{2\sigma^4} \sum_{n=1}^N (y_n - \mu)^2 + \frac{N}{2\sigma^2}$$
$$\frac{\partial}{\partial \sigma^2} L(\mu, \sigma^2) = -\frac{1}{\sigma^4} \sum_{n=1}^N (y_n - \mu)^2 + \frac{N}{2\sigma^2}$$
"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines", "right", "right", "wrong"]


def test_a_function_of_a_square_is_called_with_it():
    text = r"""
$$L(\mu, \sigma^2) = \frac{n}{2} \log (2\pi\sigma^2) + \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2$$
$$\frac{\partial L(\mu, \sigma^2)}{\partial \sigma} = \frac{n}{\sigma} - \frac{1}{\sigma^3} \sum_{i=1}^n (x_i - \mu)^2$$
"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines", "right"]


OPTIMUM = r"""$$J = \frac12 \sum_{i=1}^n (w x_i + b - y_i)^2$$
$$\frac{\partial J}{\partial w} = \sum_{i=1}^n (w x_i + b - y_i) x_i = 0 \implies w = \frac{\sum_i (y_i - b) x_i}{\sum_i x_i^2}$$
$$\frac{\partial J}{\partial b} = \sum_{i=1}^n (w x_i + b - y_i) = 0 \implies b = \frac{q}{r}$$

## The gradient

$$\vec{w} = \begin{bmatrix} w \\ b \end{bmatrix}$$
$$\nabla_{\vec{w}} \|X \vec{w} - y\|^2 = \begin{bmatrix} \frac{\partial \|X \vec{w} - y\|^2}{\partial w} \\
%s \frac{\partial \|X \vec{w} - y\|^2}{\partial b} \end{bmatrix}$$
"""


def test_what_was_solved_for_varies_by_itself() -> None:
    assert papergrad.read(OPTIMUM % "").findings[-1].verdict == "right"
    assert papergrad.read(OPTIMUM % "2").findings[-1].verdict == "wrong"
