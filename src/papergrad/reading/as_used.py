r"""How a matrix of data lies, by the products it stands in: ``\Phi (y - t)`` adds up columns φ_n, ``\Phi^T (y - t)`` rows.

Where nothing but claims speaks of the matrix, either is a way to write it, as long as it is one of them throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from papergrad.algebra.sizes import Size
from papergrad.notation import tree
from papergrad.notation.tree import Node, Run
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import Written, apart
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError


def in_columns(scope: Scope, reads: Iterable[Read], whole: str, sizes: tuple[Size, ...]) -> bool:
    """Whether every product that tells takes the samples for the columns; ``sizes``: how many there are, and how long."""
    told: set[bool] = set()
    for matrix, behind in _products(scope, reads, whole):
        many, long = (scope.sizes.settle(size) == _first(scope, behind) for size in sizes)
        if many != long:
            told.add(matrix.transposed == long)
    return told == {True}


def speaks_of(one: Read, scope: Scope, whole: str) -> bool:
    return any(whole in scope.keys_in(side) for side in (one.stated.head, one.stated.right))


def _products(scope: Scope, reads: Iterable[Read], whole: str) -> Iterator[tuple[Written, Node]]:
    """The matrix wherever it stands, and the factor behind it."""
    for side in (side for one in reads for side in (one.stated.left, one.stated.right)):
        for run in (node for node in tree.walk(side) if isinstance(node, Run)):
            for before, behind in pairwise(run.items):
                matrix = apart(before)
                if matrix is not None and scope.symbols.key(matrix) == whole and whole not in scope.keys_in(behind):
                    yield matrix, behind


def _first(scope: Scope, factor: Node) -> Size | None:
    """The length of a column, or of the columns of a matrix."""
    saved = scope.sizes.save()
    try:
        value = Reader(scope).value(factor)
    except (PaperError, ShapeMismatch):
        return None
    finally:
        scope.sizes.restore(saved)
    return None if value.lying or not value.axes else scope.sizes.settle(value.axes[0].size)
