"""A formula for one sample as a formula for many: every quantity that depends on the sample gets an axis of samples.

Whatever is the same for all samples (parameters, penalties) stays as it is, so it is computed once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from papergrad.algebra.nodes import (
    Add,
    Affine,
    At,
    Definition,
    Definitions,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    Inverse,
    Lookup,
    Position,
    Stack,
    Sum,
    add,
    affine,
    mul,
    power,
)
from papergrad.algebra.substitution import substitute
from papergrad.algebra.traversal import over, symbols


def dependent(definitions: Definitions, on: Collection[str]) -> frozenset[str]:
    """The names of ``on`` and of all definitions that depend on them."""
    found = set(on)
    while new := {name for name, d in definitions.items() if name not in found and not _symbols(d).isdisjoint(found)}:
        found |= new
    return frozenset(found)


def _symbols(d: Definition) -> frozenset[str]:
    return symbols(d.body) | (symbols(d.start) if d.start is not None else frozenset())


def mean(
    objective: Expr, definitions: Definitions, sampled: Collection[str], sample: Index
) -> tuple[Expr, dict[str, Definition]]:
    """The mean of an objective over samples of the names ``sampled``, which get ``sample`` as their first axis."""
    moving = dependent(definitions, sampled)
    lifted = {name: _definition(d, moving, sample) for name, d in definitions.items()}
    terms = objective.terms if isinstance(objective, Add) else (objective,)
    one = [_lifted(term, moving, sample) for term in terms if not symbols(term).isdisjoint(moving)]
    same = [term for term in terms if symbols(term).isdisjoint(moving)]
    return add(mul(power(Extent(sample.size), -1), Sum(sample, add(*one))), *same), lifted


def each(
    value: Expr, definitions: Definitions, sampled: Collection[str], sample: Index
) -> tuple[Expr, dict[str, Definition]]:
    """A value for each sample, over ``sample`` besides its own axes."""
    moving = dependent(definitions, sampled)
    return _lifted(value, moving, sample), {name: _definition(d, moving, sample) for name, d in definitions.items()}


def _definition(d: Definition, moving: frozenset[str], sample: Index) -> Definition:
    if d.symbol not in moving:
        return d
    start = None if d.start is None else _lifted(d.start, moving, sample)
    return Definition(d.symbol, (sample, *d.axes), _lifted(d.body, moving, sample), start)


def _lifted(e: Expr, moving: frozenset[str], sample: Index) -> Expr:
    """An expression of one sample at the sample ``sample``."""

    def at(place: At) -> At:
        match place:
            case Affine(terms, offset):
                return affine(((at(inner), weight) for inner, weight in terms), offset)
            case Lookup(symbol, inside):
                found = tuple(map(at, inside))
                return Lookup(symbol, (sample, *found) if symbol in moving else found)
        return place

    def visit(e: Expr) -> Expr:
        if symbols(e).isdisjoint(moving):
            return e
        match e:
            case Entry(symbol, places):
                found = tuple(map(at, places))
                return Entry(symbol, (sample, *found) if symbol in moving else found)
            case Delta(one, other):
                return Delta(at(one), at(other))
            case Position(place):
                return Position(at(place))
            case Inverse(row, column, body, i, j):
                return Inverse(row, column, visit(body), at(i), at(j))
            case Stack(place, pieces):
                return Stack(at(place), tuple((k, visit(body)) for k, body in pieces))
        return over(e, visit)

    return visit(e)


def looked_up(e: Expr, ranges: Mapping[str, int]) -> Expr:
    """One-hot vectors as positions: entry ``j`` of x is 1 where j is the position x. ``ranges``: the axis that goes away."""

    def change(entry: Entry) -> Expr | None:
        if entry.symbol not in ranges:
            return None
        axis = ranges[entry.symbol]
        rest = entry.at[:axis] + entry.at[axis + 1 :]
        return Delta(entry.at[axis], Lookup(entry.symbol, rest))

    return substitute(e, change)
