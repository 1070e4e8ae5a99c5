"""A document with its questions answered."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff

from papergrad.judging.verdict import Finding
from papergrad.notation import latex
from papergrad.notation.tree import Infix
from papergrad.source import Source


def filled(source: Source, findings: Iterable[Finding]) -> str:
    """The text of the document with the answer in the place of each question mark."""
    parts, at = [], 0
    for finding in sorted(findings, key=lambda f: f.span):
        mark = source.text.rfind("?", finding.span.start, finding.span.end)
        if finding.verdict == "answered" and finding.correct and mark >= at:
            parts += [source.text[at:mark], right_side(finding.correct)]
            at = mark + 1
    return "".join([*parts, source.text[at:]])


def right_side(formula: str) -> str:
    """What stands after the first sign of equality: the answer without its question."""
    match latex.parse(formula):
        case Infix(operands, ("=", *_)) if operands[1].span.end:
            return formula[operands[1].span.start :].strip()
    return formula


def diff(source: Source, new: str) -> str:
    """The edit, as ``patch`` reads it."""
    old, name = source.text.splitlines(keepends=True), source.name
    return "".join(unified_diff(old, new.splitlines(keepends=True), name, name))
