"""Partial derivatives of a formula as it is written, with the other quantities in it held fixed."""

from __future__ import annotations

import pytest

import papergrad

UNIT = r"""
$$f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)$$
$$\tilde h_t = \tanh(W x_t + U (f_t \odot h_{t-1}) + b)$$
$$h_t = (1 - f_t) \odot h_{t-1} + f_t \odot \tilde h_t$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial h_t}{\partial f_t} = \mathrm{diag}(\tilde h_t - h_{t-1})", "right-if"),
        (r"\frac{\partial h_t}{\partial f_t} = \mathrm{diag}(\tilde h_t + h_{t-1})", "wrong"),
        (r"\frac{\partial h_t}{\partial \tilde h_t} = \mathrm{diag}(f_t)", "right"),
    ],
)
def test_a_state_made_of_gates(claim: str, verdict: str) -> None:
    found = papergrad.read(UNIT + f"$${claim}$$").findings[-1]
    assert found.verdict == verdict
    assert verdict != "right-if" or "held fixed" in found.assumption


def test_a_loss_goes_through_all_that_it_is_made_of() -> None:
    page = r"Let $\hat y = W x$ and $J = \frac12 \|\hat y - y\|^2 + \frac{\lambda}{2} \|W\|^2$. "
    assert papergrad.read(page + r"$$\frac{\partial J}{\partial W} = \lambda W$$").findings[-1].verdict == "wrong"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \log q}{\partial \mu} = \frac{w - \mu}{\sigma^2}", "right-if"),
        (r"\frac{\partial \log q}{\partial \mu} = -\frac{w - \mu}{\sigma^2}", "wrong"),
        (r"\frac{\partial \log q}{\partial \sigma} = \frac{(w - \mu)^2}{\sigma^3} - \frac{1}{\sigma}", "right-if"),
        (r"\frac{\partial \log q}{\partial w} = \frac{w - \mu}{\sigma^2}", "wrong"),
    ],
)
def test_a_density_is_derived_where_it_is_taken(claim: str, verdict: str) -> None:
    page = r"For numbers $w = \mu + \sigma \epsilon$ and $\log q = -\log \sigma - \frac{(w - \mu)^2}{2 \sigma^2}$. "
    assert papergrad.read(page + f"$${claim}$$").findings[-1].verdict == verdict
