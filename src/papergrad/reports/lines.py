"""What every report shows of a document: its findings at their places, less what its comments silence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from papergrad.document import Document
from papergrad.judging.verdict import Finding
from papergrad.records import dataclass
from papergrad.source import Source

UNUSED = "PG910"  # a comment that silences nothing
PHRASES = {
    "wrong": "wrong",
    "ill-typed": "does not conform",
    "right-if": "right if",
    "right-up-to-layout": "right up to layout",
    "unknown": "unknown",
    "answered": "answered",
    "right": "right",
    "defines": "defines",
    "declares": "declares",
}
GRAVE = ("wrong", "ill-typed")
NOTABLE = (*GRAVE, "right-if", "right-up-to-layout", "answered")


@dataclass(frozen=True)
class Line:
    """One finding at its place; lines and columns count from 1."""

    finding: Finding
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None
    text: str  # exactly as it stands in the document


@dataclass(frozen=True)
class Page:
    """All there is to report of one document."""

    source: Source
    lines: tuple[Line, ...]
    silenced: int = 0

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.finding.verdict for line in self.lines)


def page(document: Document, findings: Iterable[Finding]) -> Page:
    """The findings of a document in order. A suppression comment that silences none becomes a finding itself."""
    used, kept, silenced = set(), [], 0
    for finding in sorted(findings, key=lambda f: f.span):
        silencers = [s for s in document.suppressions if finding.code and s.silences(finding.code, finding.span)]
        if silencers:
            used.update(silencers)
            silenced += 1
        else:
            kept.append(finding)
    for unused in (s for s in document.suppressions if s not in used):
        codes = " and ".join(unused.codes) or "anything"
        message = (
            f"this comment silences nothing: there is no {codes} here"
            if unused.codes
            else "this comment silences nothing"
        )
        kept.append(Finding(unused.span, "prose", "unknown", UNUSED, message))
    kept.sort(key=lambda f: f.span)
    return Page(document.source, tuple(_placed(document.source, f) for f in kept), silenced)


def _placed(source: Source, finding: Finding) -> Line:
    line, column = source.place(finding.span.start)
    end_line, end_column = source.place(finding.span.end)
    return Line(finding, line, column, end_line, end_column, source.cell(finding.span.start), source[finding.span])


def place(source: Source, line: Line) -> str:
    """``notes.md:12:3``; in a notebook the line counts from the start of its cell: ``notes.ipynb:cell 3:2:1``."""
    if line.cell is None:
        return f"{printable(source.name)}:{line.line}:{line.column}"
    first, _ = source.place(source.cells[line.cell - 1])
    return f"{printable(source.name)}:cell {line.cell}:{line.line - first + 1}:{line.column}"


def summary(pages: Iterable[Page]) -> str:
    """One line: how many statements, and how many of each verdict."""
    pages = list(pages)
    counts = sum((p.counts for p in pages), Counter[str]())
    total, silenced = sum(counts.values()), sum(p.silenced for p in pages)
    if not total:
        return "No statements found."
    parts = [f"{counts[verdict]} {PHRASES[verdict] if verdict != 'right-if' else 'right under a condition'}"
             for verdict in PHRASES if counts[verdict]]  # fmt: skip
    tail = f", {silenced} silenced" if silenced else ""
    documents = f" in {len(pages)} documents" if len(pages) > 1 else ""
    return f"{total} statement{'s' * (total != 1)}{documents}: {', '.join(parts)}{tail}."


def headline(finding: Finding) -> str:
    """The finding in one line."""
    phrase = PHRASES[finding.verdict]
    match finding.verdict:
        case "right-if" if finding.assumption:
            return f"{phrase} {finding.assumption}"
        case "ill-typed" if finding.message:
            return finding.message
    return f"{phrase}: {finding.message}" if finding.message else phrase


_SPACES = re.compile(r"[\t\r\v\f\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its letters round; as long as before."""
    text = _SPACES.sub(" ", text)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n" else c for c in text)
