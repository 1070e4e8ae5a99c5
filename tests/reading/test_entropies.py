"""Cross entropies of whole vectors without their sum."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
$$s_t = \tanh(U x_t + W s_{t-1})$$
$$\hat{y}_t = \mathrm{softmax}(V s_t)$$
$$E_t(y_t, \hat{y}_t) = -y_t \log \hat{y}_t$$
$$E(y, \hat{y}) = \sum_t E_t(y_t, \hat{y}_t)$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"E = -\sum_t y_t \log \hat{y}_t", "right"),
        (r"\frac{\partial E_3}{\partial V} = (\hat{y}_3 - y_3) \otimes s_3", "right-if"),
        (r"\frac{\partial E_3}{\partial V} = (y_3 - \hat{y}_3) \otimes s_3", "wrong"),
        (r"\frac{\partial E}{\partial W} = \sum_t \frac{\partial E_t}{\partial W}", "right"),
    ],
)
def test_a_vector_times_the_log_of_its_prediction(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE + f"$${claim}$$").findings[-1].verdict == verdict


def test_numbers_are_multiplied() -> None:
    page = r"Let $\hat y = \sigma(z)$ and $L = -y \log \hat y - (1 - y) \log (1 - \hat y)$. "
    assert papergrad.read(page + r"$$\frac{\partial L}{\partial z} = \hat y - y$$").findings[-1].verdict == "right"
