"""Formulas in reports."""

from __future__ import annotations

import re

from papergrad.document import Document
from papergrad.notation import latex, unicode
from papergrad.notation.tree import Node
from papergrad.reports.lines import printable
from papergrad.source import LimitError, PaperError, Span


def readable(formula: str | None, node: Node | None = None) -> str:
    """A formula (LaTeX, or a tree where there is one) in Unicode, as one would type it in a mail."""
    try:
        return printable(unicode.write(node if node is not None else latex.parse(formula or "")))
    except LimitError:
        return printable(formula or "").replace("\n", " ")


def as_said(document: Document, span: Span) -> str:
    """A stretch of a document on one line: its words as they stand, the formulas among them in Unicode."""
    said, end = [], span.start
    for passage in document.passages:
        if passage.span.end <= span.start or passage.span.start >= span.end:
            continue
        inner = Span(max(passage.span.start, span.start), min(passage.span.end, span.end))
        said += _words(document.source[Span(end, inner.start)]), _formula(document.legible[inner])
        end = inner.end
    said.append(_words(document.source[Span(end, max(end, span.end))]))
    return printable(" ".join("".join(said).split()))


_MARKS = re.compile(r"[$`]|\\[()]|(?<!\w)\*+(?=\w)|(?<=\w)\*+(?!\w)|\*\*")  # of formulas and of emphasis


def _words(text: str) -> str:
    return _MARKS.sub("", text)


def _formula(text: str) -> str:
    try:
        return readable(text)
    except PaperError:
        return text
