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


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
def test_remarks_in_words_are_no_factors(sign: str, verdict: str) -> None:
    page = r"Let $\hat y_i = \frac{e^{a_i}}{\sum_j e^{a_j}}$. $$L = -\log \hat y_c \quad (c = \text{true class})$$"
    claim = rf"$$\frac{{\partial L}}{{\partial a_i}} = {sign}(\mathbb{{1}}_{{c = i}} - \hat y_i) \quad (\text{{by a rule}})$$"
    assert papergrad.read(page + claim).findings[-1].verdict == verdict


def test_a_case_in_words_stays_one() -> None:
    page = r"Let $f(x) = \max(0, x)$. $$f'(x) = 1 \quad (\text{if } x > 0)$$"
    assert papergrad.read(page).findings[-1].verdict not in ("wrong", "ill-typed")
