"""``∂a/∂z = a(1 - a)`` of vectors: what holds entry by entry is right if it is read as a diagonal matrix, and nothing else is."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z = W x + b$, $a = \sigma(z)$, $p = \mathrm{softmax}(z)$, "


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial a}{\partial z} = a (1 - a)",
        r"\frac{\partial \sigma(z)}{\partial z} = \sigma(z) (1 - \sigma(z))",
        r"\frac{\partial a}{\partial z} = a - a^2",
    ],
)
def test_what_holds_for_every_entry(claim: str) -> None:
    found = papergrad.read(GIVEN + f"${claim}$").findings[-1]
    assert (found.verdict, found.assumption) == ("right-if", "the vector is read as the diagonal of the Jacobian")


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial a}{\partial z} = a (1 + a)",
        r"\frac{\partial p}{\partial z} = p (1 - p)",  # the other entries do not vanish
        r"\frac{\partial a}{\partial x} = a (1 - a) W",
    ],
)
def test_what_does_not(claim: str) -> None:
    assert papergrad.read(GIVEN + f"${claim}$").findings[-1].verdict in ("ill-typed", "wrong", "unknown")
