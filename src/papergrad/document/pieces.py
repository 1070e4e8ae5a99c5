"""What a document is made of: passages of mathematics, prose between them, and the sections they stand in."""

from __future__ import annotations

from papergrad.records import dataclass
from papergrad.source import Source, Span


@dataclass(frozen=True)
class Passage:
    r"""One stretch of mathematics, without its marks (``$``, ``\[ \]``) and without a label such as ``(a)`` before it.

    The span of an environment includes its ``\begin`` and ``\end``, so that notation can read what kind it is.
    ``scope`` is the id of the innermost section.
    """

    span: Span
    display: bool
    scope: int


@dataclass(frozen=True)
class Prose:
    """Text between passages: a paragraph, or the piece of one that stands before or after a passage."""

    span: Span
    scope: int


Piece = Passage | Prose


@dataclass(frozen=True)
class Section:
    """A scope: the whole document (id 0, level 0), a heading, a question, a part of a question.

    ``level`` orders them: headings 1 to 6, "Question 2" 7, "2." 8, "(a)" 9, "ii)" 10. A section ends where one of the same or
    a lower level starts. ``label`` is the bare number or letter, ``title`` the rest of the line.
    """

    id: int
    parent: int | None
    level: int
    label: str
    title: str
    span: Span


@dataclass(frozen=True)
class Suppression:
    """A comment that silences findings: all of them, or those with the ``codes``, that start within ``covers``."""

    span: Span
    codes: tuple[str, ...]
    covers: Span

    def silences(self, code: str, span: Span) -> bool:
        return (not self.codes or code in self.codes) and self.covers.start <= span.start < self.covers.end


@dataclass(frozen=True)
class Document:
    """A document taken apart.

    ``source`` is the text as it stands. ``legible`` has the same length, and so the same offsets: what only looks like
    mathematics (quote marks at the start of a line inside a display, TeX comments) is blank there. Read mathematics from
    ``legible``, show ``source``. ``macros`` are the spans of whole definitions (``\\newcommand...``), ``declarations`` those of
    texts such as ``W: m x n; t: one-hot`` in comments and front matter.
    """

    source: Source
    legible: Source
    kind: str
    pieces: tuple[Piece, ...]
    sections: tuple[Section, ...]
    macros: tuple[Span, ...] = ()
    declarations: tuple[Span, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Passage))
