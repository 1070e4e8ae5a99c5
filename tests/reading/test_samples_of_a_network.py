"""Networks that are written for one of many samples, with the sample in brackets, and for all of them at once."""

from __future__ import annotations

import pytest

import papergrad

ONE = r"""For one example $x^{(i)}$:
$$z^{(i)} = w^T x^{(i)} + b$$
$$\hat{y}^{(i)} = a^{(i)} = \sigma(z^{(i)})$$
"""
ALL = r"""$$J = -\frac{1}{m} \sum_{i=1}^m (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log (1 - a^{(i)}))$$

For all of them we compute $A = \sigma(w^T X + b) = (a^{(1)}, a^{(2)}, \dots, a^{(m)})$.

"""


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial J}{\partial w} = \frac1m X (A - Y)^T", "right"),
        (r"\frac{\partial J}{\partial w} = \frac1m X (Y - A)^T", "wrong"),
        (r"\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m (a^{(i)} - y^{(i)})", "right"),
        (r"\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m a^{(i)}", "wrong"),
        (r"\frac{\partial J}{\partial w} = \frac1m \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}", "right"),
    ],
)
def test_logistic_regression(claim: str, verdict: str) -> None:
    assert last(f"{ONE}{ALL}$${claim}$$") == verdict


@pytest.mark.parametrize(("slope", "verdict"), [("a^{(i)} (1 - a^{(i)})", "right"), ("a^{(i)}", "wrong")])
def test_what_a_sample_is_made_of_is_of_that_sample(slope: str, verdict: str) -> None:
    page = (
        ONE
        + r"$$J = \frac{1}{m} \sum_{i=1}^m (a^{(i)}- y^{(i)})^2$$"
        + rf"$$\frac{{\partial J}}{{\partial w}} = \frac{{2}}{{m}} \sum_{{i=1}}^m (a^{{(i)}}- y^{{(i)}}) {slope} x^{{(i)}}$$"
    )
    assert last(page) == verdict


@pytest.mark.parametrize(("slope", "verdict"), [("A - Y", "right"), ("Y - A", "wrong")])
def test_samples_of_what_is_computed_for_all(slope: str, verdict: str) -> None:
    page = r"""$Z = W X + b$, $A = \sigma(Z)$ and
$J = -\frac1m \sum_{i=1}^m (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))$.

$$\frac{\partial J}{\partial W} = \frac1m (%s) X^T$$"""
    assert last(page % slope) == verdict


def test_a_bare_prediction_beside_that_of_each_sample_accuses_nobody() -> None:
    page = r"""Let $\hat{y}^{(i)} = \sigma(w^T x^{(i)})$ and
$J(w) = -\frac1N \sum_{i=1}^{N} [y^{(i)} \log(\hat{y}^{(i)}) + (1 - y^{(i)}) \log(1 - \hat{y}^{(i)})]$.

$$\nabla_w J(w) = \frac{1}{N} X^T(\hat{y} - y)$$"""
    assert last(page) in ("unknown", "right", "right-if")
