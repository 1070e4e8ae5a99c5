"""Many instances at once: one more axis, first on every tensor, along which the instances lie.

Evaluating an expression over all of them costs little more than over one, since the work per node is mostly overhead.
"""

from __future__ import annotations

from papergrad.algebra.nodes import (
    Affine,
    At,
    Definition,
    Definitions,
    Delta,
    Entry,
    Expr,
    Index,
    Inverse,
    Lookup,
    Part,
    Position,
    Stack,
    Tensor,
    affine,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import over
from papergrad.remembered import remembered

INSTANCES = "%instances"  # the length of the new axis
ALONG = Index("%instance", Size.of(INSTANCES))


def lifted(tensor: Tensor) -> Tensor:
    """The tensor of all instances."""
    return Tensor(_lifted(tensor.body), (ALONG, *tensor.axes))


def lifted_definitions(definitions: Definitions) -> dict[str, Definition]:
    """The definitions of all instances."""
    return {
        name: Definition(
            d.symbol,
            (ALONG, *d.axes),
            _lifted(d.body),
            None if d.start is None else _lifted(d.start),
        )
        for name, d in definitions.items()
    }


@remembered(Part)
def _lifted(e: Expr) -> Expr:
    match e:
        case Entry(symbol, at):
            return Entry(symbol, (ALONG, *map(_at, at)))
        case Delta(one, other):
            return Delta(_at(one), _at(other))
        case Position(at):
            return Position(_at(at))
        case Inverse(row, column, body, i, j):
            return Inverse(row, column, _lifted(body), _at(i), _at(j))
        case Stack(at, pieces):
            return Stack(_at(at), tuple((k, _lifted(body)) for k, body in pieces))
        case _:
            return over(e, _lifted)


def _at(at: At) -> At:
    match at:
        case Index():
            return at
        case Lookup(symbol, inside):
            return Lookup(symbol, (ALONG, *map(_at, inside)))
        case Affine(terms, offset):
            return affine(((_at(inner), weight) for inner, weight in terms), offset)
