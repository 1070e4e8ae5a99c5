"""A page for other programs. The format is described in docs/json.md and tested against it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from papergrad.reports.lines import Line, Page
from papergrad.source import PaperError

VERSION = 1


def statement(line: Line) -> dict[str, Any]:
    """One finding."""
    finding = line.finding
    record: dict[str, Any] = {
        "line": line.line,
        "column": line.column,
        "end_line": line.end_line,
        "end_column": line.end_column,
        "offset": finding.span.start,
        "length": finding.span.end - finding.span.start,
        "source": line.text,
        "kind": finding.kind,
        "reading": finding.reading,
        "verdict": finding.verdict,
        "code": finding.code,
        "message": finding.message,
        "correct": finding.correct,
        "assumption": finding.assumption,
        "evidence": finding.evidence,
        "counterexample": finding.counterexample,
    }
    if line.cell is not None:
        record["cell"] = line.cell
    return record


def report(pages: Iterable[Page], errors: Iterable[PaperError] = ()) -> str:
    """All documents of one run."""
    files = [
        {
            "file": page.source.name,
            "statements": [statement(line) for line in page.lines],
            "silenced": page.silenced,
            "summary": dict(page.counts),
        }
        for page in pages
    ]
    failed = [
        {"file": e.source.name if e.source else "", "code": e.code, "message": e.what, "hint": e.hint} for e in errors
    ]
    text = json.dumps({"version": VERSION, "files": files, "errors": failed}, ensure_ascii=False, indent=2)
    return text if text.isascii() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    """What could turn the letters of a terminal round stands escaped; it occurs in strings only."""
    control = character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Cs")
    return json.dumps(character)[1:-1] if control else character
