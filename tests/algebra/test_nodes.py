"""Going through expressions: what is free, renaming without capture, putting definitions in."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import (
    Affine,
    Definition,
    Delta,
    Entry,
    Index,
    Lookup,
    Product,
    Sum,
    Tensor,
    add,
    affine,
    inside,
    mul,
    number,
    shift,
)
from papergrad.algebra.recurrences import knots
from papergrad.algebra.show import show
from papergrad.algebra.sizes import Size, size
from papergrad.algebra.substitution import apart, expand, rename, substitute
from papergrad.algebra.traversal import children, free, rebuild, symbols

from .strategies import DRAWS, SIZES, expressions, values

I, J, K = Index("i", size("n")), Index("j", size("n")), Index("k", size("m"))


def test_equal_is_the_same_object() -> None:
    assert Entry("x", (I,)) is Entry("x", (I,))
    assert pickle.loads(pickle.dumps(Sum(I, Entry("x", (I,))))) is Sum(I, Entry("x", (I,)))


@settings(max_examples=DRAWS, deadline=None)
@given(expressions((I, K), 3))
def test_rebuilding_over_the_same_children_changes_nothing(e) -> None:
    assert rebuild(e, children(e)) is e or show(rebuild(e, children(e))) in show(e)
    assert free(e) <= {I, K}
    assert substitute(e, lambda _: None) is e
    assert rename(e, {}) is e


@settings(max_examples=DRAWS, deadline=None)
@given(expressions((I, K), 3), st.integers(0, 100))
def test_renaming_never_captures(e, seed: int) -> None:
    """Whatever indices are bound inside, e at (p, q) is e's entry (p, q)."""
    world = World(values(seed), SIZES)
    whole = np.broadcast_to(evaluate(Tensor(e, (I, K)), world), (2, 3))
    for name in "ijklpq":
        p = Index(name, size("n"))
        if p in free(e) - {I} or p is K:
            continue
        moved = rename(e, {I: p, K: Affine((), Size.of(1))})
        np.testing.assert_allclose(evaluate(Tensor(moved, (p,)), world), whole[:, 1], rtol=1e-9, atol=1e-9)


def test_a_bound_index_steps_aside() -> None:
    e = Sum(J, mul(Entry("x", (I,)), Entry("x", (J,))))
    assert show(rename(e, {I: J})) == "Σj%1 x[j] x[j%1]"
    put = substitute(Sum(J, Entry("a", (J,))), lambda x: mul(x, Entry("x", (J,))) if x.symbol == "a" else None)
    assert free(put) == frozenset()  # the entry's own subscript is the bound one


def test_a_bound_index_steps_aside_for_what_comes_in() -> None:
    put = substitute(Sum(J, Entry("s")), lambda x: Entry("x", (J,)))
    assert free(put) == {J}
    assert show(put) == "Σj%1 x[j]"


def test_positions() -> None:
    t = Index("t", size("T"))
    assert shift(shift(t, -1), 1) is t
    assert affine(((t, 1), (t, -1)), 2) is Affine((), Size.of(2))
    assert apart(t, {t, Index("t%1", size("T"))}) is Index("t%2", size("T"))
    window, tap = Index("i", size("n") - size("k") + 1), Index("a", size("k"))
    assert inside(affine(((window, 1), (tap, 1))), size("n"))
    assert not inside(shift(t, -1), size("T"))
    assert inside(Lookup("w", (t,)), size("V"))


def test_definitions_are_put_in_all_the_way_and_are_zero_outside() -> None:
    u = Definition("u", (I,), add(Entry("x", (I,)), number(1)))
    v = Definition("v", (J,), mul(Entry("u", (J,)), Entry("u", (shift(J, 1),))))
    whole = expand(Sum(I, Entry("v", (I,))), {"u": u, "v": v})
    assert symbols(whole) == {"x"}
    world = World({"x": np.array([1.0, 2.0, 3.0])}, {"n": 3}, {"u": u, "v": v})
    assert evaluate(Tensor(whole), world) == evaluate(Tensor(Sum(I, Entry("v", (I,)))), world) == 2 * 3 + 3 * 4
    assert symbols(expand(Entry("v", (I,)), {"u": u, "v": v}, keep={"u"})) == {"u"}


def test_products_and_deltas_are_shown() -> None:
    assert show(Product(I, Delta(I, J))) == "Πi δ[i,j]"


@pytest.mark.parametrize(("ahead", "step"), [(-1, 1), (1, -1), (-2, 1)])
def test_knots(ahead: int, step: int) -> None:
    t = Index("t", size("T"))
    h = Definition("h", (I, t), add(Entry("h", (I, shift(t, ahead))), Entry("x", (t,))))
    knot = knots({"h": h})["h"]
    assert knot is not None
    assert (knot.members, dict(knot.place), knot.step) == (("h",), {"h": 1}, step)


def test_a_circle_is_no_knot() -> None:
    a = Definition("a", (I,), Entry("b", (I,)))
    b = Definition("b", (I,), Entry("a", (I,)))
    assert knots({"a": a, "b": b}) == {"a": None, "b": None}
