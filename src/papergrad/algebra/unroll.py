"""Recurrences read a fixed number of steps from where they begin, written out.

The delta of ``J^(t)`` by ``h^(s)`` is a recurrence over s that begins at ``s = t``; at ``s = t - 1`` it is one step long, and
``∂J^(t)/∂h^(t-1)`` is a formula without a recurrence.
"""

from __future__ import annotations

from papergrad.algebra.nodes import ZERO, Affine, Definitions, Delta, Entry, Expr, Index, add, affine
from papergrad.algebra.recurrences import Knot, knots
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.terms import term, terms
from papergrad.algebra.traversal import symbols

MOST_STEPS = 6  # that are written out


def unroll(e: Expr, running: Definitions, most: int = MOST_STEPS) -> Expr:
    """``e`` with the ``running`` deltas it reads at a fixed, small distance written out; the others stay.

    A position before the first is read like any other: there the derivative is the one by the start of the sequence.
    """
    begins = {name: _beginning(running, knot) for name, knot in knots(running).items() if knot is not None}
    done: dict[Entry, Expr | None] = {}

    def written_out(entry: Entry) -> Expr | None:
        if entry not in done:
            begin = begins.get(entry.symbol)
            far = None if begin is None else _distance(entry, *begin)
            if far is None or far > most:
                done[entry] = None
            elif far < 0:
                done[entry] = ZERO
            else:
                definition = running[entry.symbol]
                places = dict(zip(definition.axes, entry.at, strict=True))
                done[entry] = substitute(_at_a_distance(rename(definition.body, places)), written_out)
        return done[entry]

    return substitute(e, written_out)


def _at_a_distance(body: Expr) -> Expr:
    """A sum without the terms whose deltas cannot hold."""
    return add(*(t for t in terms(body) if not any(isinstance(f, Delta) and _apart(f) for f in term(t).factors)))


def _apart(delta: Delta) -> bool:
    gap = affine(((delta.one, 1), (delta.other, -1)))
    return isinstance(gap, Affine) and not gap.terms and bool(gap.offset.number)


def _beginning(running: Definitions, knot: Knot) -> tuple[int, int, int] | None:
    """The places, among a member's axes, of where the knot begins and of the running position; and its direction.

    None where it does not begin at one position: some term mentions no member and has no delta between the two.
    """
    sample = running[knot.members[0]]
    along = knot.place[sample.symbol]
    for place, axis in enumerate(sample.axes):
        other = place != along and axis.size == sample.axes[along].size
        if other and all(_begins_at(running, knot, name, place) for name in knot.members):
            return place, along, knot.step
    return None


def _begins_at(running: Definitions, knot: Knot, name: str, place: int) -> bool:
    definition = running[name]
    if knot.place[name] != knot.place[knot.members[0]] or place >= len(definition.axes):
        return False
    ends = {definition.axes[place], definition.axes[knot.place[name]]}
    return all(
        not symbols(t).isdisjoint(knot.members)
        or any(isinstance(f, Delta) and {f.one, f.other} == ends for f in term(t).factors)
        for t in terms(definition.body)
    )


def _distance(entry: Entry, begin: int, place: int, step: int) -> int | None:
    gap = affine(((entry.at[begin], 1), (entry.at[place], -1)))
    if isinstance(gap, Index) or not isinstance(gap, Affine) or gap.terms or gap.offset.number is None:
        return None
    return int(gap.offset.number) * -step
