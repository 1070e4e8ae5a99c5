"""A text that someone wrote, a place in it, and the one error that points at a place."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from papergrad.records import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """Characters ``start`` up to (not including) ``end`` of a source."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forwards from 0, not from {self.start} to {self.end}")

    def __or__(self, other: Span) -> Span:
        """The smallest span over both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Source:
    """The whole text of one document. ``cells`` holds where each cell starts, for a notebook."""

    text: str
    name: str = "<text>"
    cells: tuple[int, ...] = ()

    @cached_property
    def _lines(self) -> list[int]:
        starts = [0]
        find = self.text.find("\n")
        while find >= 0:
            starts.append(find + 1)
            find = self.text.find("\n", find + 1)
        return starts

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def cell(self, offset: int) -> int | None:
        """The number of the notebook cell that holds a character, counted from 1; None for other documents."""
        return bisect_right(self.cells, offset) if self.cells else None

    def excerpt(self, span: Span) -> str:
        """The line of a span with a caret under it."""
        line, column = self.place(span.start)
        row = self.text[self._lines[line - 1] :].split("\n", 1)[0]
        width = max(1, min(span.end, self._lines[line - 1] + len(row)) - span.start)
        return f"{row}\n{' ' * (column - 1)}{'^' * width}"


class PaperError(Exception):
    """Something in a document cannot be read: what, where, and what to write instead.

    Code deep in the house knows the span but not the source; whoever opens the document adds it with ``at``.
    """

    def __init__(
        self, what: str, span: Span = NOWHERE, hint: str = "", code: str = "PG001", source: Source | None = None
    ):
        super().__init__(what)
        self.what, self.span, self.hint, self.code, self.source = what, span, hint, code, source

    def at(self, source: Source, span: Span | None = None) -> PaperError:
        """The same error, with the document it happened in (and a place, if it had none)."""
        return type(self)(
            self.what, self.span if self.span != NOWHERE or span is None else span, self.hint, self.code, source
        )

    def __str__(self) -> str:
        if self.source is None:
            return self.what + (f" ({self.hint})" if self.hint else "")
        line, column = self.source.place(self.span.start)
        head = f"{self.source.name}:{line}:{column}: {self.code} {self.what}"
        return head + "\n" + self.source.excerpt(self.span) + (f"\nhelp: {self.hint}" if self.hint else "")


def breakdown(error: Exception, span: Span) -> PaperError:
    """What is said of a statement at which we break down: it must not cost the reader all the others."""
    return PaperError(f"papergrad broke down here: {type(error).__name__}: {error}", span, code="PG999")


class LimitError(PaperError):
    """A document asks for more (size, nesting, expansion, time) than it may have."""
