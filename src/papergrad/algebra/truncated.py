"""Truncated backpropagation through time: an error goes back at most k steps of a recurrence (Williams and Peng 1990).

What one position adds to the error of the whole is carried back step by step and dropped after k of them. A signal ``δ`` of
a recurrence so becomes three: what arises at a position itself (``fresh_signal``), what has been carried back j steps from
there (``carried_signal``, a recurrence along j), and their sum, which keeps the name that gradients know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from papergrad.algebra.nodes import Add, At, Definition, Entry, Expr, Index, Mul, Sum, add, mul, shift
from papergrad.algebra.recurrences import Knot, distance, knots
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import substitute
from papergrad.algebra.traversal import entries, symbols
from papergrad.source import PaperError


def fresh_signal(symbol: str) -> str:
    """The name of the error that arises at a position itself, of the signal ``symbol``."""
    return symbol.replace("%", "0%", 1)


def carried_signal(symbol: str) -> str:
    """The name of the error that was carried back some steps; its first axis counts them."""
    return symbol.replace("%", "j%", 1)


def truncated(deltas: Sequence[Definition], steps: int | Size) -> tuple[Definition, ...]:
    """The signals of a derivative (each after those it needs), those of a recurrence going back at most ``steps`` steps.

    What is made of them is the derivative where every position has a copy of the recurrence of its own, in which all states
    more than ``steps`` positions before count as constants. Raises PaperError (PG426) where a signal reaches back more than
    one step at a time. Without a recurrence nothing changes.
    """
    running = knots({d.symbol: d for d in deltas})
    found: list[Definition] = []
    done: set[str] = set()
    for delta in deltas:
        knot = running.get(delta.symbol)
        if knot is None:
            found.append(delta)
        elif delta.symbol not in done:
            found += _cut([d for d in deltas if d.symbol in knot.members], knot, Size.of(steps))
            done.update(knot.members)
    return tuple(found)


def _cut(members: list[Definition], knot: Knot, steps: Size) -> list[Definition]:
    """The signals of one recurrence, each as what arises, what is carried, and the sum of the two."""
    j = Index("j", steps)
    arisen, carried, whole = [], [], []
    for d in members:
        time = d.axes[knot.place[d.symbol]]
        local, same, later = [], [], []
        for term in _spread(d.body, frozenset(knot.members)):
            match _reach(term, knot, time):
                case None:
                    local.append(term)
                case 0:
                    same.append(term)
                case 1:
                    later.append(term)
                case _:
                    raise PaperError("errors of this recurrence go back more than one step at a time", code="PG426")
        fresh, back = fresh_signal(d.symbol), carried_signal(d.symbol)
        arisen.append(Definition(fresh, d.axes, add(*local, *(_named(t, knot, fresh_signal) for t in same))))
        here = [_named(t, knot, carried_signal, j) for t in same] + [
            _named(t, knot, carried_signal, shift(j, -1)) for t in later
        ]
        carried.append(Definition(back, (j, *d.axes), add(*here), Entry(fresh, d.axes)))
        total = add(Entry(fresh, d.axes), Sum(j, Entry(back, (j, *d.axes))))
        whole.append(Definition(d.symbol, d.axes, total))
    return [*arisen, *carried, *whole]


def _spread(e: Expr, signals: frozenset[str]) -> Iterator[Expr]:
    """The terms of an expression, multiplied out where signals stand in a sum within a product."""
    match e:
        case Add(parts):
            for part in parts:
                yield from _spread(part, signals)
        case Mul(factors) if wide := [f for f in factors if isinstance(f, Add) and not symbols(f).isdisjoint(signals)]:
            rest = [f for f in factors if f is not wide[0]]
            for part in wide[0].terms:
                yield from _spread(mul(part, *rest), signals)
        case Sum(i, body) if not symbols(body).isdisjoint(signals):
            yield from (Sum(i, part) for part in _spread(body, signals))
        case _:
            yield e


def _reach(term: Expr, knot: Knot, time: Index) -> int | None:
    """How many positions later the signal in a term stands; None where no signal of the recurrence is in it."""
    found = {distance(e.at[knot.place[e.symbol]], time) for e in entries(term) if e.symbol in knot.members}
    if len(found) > 1 or None in found:
        raise PaperError("errors of this recurrence cannot be followed step by step", code="PG426")
    return found.pop() if found else None


def _named(term: Expr, knot: Knot, name: Callable[[str], str], *first: At) -> Expr:
    """A term with its signal under another name, and perhaps with another axis first."""

    def change(entry: Entry) -> Expr | None:
        return Entry(name(entry.symbol), (*first, *entry.at)) if entry.symbol in knot.members else None

    return substitute(term, change)
