"""A derivative sign at the head of a term may take the terms behind it, up to the next sign."""

from __future__ import annotations

import pytest

import papergrad

PAGE = (
    r"Let $A \in \mathbb{R}^{n \times d}$, $v \in \mathbb{R}^d$, $b \in \mathbb{R}^n$, $D \in \mathbb{R}^{n \times n}$ and "
    r"$G = (A v - b)^T D (A v - b)$. $$\begin{aligned} \frac{\partial G}{\partial v} &= %s \end{aligned}$$"
)
BY = r"\frac{\partial}{\partial v} "
WHOLE = BY + r"(A v - b)^T D A v - (A v - b)^T D b"


@pytest.mark.parametrize(
    "right",
    [
        BY + r"(A v)^T D A v - (A v)^T D b - " + BY + r"b^T D A v",
        BY + r"(A v)^T D A v - (A v)^T D b - (b^T D A)^T",
        WHOLE + r" \\ &= " + BY + r"(A v)^T D A v - (A v)^T D b - b^T D A v + b^T D b",
    ],
)
def test_it_reaches_up_to_the_next_sign_or_what_is_derived(right: str) -> None:
    found = papergrad.read(PAGE % right).findings[-1]
    assert found.verdict == "right-if"
    assert "∂/∂v reaches over " in found.assumption


@pytest.mark.parametrize(
    "right",
    [
        BY + r"(A v)^T D A v - (A v)^T D b + " + BY + r"b^T D A v",
        BY + r"(A v)^T D A v - 2 (A v)^T D b - " + BY + r"b^T D A v",
        BY + r"(A v)^T D A v - (A v)^T D b - 2 (b^T D A)^T",
        BY + r"(A v)^T D A v - A^T D b - " + BY + r"2 b^T D A v",
        WHOLE + r" \\ &= " + BY + r"(A v)^T D A v - (A v)^T D b + b^T D A v + b^T D b",
    ],
)
def test_a_slip_is_one_however_far_it_reaches(right: str) -> None:
    assert papergrad.read(PAGE % right).findings[-1].bad
