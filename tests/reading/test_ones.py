"""Vectors of ones, however they are set."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"Let $X \in \mathbb{R}^{N\times D}$, $w \in \mathbb{R}^D$ and $L = 1^T X w$. "


@pytest.mark.parametrize("ones", ["X^T 1", "X^T 1_N", r"X^T \vec{1}", r"X^T \mathbf{1}", "(1^T X)^T", "(1_N^T X)^T"])
@pytest.mark.parametrize(("factor", "verdict"), [("", "right"), ("2", "wrong"), ("-", "wrong")])
def test_the_slope_of_a_sum_of_rows(ones: str, factor: str, verdict: str) -> None:
    page = GIVEN + rf"$$\frac{{\partial L}}{{\partial w}} = {factor} {ones}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict


def test_the_gradient_of_a_bias_that_every_row_has() -> None:
    page = r"Let $Z = X W + b$ with $X \in \mathbb{R}^{N \times D}$, $W \in \mathbb{R}^{D\times H}$, $b \in \mathbb{R}^{1\times H}$, "
    page += r"$T \in \mathbb{R}^{N\times H}$ and $L = \frac12 \|Z - T\|_F^2$. "
    assert papergrad.read(page + r"$$\frac{\partial L}{\partial b} = 1^T (Z - T)$$").findings[-1].verdict == "right"
    assert (
        papergrad.read(page + r"$$\frac{\partial L}{\partial b} = \frac1N 1^T (Z - T)$$").findings[-1].verdict
        == "wrong"
    )


def test_the_number_one_stays_a_number() -> None:
    assert papergrad.read(r"Let $s = \sigma(z)$. $$\frac{ds}{dz} = s (1 - s)$$").findings[-1].verdict == "right"
    assert papergrad.read(r"$y = 1 \cdot x + 1$. $$\frac{dy}{dx} = 1$$").findings[-1].verdict == "right"
