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


DOTS = r"$z, y \in \mathbb{R}^n$, $a = \sigma(z)$, $C = \frac12 \|y - a\|^2$. "


def test_a_dot_multiplies_entry_by_entry_where_a_vector_is_due():
    found = papergrad.read(DOTS + r"$\frac{\partial C}{\partial z} = (a - y) \cdot \sigma'(z)$").findings[-1]
    assert found.verdict == "right-if" and found.assumption == "· multiplies entry by entry"
    assert papergrad.read(DOTS + r"$\frac{\partial C}{\partial z} = (a - y) \cdot a$").findings[-1].verdict == "wrong"


def test_it_does_not_where_there_is_another_sign_for_that():
    page = DOTS + r"$u = a \odot (1 - a)$ and $\frac{\partial C}{\partial z} = (a - y) \cdot \sigma'(z)$"
    assert papergrad.read(page).findings[-1].verdict != "right-if"
