"""Matrices as they are written: cell by cell, in blocks, with dots, or as a diagonal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Delta, Index, Stack, fresh, mul
from papergrad.algebra.sizes import ONE_ENTRY, Size
from papergrad.algebra.substitution import rename
from papergrad.notation.tree import Node, Numeral
from papergrad.phrasebook import gradient
from papergrad.reading import dotted
from papergrad.reading.values import IllTyped, ShapeMismatch, Unknown, Value, running
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


def matrix(reader: Reader, rows: Sequence[Sequence[Node]], node: Node) -> Value:
    """A literal matrix. Raises PaperError, ShapeMismatch."""
    if dotted.has_dots(rows):
        return with_dots(reader, rows, node)
    cells = [[reader.value(c) for c in row] for row in rows]
    if not cells or not cells[0]:
        raise Unknown("an empty matrix", node.span)
    if len({len(row) for row in cells}) > 1:
        raise IllTyped("the rows of this matrix differ in length", node.span, code="PG102")
    return stacked(reader, cells, node)


def with_dots(reader: Reader, rows: Sequence[Sequence[Node]], node: Node) -> Value:
    """A matrix with dots: its corners tell the entry at (i, j). Raises PaperError where they show no pattern."""
    found = dotted.pattern(rows)
    if found is None:
        raise Unknown("the corners of this matrix do not show a pattern", node.span)
    if found.diagonal:
        return _diagonal(reader, found, node)
    axes: list[Index] = []
    same = isinstance(found.entry, Numeral)  # all ones: how many is not written
    for name, end, several in (
        (dotted.ROW, found.down, found.high),
        (dotted.COLUMN, found.across, len(rows[0]) > 1),
    ):
        if end is not None or (same and several):
            reader.letters[name] = index = _running(reader, name, end, node)
            axes.append(index)
    entry = reader.value(found.entry)
    reader.letters.pop(dotted.ROW, None)
    reader.letters.pop(dotted.COLUMN, None)
    slopes = gradient.read(found.entry) is not None  # these stand or lie as the whole does
    if len(axes) == len(entry.axes) == 1 and not (found.high or entry.lying or slopes):  # columns side by side
        return Value(entry.body, (*entry.axes, *axes))
    return Value(entry.body, (*axes, *entry.axes), lying=len(axes) == 1 and not entry.axes and not found.high)


def diagonal(reader: Reader, cells: Sequence[Node], node: Node) -> Value:
    """``diag(a_1, …, a_n)``. Raises PaperError where dots show no pattern."""
    if dotted.has_dots((cells,)):
        found = dotted.listed(cells)
        if found is None:
            raise Unknown("these dots do not show a pattern", node.span)
        return _diagonal(reader, found, node)
    values = [reader.value(c) for c in cells]
    if any(v.axes for v in values):
        raise Unknown("blocks on a diagonal are not understood", node.span)
    i, j = (Index(f"k%{fresh(ONE_ENTRY).name}", Size.of(len(values))) for _ in range(2))
    return Value(mul(Delta(i, j), Stack(i, tuple((None, v.body) for v in values))), (i, j))


def _diagonal(reader: Reader, found: dotted.Pattern, node: Node) -> Value:
    i = _running(reader, dotted.ROW, found.down, node)
    reader.letters[dotted.ROW] = i
    entry = reader.value(found.entry)
    reader.letters.pop(dotted.ROW, None)
    if entry.axes:
        raise Unknown("blocks on a diagonal are not understood", node.span)
    j = Index(f"{dotted.COLUMN}%{fresh(ONE_ENTRY).name}", i.size)
    return Value(mul(Delta(i, j), entry.body), (i, j))


def _running(reader: Reader, name: str, end: Node | None, node: Node) -> Index:
    length = reader.scope.size(end) if end is not None else reader.scope.sizes.fresh()
    if length is None:
        raise Unknown("how far this matrix reaches is not understood", node.span)
    return Index(f"{name}%{fresh(ONE_ENTRY).name}", reader.scope.sizes.settle(length))


def stacked(reader: Reader, cells: list[list[Value]], node: Node) -> Value:
    """A literal matrix, or blocks one below or beside the other."""
    high, wide = len(cells), len(cells[0])
    flat = [v for row in cells for v in row]
    if high == wide == 1:
        return flat[0]
    if all(not v.axes for v in flat):
        i, j = (Index(f"k%{fresh(ONE_ENTRY).name}", Size.of(n)) for n in (high, wide))
        if wide == 1:
            return Value(Stack(i, tuple((None, v.body) for v in flat)), (i,))
        if high == 1:
            return Value(Stack(j, tuple((None, v.body) for v in flat)), (j,), True)
        rows = tuple((None, Stack(j, tuple((None, v.body) for v in row))) for row in cells)
        return Value(Stack(i, rows), (i, j))
    if wide != 1 and high != 1:
        raise PaperError("a matrix of blocks is not understood yet", node.span)
    upright = wide == 1
    if all(v.order <= 1 and (not v.axes or v.lying != upright) for v in flat):  # vectors end to end
        length = Size.of(0)
        for v in flat:
            length = length + (reader.scope.sizes.settle(v.axes[0].size) if v.axes else 1)
        at = running(reader.scope.sizes, length)
        return Value(Stack(at, tuple((v.axes[0] if v.axes else None, v.body) for v in flat)), (at,), not upright)
    if all(v.order == 1 for v in flat):  # rows below each other, or columns side by side
        across = running(reader.scope.sizes, flat[0].axes[0].size)
        if not all(reader.scope.sizes.unify(v.axes[0].size, across.size) for v in flat):
            raise ShapeMismatch("the parts of this matrix differ in length")
        at = Index(f"k%{fresh(ONE_ENTRY).name}", Size.of(len(flat)))
        body = Stack(at, tuple((None, v.named((across,))) for v in flat))
        return Value(body, (at, across) if upright else (across, at))
    if all(v.order == 2 for v in flat):
        joined, kept = (0, 1) if upright else (1, 0)
        across = running(reader.scope.sizes, flat[0].axes[kept].size)
        if not all(reader.scope.sizes.unify(v.axes[kept].size, across.size) for v in flat):
            raise ShapeMismatch("the blocks of this matrix do not fit")
        length = Size.of(0)
        for v in flat:
            length = length + reader.scope.sizes.settle(v.axes[joined].size)
        at = running(reader.scope.sizes, length)
        pieces = tuple((v.axes[joined], rename(v.body, {v.axes[kept]: across})) for v in flat)
        return Value(Stack(at, pieces), (at, across) if upright else (across, at))
    raise PaperError("a matrix of blocks is not understood yet", node.span)
