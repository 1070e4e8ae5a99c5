"""What the parts of a formula know of the sheet they are written on."""

from __future__ import annotations

from typing import Protocol

from papergrad.algebra.nodes import Expr, Index, Power
from papergrad.algebra.traversal import free
from papergrad.notation.style import Style
from papergrad.notation.tree import Node
from papergrad.records import dataclass
from papergrad.writing.forms import Form
from papergrad.writing.spelling import Letters


@dataclass(frozen=True)
class Scripts:
    """The indices that stand in scripts, where the others are axes of matrices; ``all``: in index form every one does."""

    written: frozenset[Index]
    all: bool = False

    def __contains__(self, index: Index) -> bool:
        return self.all or index in self.written

    def open(self, e: Expr) -> frozenset[Index]:
        """The free indices of an expression that are axes."""
        return frozenset() if self.all else free(e) - self.written


class Hand(Protocol):
    """A sheet, as the parts of a formula see it."""

    style: Style
    letters: Letters
    scripts: Scripts
    places: list[tuple[Node, Node]]

    @property
    def inner(self) -> Hand | None:
        """The sheet that matrices are borrowed from, in index form."""

    def lay(self, e: Expr, row: Index | None = None, column: Index | None = None) -> Form | None:
        """The matrix with ``e`` as its entry (``row``, ``column``)."""

    def power(self, e: Power, row: Index | None, column: Index | None) -> Form | None:
        """A number, or every entry, to a power."""

    def with_written(self, changed: frozenset[Index], letters: Letters | None = None) -> Hand:
        """The same hand with other indices in scripts."""
