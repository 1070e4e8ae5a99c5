"""Lengths that are found out late are put in without that a bound letter catches a free one of its name."""

from __future__ import annotations

from papergrad.algebra.nodes import Entry, Index, Mul, Sum
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import free
from papergrad.reading.settle import Settling
from papergrad.reading.values import Sizes


def test_a_bound_letter_steps_aside_for_a_free_one_of_the_same_name_and_length() -> None:
    sizes = Sizes()
    late = sizes.fresh()
    bound, running = Index("j", Size.of("n")), Index("j", late)
    before = Sum(bound, Mul((Entry("w", (running, bound)), Entry("x", (bound,)))))  # Σ_j w_ij x_j, whose i is called j
    assert sizes.unify(late, Size.of("n"))
    after = Settling(sizes)(before)
    assert free(after) == {Index("j", Size.of("n"))}
    assert isinstance(after, Sum) and after.over.name != "j" and after.over.size == Size.of("n")


def test_two_bound_letters_of_one_name_stay_two() -> None:
    sizes = Sizes()
    late = sizes.fresh()
    outer, inner = Index("k", late), Index("k", Size.of("n"))
    before = Sum(outer, Sum(inner, Entry("W", (outer, inner))))
    assert sizes.unify(late, Size.of("n"))
    after = Settling(sizes)(before)
    assert not free(after)
    assert isinstance(after, Sum) and isinstance(after.body, Sum)
    assert after.body.body == Entry("W", (after.over, after.body.over)) and after.over is not after.body.over


def test_nothing_changes_where_no_length_was_open() -> None:
    i = Index("i", Size.of("n"))
    before = Sum(i, Entry("x", (i,)))
    assert Settling(Sizes())(before) is before
