"""Functions that are defined at x and called at every x_i: logistic and linear regression as they are usually written."""

from __future__ import annotations

import pytest

import papergrad

LOGISTIC = r"""
$$h_\theta(x) = \sigma(\theta^T x)$$
$$J(\theta) = -\frac{1}{m} \sum_{i=1}^m [y_i \log h_\theta(x_i) + (1-y_i) \log (1 - h_\theta(x_i))]$$
"""
LINEAR = r"""
Let $f(x) = w^T x + b$ and
$$J = \frac{1}{m} \sum_i (f(x_i) - y_i)^2 + \lambda \|w\|^2$$
"""


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (LOGISTIC, r"\nabla_\theta J(\theta) = \frac1m \sum_{i=1}^m (h_\theta(x_i) - y_i) x_i", "right"),
        (LOGISTIC, r"\nabla_\theta J(\theta) = \frac1m \sum_{i=1}^m (y_i - h_\theta(x_i)) x_i", "wrong"),
        (
            LOGISTIC,
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (h_\theta(x_i) - y_i) x_{ij}",
            "right",
        ),
        (
            LOGISTIC,
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (h_\theta(x_i) + y_i) x_{ij}",
            "wrong",
        ),
        (LINEAR, r"\frac{\partial J}{\partial w} = \frac{2}{m} \sum_i (f(x_i) - y_i) x_i + 2 \lambda w", "right"),
        (LINEAR, r"\frac{\partial J}{\partial w} = \frac{2}{m} \sum_i (f(x_i) - y_i) x_i + \lambda w", "wrong"),
        (LINEAR, r"\frac{\partial J}{\partial b} = \frac{2}{m} \sum_i (f(x_i) - y_i)", "right"),
    ],
)
def test_the_samples_are_vectors(page: str, claim: str, verdict: str) -> None:
    assert last(page + f"$${claim}$$") == verdict


def test_the_samples_are_the_rows_of_a_declared_matrix() -> None:
    page = r"Let $L(\theta) = \frac{1}{2N}\sum_{i=1}^N (h_\theta(x_i) - y_i)^2$ where $h_\theta(x) = \theta^T x$. With "
    page += r"$\mathbf{X} \in \mathbb{R}^{N \times d}$, $\mathbf{y} \in \mathbb{R}^N$: "
    assert last(page + r"$$\nabla_\theta L = \frac{1}{N}\mathbf{X}^T(\mathbf{X}\theta - \mathbf{y})$$") not in (
        "wrong",
        "ill-typed",
    )


def test_entries_of_the_argument_are_no_samples() -> None:
    page = r"Let $f(x) = w^T x$ and $f(x) = \sum_i w_i x_i$. "
    assert last(page + r"$$\frac{\partial f(x)}{\partial x_i} = w_i$$") == "right"
