"""Definitions that are written from right to left."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize(("slope", "verdict"), [(r"\frac{\partial L}{\partial Y} W^T", "right"), ("W^T", "unknown")])
def test_what_is_derived_by_is_defined(slope: str, verdict: str) -> None:
    page = rf"$X \cdot W + B = Y$ and $$\frac{{\partial L}}{{\partial X}} = {slope}$$"
    page += r" and $$\frac{\partial L}{\partial W} = X^T \frac{\partial L}{\partial Y}$$"
    assert verdicts(page) == ["defines", verdict, "right"]


def test_one_after_the_other() -> None:
    page = r"$W x + b = z$, $\sigma(z) = h$, $(h - t)^T (h - t) = L$. $$\frac{\partial L}{\partial x} = %s$$"
    right = r"2 W^T ((h - t) \odot h \odot (1 - h))"
    assert verdicts(page % right) == ["defines"] * 3 + ["right"]
    assert verdicts(page % right.replace("1 - h", "1 + h"))[-1] == "wrong"


@pytest.mark.parametrize(
    "page",
    [
        r"$A x = b$ and $f = \|A x - b\|^2$. $$\nabla_x f = 2 A^T (A x - b)$$",  # an equation: nothing is derived by b
        r"Given $b \in \mathbb{R}^n$ and $f = \|A x - b\|^2$ with $A x = b$. $$\nabla_b f = -2 (A x - b)$$",  # b was there
    ],
)
def test_equations_are_none(page: str) -> None:
    found = papergrad.read(page).findings
    assert found[-1].verdict == "right"
    assert not any(f.verdict == "defines" and f.reading.startswith("b =") for f in found)
