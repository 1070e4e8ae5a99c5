"""The last step of reading: every size that was found out is put in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papergrad.algebra.nodes import BINDING, Affine, Definition, Expr, Index, affine
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import avoid
from papergrad.algebra.traversal import binders, free, lengths
from papergrad.reading.values import Sizes, Value


class Settling:
    """Puts known sizes into expressions; remembers what it did, node by node. Nodes without such a size stay as they are."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self._done: dict[Any, Any] = {}

    def __call__(self, thing: Any) -> Any:
        if lengths(thing).isdisjoint(self.sizes.bound):
            return thing
        if isinstance(thing, Size):
            return self.sizes.settle(thing)
        if isinstance(thing, tuple):
            return tuple(map(self, thing))
        if thing not in self._done:
            apart = self._apart(thing) if type(thing) in BINDING else thing
            new = tuple(self(getattr(apart, name)) for name in apart.__match_args__)
            self._done[thing] = affine(*new) if isinstance(thing, Affine) else type(thing)(*new)
        return self._done[thing]

    def _apart(self, node: Expr) -> Expr:
        """A node whose bound letters are not caught by others of their name that turn out to be of the same length."""
        bound = {i for own in binders(node) for i in own}
        caught = {i for i in bound for j in free(node) if j.name == i.name and j is not i and self(i) is self(j)}
        return avoid(node, caught) if caught else node

    def value(self, value: Value) -> Value:
        return Value(self(value.body), self(value.axes), value.lying, value.top, value.of, value.wrt)

    def definition(self, known: Definition) -> Definition:
        return Definition(
            known.symbol, self(known.axes), self(known.body), None if known.start is None else self(known.start)
        )

    def definitions(self, known: Mapping[str, Definition]) -> dict[str, Definition]:
        return {symbol: self.definition(d) for symbol, d in known.items()}


def settled(sizes: Sizes, body: Expr, axes: tuple[Index, ...]) -> tuple[Expr, tuple[Index, ...]]:
    whole = Settling(sizes)
    return whole(body), whole(axes)
