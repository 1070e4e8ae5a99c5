"""Letters before several numbers in brackets."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize(
    "page",
    [
        r"Let $x \in \mathbb{R}^n$ be a signal. Note that $x(1) = x(2) = \cdots = 0$.",
        r"Let $h = \tanh(W x)$. Note that $x(1) = x(2) = 0$.",
    ],
)
def test_values_at_numbers_are_no_multiples(page: str) -> None:
    assert {"wrong", "ill-typed"}.isdisjoint(verdicts(page))


@pytest.mark.parametrize(("value", "verdict"), [("5", "right"), ("6", "wrong")])
def test_functions_are_called(value: str, verdict: str) -> None:
    assert verdicts(rf"Let $f(x) = x^2 + 1$ for a number $x$. Then $f(2) f(0) = {value}$.")[-1] == verdict


def test_factors_stay_factors() -> None:
    assert verdicts(r"Let $a \in \mathbb{R}$. Then $(a + 1)(2) = 2 a + 1$.")[-1] == "wrong"
