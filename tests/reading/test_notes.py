"""Shapes that are noted behind a formula."""

from __future__ import annotations

import pytest

import papergrad

PAGE = (
    r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$, $y \in \mathbb{R}^n$ and $J = \frac12 \|X w - y\|^2$. "
)


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_a_shape_behind_a_bracket_is_no_factor(sign: str, verdict: str) -> None:
    found = papergrad.read(PAGE + rf"$$\nabla_w J = X^T (X w {sign} y) ~~~~ (d \times 1)$$").findings[-1]
    assert found.verdict == verdict


def test_a_function_of_a_product_stays_one() -> None:
    assert papergrad.read(r"Let $f(x) = x^2$. $$f(2 \times 3) = 36$$").findings[-1].verdict == "right"
