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
    Position,
    Stack,
    Tensor,
    affine,
    over,
)
from papergrad.algebra.sizes import Size

INSTANCES = "%instances"  # the length of the new axis
ALONG = Index("%instance", Size.of(INSTANCES))


def lifted(tensor: Tensor) -> Tensor:
    """The tensor of all instances."""
    return Tensor(_Lift().expression(tensor.body), (ALONG, *tensor.axes))


def lifted_definitions(definitions: Definitions) -> dict[str, Definition]:
    """The definitions of all instances."""
    lift = _Lift()
    return {
        name: Definition(
            d.symbol,
            (ALONG, *d.axes),
            lift.expression(d.body),
            None if d.start is None else lift.expression(d.start),
        )
        for name, d in definitions.items()
    }


class _Lift:
    def expression(self, e: Expr) -> Expr:
        known: Expr | None = e.__dict__.get("_lifted")
        if known is None:
            known = e.__dict__["_lifted"] = self._lifted(e)
        return known

    def _lifted(self, e: Expr) -> Expr:
        match e:
            case Entry(symbol, at):
                return Entry(symbol, (ALONG, *map(self._at, at)))
            case Delta(one, other):
                return Delta(self._at(one), self._at(other))
            case Position(at):
                return Position(self._at(at))
            case Inverse(row, column, body, i, j):
                return Inverse(row, column, self.expression(body), self._at(i), self._at(j))
            case Stack(at, pieces):
                return Stack(self._at(at), tuple((k, self.expression(body)) for k, body in pieces))
            case _:
                return over(e, self.expression)

    def _at(self, at: At) -> At:
        match at:
            case Index():
                return at
            case Lookup(symbol, inside):
                return Lookup(symbol, (ALONG, *map(self._at, inside)))
            case Affine(terms, offset):
                return affine(((self._at(inner), weight) for inner, weight in terms), offset)
