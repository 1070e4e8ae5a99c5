"""The numbers y^{(i)} of a vector y."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""Data: $x^{(i)} \in \mathbb{R}^n$,
$X \in \mathbb{R}^{m \times n}$ and $\mathbf{y} \in \mathbb{R}^m$, with $\theta \in \mathbb{R}^n$.

$$\mathcal{L}(\theta) = \frac{1}{m} \sum_{i=1}^m \left(y^{(i)} - \theta^T x^{(i)}\right)^2$$

$$\nabla_\theta \mathcal{L}(\theta) = %s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{2}{m} X^T (X \theta - \mathbf{y})", "right"),
        (r"\frac{2}{m} X^T (\mathbf{y} - X \theta)", "wrong"),
        (r"\frac{1}{m} X^T (X \theta - \mathbf{y})", "wrong"),
        (r"-\frac{2}{m} \sum_{i=1}^m (y^{(i)} - \theta^T x^{(i)}) x^{(i)}", "right"),
        (r"-\frac{2}{m} \sum_{i=1}^m (y^{(i)} - \theta^T x^{(i)}) y^{(i)}", "unknown"),
    ],
)
def test_samples_of_a_vector_are_its_entries(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE % claim).findings[-1].verdict == verdict


def test_samples_that_are_vectors_stay_what_they_are() -> None:
    page = r"$y^{(i)} \in \mathbb{R}^k$, $y \in \mathbb{R}^m$. $$L = \sum_{i=1}^m \frac12 \|y^{(i)} - a\|^2$$ "
    page += r"$$\frac{\partial L}{\partial a} = \sum_{i=1}^m (%s)$$"
    assert papergrad.read(page % "a - y^{(i)}").findings[-1].verdict == "right"
    assert papergrad.read(page % "y^{(i)} - a").findings[-1].verdict == "wrong"
