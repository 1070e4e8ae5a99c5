r"""Rows whose entries only a space keeps apart, told by their dots: ``[ ∂y/∂x_1 ∂y/∂x_2 ⋯ ∂y/∂x_n ]``.

Side by side they look like a product. In square brackets that are a whole side of an equation, and in a matrix of one row, they are
entries, if all of them are of one pattern: ``\begin{bmatrix} A_1 & A_2 \cdots A_N \end{bmatrix}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Matrix, Node, Run, Script
from papergrad.reading.dotted import COLUMN, generic, is_dots


def rowed(side: Node) -> Node:
    """A side of an equation with such rows as lists, and such cells apart."""
    match side:
        case Fence("[", Run(items) as inside, "]") if (parts := _entries(items)) and _alike(parts):
            return replace(side, inside=Infix(parts, (",",) * (len(parts) - 1), span=inside.span))
        case Script(Fence("[", Run()) as base) if (row := rowed(base)) is not base:
            return replace(side, base=row)
    return _cells(side)


def _cells(node: Node) -> Node:
    match node:
        case Matrix((row,)) if any(isinstance(cell, Run) and any(map(is_dots, cell.items)) for cell in row):
            flat = tuple(entry for cell in row for entry in _apart(cell))
            return replace(node, rows=(flat,)) if _alike(flat) else node
    return tree.rebuild(node, _cells)


def _apart(cell: Node) -> tuple[Node, ...]:
    return (_entries(cell.items) if isinstance(cell, Run) else None) or (cell,)


def _entries(items: tuple[Node, ...]) -> tuple[Node, ...] | None:
    """The entries of a row side by side, each as long as the last one, with the dots among them; None if they are not."""
    dots = [k for k, item in enumerate(items) if is_dots(item)]
    if not dots or dots[0] == 0 or dots[-1] == len(items) - 1:
        return None
    long = len(items) - 1 - dots[-1]
    parts: list[Node] = []
    for start, stop in zip((0, *(k + 1 for k in dots)), (*dots, len(items)), strict=True):
        if (stop - start) % long:
            return None
        parts += (*_pieces(items[start:stop], long), *items[stop : stop + 1])
    return tuple(parts)


def _pieces(items: tuple[Node, ...], long: int) -> Iterator[Node]:
    for k in range(0, len(items), long):
        piece = items[k : k + long]
        yield piece[0] if long == 1 else Run(piece, span=piece[0].span | piece[-1].span)


def _alike(row: tuple[Node, ...]) -> bool:
    """Whether all entries of a row are of the pattern that its first and its last one show."""
    whole = generic(row[0], row[-1], COLUMN)
    if whole is None or whole[1] is None:
        return False
    rest = [generic(row[0], entry, COLUMN) for entry in row[1:] if not is_dots(entry)]
    return all(found is not None and found[0] == whole[0] for found in rest)
