"""A document with its questions answered."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff

from papergrad.judging.verdict import Finding
from papergrad.notation import latex
from papergrad.notation.tree import Infix, Node
from papergrad.source import Source


def filled(source: Source, findings: Iterable[Finding]) -> str:
    """The text of the document with the answer in the place of each question mark."""
    parts, at = [], 0
    for finding in sorted(findings, key=lambda f: f.span):
        mark = source.text.rfind("?", finding.span.start, finding.span.end)
        if finding.verdict == "answered" and finding.correct and mark >= at:
            parts += [source.text[at:mark], finding.correct]
            at = mark + 1
    return "".join([*parts, source.text[at:]])


def stated(finding: Finding) -> Node | None:
    """The statement as it should be: what is right in the place of its right side. None where nothing is known to be right."""
    if finding.correct is None and finding.correct_node is None:
        return None
    right = finding.correct_node or latex.parse(finding.correct or "")
    match latex.parse(finding.reading):
        case Infix((left, _), (_,)):
            return Infix((left, right), ("=",))
    return right


def diff(source: Source, new: str) -> str:
    """The edit, as ``patch`` reads it."""
    old, name = source.text.splitlines(keepends=True), source.name
    return "".join(unified_diff(old, new.splitlines(keepends=True), name, name))
