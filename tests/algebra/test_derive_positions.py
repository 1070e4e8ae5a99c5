"""Positions that somebody chose stay what they are, whatever the definitions call their own axes."""

from __future__ import annotations

import pytest

from papergrad.algebra.derive import derivative
from papergrad.algebra.nodes import Definition, Entry, Index, Sum, Tensor, mul
from papergrad.algebra.show import show
from papergrad.algebra.simplify import canonical
from papergrad.algebra.sizes import size
from papergrad.source import PaperError


def test_a_chosen_position_is_not_taken_for_the_axis_of_a_definition():
    # m_i = y_i Σ_k w_k x_ik, derived by w at a chosen i, is y_i x_iq
    i, j, k, q = Index("i", size("n")), Index("j", size("n")), Index("k", size("d")), Index("q", size("d"))
    m = Definition("m", (i,), mul(Entry("y", (i,)), Sum(k, mul(Entry("w", (k,)), Entry("x", (i, k))))))
    for chosen in (i, j):
        found = derivative(Tensor(Entry("m", (chosen,))), "w", (q,), {"m": m}).tensor
        assert found.axes == (q,)
        assert canonical(found.body) is canonical(mul(Entry("y", (chosen,)), Entry("x", (chosen, q)))), show(found.body)


def test_a_tensor_with_two_orders_is_refused_in_our_own_words():
    i, j = Index("i", size("n")), Index("j", size("m"))
    with pytest.raises(PaperError, match="W has 1 axes in one place and 2 in another"):
        derivative(Tensor(Sum(i, Entry("W", (i,)))), "W", (i, j), {})
