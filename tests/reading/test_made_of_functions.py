"""Functions that are made of others, called: their product, their sum, one after the other."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"Let $f(x) = x^2$ and $g(x) = x + 1$ for numbers. Then $$%s$$"
MATRICES = r"Let $f(X) = X^{-1}$ and $g(X) = X$ with $X \in \mathbb{R}^{n \times n}$. Then $$(f \cdot g)(X) = %s$$"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"(f \cdot g)(x) = x^3 + x^2", "right"),
        (r"(f \cdot g)(x) = x^3 + x", "wrong"),
        (r"(f + g)(x) = x^2 + x + 1", "right"),
        (r"(f - g)(x) = x^2 - x + 1", "wrong"),
        (r"(f \circ g)(x) = x^2 + 2 x + 1", "right"),
        (r"(f \circ g)(x) = x^2 + 1", "wrong"),
    ],
)
def test_they_are_called_with_what_stands_behind_them(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE % claim).findings[-1].verdict == verdict


def test_values_may_be_matrices() -> None:
    assert papergrad.read(MATRICES % "I").findings[-1].verdict == "right"
    assert papergrad.read(MATRICES % "2 I").findings[-1].verdict != "right"
