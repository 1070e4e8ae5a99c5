"""Derivatives of a number by a vector are columns or rows, as the writer likes; what is in the wrong order stays ill-typed."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"Let $y = W x$ with $x \in \mathbb{R}^n$, $y \in \mathbb{R}^m$ and $L = \frac12 \|y - t\|^2$. "
NAMED = r"Let $\delta = \frac{\partial L}{\partial y}$. "
DECLARED = r"The column $\delta \in \mathbb{R}^{m \times 1}$. "
HOLDS = ("right", "right-up-to-layout")

CLAIMS = [
    (r"\frac{\partial L}{\partial x} = W^T G", True),
    (r"\frac{\partial L}{\partial x} = G W", True),
    (r"\frac{\partial L}{\partial x} = W G", False),
    (r"\frac{\partial L}{\partial x} = G W^T", False),
    (r"\frac{\partial L}{\partial W} = G x^T", True),
    (r"\frac{\partial L}{\partial W} = x G", True),
    (r"\frac{\partial L}{\partial W} = (x \cdot G)^T", True),
    (r"\frac{\partial L}{\partial W} = G x", False),
    (r"\frac{\partial L}{\partial x} = -G W", False),
    (r"\frac{\partial L}{\partial x} = (G \odot (y - t)^T) W", False),
]


@pytest.mark.parametrize(("claim", "holds"), CLAIMS)
@pytest.mark.parametrize("named", [False, True])
def test_a_derivative_by_a_vector_may_be_a_row(claim: str, holds: bool, named: bool) -> None:
    factor = r"\delta" if named else r"\frac{\partial L}{\partial y}"
    page = GIVEN + (NAMED if named else "") + f"$${claim.replace('G', factor)}$$"
    found = papergrad.read(page).findings[-1]
    assert found.verdict in (HOLDS if holds else ("wrong", "ill-typed")), found.message


def test_a_declared_column_stays_one() -> None:
    page = GIVEN + NAMED + DECLARED
    assert papergrad.read(page + r"$$\frac{\partial L}{\partial x} = \delta W$$").findings[-1].verdict == "ill-typed"
    assert papergrad.read(page + r"$$\frac{\partial L}{\partial x} = W^T \delta$$").findings[-1].verdict == "right"


def test_rows_entry_by_entry() -> None:
    page = r"Let $h = \sigma(A x)$, $z = B h$ and $L = \frac12 \|z - t\|^2$. "
    right = r"$$\frac{\partial L}{\partial x} = \left(\frac{\partial L}{\partial h} \circ h^T \circ (1-h)^T\right) A$$"
    assert papergrad.read(page + right).findings[-1].verdict in HOLDS
    assert papergrad.read(page + right.replace("1-h", "1+h")).findings[-1].verdict not in HOLDS
