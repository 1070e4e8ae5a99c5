"""What the parts of a formula meant, for a formula that is read again and again with small changes.

A part means the same again where the same letters run, if reading it left no trace but lengths and sums of its own. What it
did leave (which length a sum runs over) is done again. While symbols without a shape are given one, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any

from papergrad.algebra.nodes import At
from papergrad.algebra.sizes import Size
from papergrad.notation.tree import Name, Node, Numeral
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.records import dataclass
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader

Key = tuple[Node, bool, tuple[tuple[str, At], ...]]


@dataclass(frozen=True)
class Meant:
    """A value, the lengths that were found out on the way, and the ranges that are still to be compared."""

    value: Value
    found: dict[str, Size]
    pending: tuple[Any, ...]


@dataclass
class Memory:
    """``shapes`` counts the symbols that had a shape to begin with; a scope learns of every shape that is asked of it."""

    shapes: int
    meant: dict[Key, Meant] = field(default_factory=dict)
    failed: dict[Key, tuple[dict[str, Size], Exception]] = field(default_factory=dict)

    def value(self, reader: Reader, node: Node, read: Callable[[Node], Value]) -> Value:
        """``read(node)``, from memory where that is the same."""
        scope = reader.scope
        if isinstance(node, Name | Numeral) or reader.locals or reader.instead or len(scope.shapes) != self.shapes:
            return read(node)
        key = (node, reader.greedy, tuple(reader.letters.items()))
        before, made = scope.sizes.save(), scope.sizes.made
        if (known := self.meant.get(key)) is not None:
            for name, size in known.found.items():
                scope.sizes.bind(name, size)
            reader.pending += known.pending
            return known.value
        if key in self.failed and self.failed[key][0] is before:
            raise self.failed[key][1]
        traces, pending = _traces(reader), len(reader.pending)
        try:
            value = read(node)
        except (PaperError, ShapeMismatch) as problem:
            self.failed[key] = (before, problem)
            raise
        after = scope.sizes.save()
        found = {name: size for name, size in after.items() if name not in before} if after is not before else {}
        own = all(name.startswith("?") and int(name[1:]) > made for name in found)
        if own and _traces(reader) == traces and len(scope.shapes) == self.shapes:
            self.meant[key] = Meant(value, found, tuple(reader.pending[pending:]))
        return value


def _traces(reader: Reader) -> tuple[Any, ...]:
    """What a reading can leave behind beside lengths and ranges."""
    return dict(reader.letters), len(reader.assumptions), dict(reader.extra), dict(reader.named)
