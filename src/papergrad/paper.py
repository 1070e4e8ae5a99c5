"""The front desk: a document that can be asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike

from papergrad import document
from papergrad.document import Document
from papergrad.judging.answers import answer
from papergrad.judging.doubt import doubted
from papergrad.judging.judge import judge
from papergrad.judging.verdict import Finding
from papergrad.notation import latex
from papergrad.notation.style import Style
from papergrad.notation.tree import Infix
from papergrad.reading.hand import style
from papergrad.reading.reading import Read, Reading
from papergrad.reading.reading import read as understand
from papergrad.reading.wholes import spelled
from papergrad.source import PaperError, Source


@dataclass(frozen=True)
class Paper:
    """A document, read. Nothing is judged before it is asked for."""

    document: Document

    @property
    def source(self) -> Source:
        return self.document.source

    @cached_property
    def reading(self) -> Reading:
        return understand(self.document)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every statement of the document with its verdict, in the order of the page."""
        hands: dict[int, Style] = {}
        reads = self.reading.reads
        judged = doubted([_judged(one) for one in reads], [id(one.scope) for one in reads])
        return tuple(self._finished(one, found, hands) for one, found in zip(reads, judged, strict=True))

    def _finished(self, one: Read, found: Finding, hands: dict[int, Style]) -> Finding:
        """A finding with the formula as it was read, and the right one as this writer would write it."""
        if not found.reading:
            found = replace(found, reading=_as_read(one))
        if found.verdict not in ("answered", "wrong", "ill-typed") or one.scope is None or one.kind not in ("gradient", "question"):
            return found
        hand = hands.get(id(one.scope))
        if hand is None:
            trees = [side for other in self.reading.reads for side in (other.stated.left, other.stated.right)]
            hand = hands[id(one.scope)] = style(one.scope, trees)
        node = answer(one, hand)
        if node is None:
            return found
        node = spelled(node)
        return replace(found, correct=latex.write(node), correct_node=node)


def _as_read(one: Read) -> str:
    """The statement in LaTeX; nothing where it is prose."""
    stated = one.stated
    if one.claim is not None or not stated.relation:
        return ""
    try:
        return latex.write(spelled(Infix((stated.left, stated.right), (stated.relation,))))
    except PaperError:
        return ""


def _judged(one: Read) -> Finding:
    """A verdict, or an honest unknown where we break down: one formula must not cost the reader all the others."""
    try:
        return judge(one)
    except PaperError as problem:
        return Finding(one.span, one.kind, code=problem.code, message=problem.what)
    except Exception as breakdown:  # tests hold that this code never appears
        return Finding(one.span, one.kind, code="PG999", message=f"papergrad broke down here: {type(breakdown).__name__}: {breakdown}")


def open(path: str | PathLike[str]) -> Paper:
    """Open a document: Markdown, TeX, a notebook or plain text. Raises PaperError where it cannot be read at all."""
    return Paper(document.open(path))


def read(text: str, name: str = "<text>", kind: str = "markdown") -> Paper:
    """Read a document from a string."""
    return Paper(document.of(text, name, kind))
