"""A δ that is the slope of a loss of which a later part says what it is."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""# Notation

The output is $a = \sigma(z)$ with $z = W x + b$, $x \in \mathbb{R}^n$ and $b \in \mathbb{R}^m$. The loss is a number $L$, and
$$\delta = \frac{\partial L}{\partial z}$$

# Loss

$$L = \|a - y\|^2$$

# Gradients

$$%s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial b} = \delta", "right"),
        (r"\frac{\partial L}{\partial b} = -\delta", "wrong"),
        (r"\frac{\partial L}{\partial W} = \delta x^T", "right"),
        (r"\frac{\partial L}{\partial W} = 2 \delta x^T", "wrong"),
        (r"\delta = 2 (a - y) \odot a \odot (1 - a)", "right"),
        (r"\delta = (a - y) \odot a \odot (1 - a)", "wrong"),
    ],
)
def test_it_is_the_slope_of_the_loss_that_is_said_later(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE % claim).findings[-1].verdict == verdict


DEEP = r"""# Notation

Layer $\ell$ computes $z^\ell = W^\ell a^{\ell-1} + b^\ell$ and $a^\ell = \sigma(z^\ell)$, and has the error
$$\delta^\ell = \frac{\partial C}{\partial z^\ell}$$

# Loss

$$C = \|a^L - y\|^2$$

# Gradients

$$%s$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial C}{\partial W^\ell} = \delta^\ell (a^{\ell-1})^\top", "right"),
        (r"\frac{\partial C}{\partial W^\ell} = -\delta^\ell (a^{\ell-1})^\top", "wrong"),
        (r"\frac{\partial C}{\partial b^L} = \delta^L", "right"),
        (r"\frac{\partial C}{\partial b^L} = 2 \delta^L", "wrong"),
    ],
)
def test_so_it_is_in_each_layer(claim: str, verdict: str) -> None:
    assert papergrad.read(DEEP % claim).findings[-1].verdict == verdict
