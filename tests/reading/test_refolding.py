"""A symbol whose definition is written out elsewhere, in other letters or as a matrix product, can be derived by."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"""$w \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b \in \mathbb{R}^m$.
$$a_j = \sigma(\sum_k w_{jk} x_k + b_j)$$ With $z = w x + b$, and $C = \frac{1}{2} \sum_j (a_j - y_j)^2$:
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial C}{\partial z_j} = (a_j - y_j) a_j (1 - a_j)", "right"),
        (r"\frac{\partial C}{\partial z_j} = (a_j - y_j) a_j", "wrong"),
        (r"\frac{\partial a_j}{\partial z_j} = \sigma'(z_j)", "right"),
        (r"\frac{\partial a_j}{\partial z_j} = -\sigma'(z_j)", "wrong"),
    ],
)
def test_what_a_symbol_stands_for_may_be_written_out(claim: str, verdict: str) -> None:
    assert papergrad.read(GIVEN + f"$${claim}$$").findings[-1].verdict == verdict


def test_what_is_not_written_out_is_not_depended_on() -> None:
    page = r"$$a = \sigma(w x + b)$$ $$z = w + x$$ $$\frac{\partial a}{\partial z} = a (1 - a)$$"
    assert papergrad.read(page).findings[-1].verdict == "unknown"


def test_what_is_written_out_over_two_definitions_can_be_derived_by():
    page = r"$a_j = \sigma(z_j)$, $z_j = \sum_k w_{jk} x_k + b_j$, $C = \sum_j (\sigma(\sum_k w_{jk} x_k + b_j) - y_j)^2$. "
    page += r"$$\frac{\partial C}{\partial a_j} = %s (a_j - y_j)$$"
    assert papergrad.read(page % "2").findings[-1].verdict == "right"
    assert papergrad.read(page % "-2").findings[-1].verdict == "wrong"
