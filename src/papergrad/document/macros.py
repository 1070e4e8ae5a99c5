r"""Where a document defines macros: ``\newcommand``, ``\def``, ``\DeclareMathOperator``, with everything that belongs to each."""

from __future__ import annotations

import re

from papergrad.source import Span

_HEAD = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator)\*?[ \t]*(?:\{[ \t]*\\[a-zA-Z]+[ \t]*\}|\\[a-zA-Z]+)[ \t]*"
    r"(?:\[\d\](?:\[[^\]\n]{0,100}\])?)?[ \t\r\n]{0,3}(?=\{)|\\def[ \t]*\\[a-zA-Z]+(?:#\d){0,9}[ \t]*(?=\{)"
)
_BODY_LIMIT = 2_000  # characters


def macros(text: str) -> list[Span]:
    """The definitions, in order."""
    found: list[Span] = []
    seen = 0  # nothing starts inside a definition, nor inside one that is never closed
    for m in _HEAD.finditer(text):
        if m.start() >= seen:
            end = _closed(text, m.end())
            seen = m.end() + _BODY_LIMIT if end is None else end
            if end is not None:
                found.append(Span(m.start(), end))
    return found


def _closed(text: str, start: int) -> int | None:
    """The place after the brace that closes the one at ``start``."""
    depth, at, limit = 0, start, min(len(text), start + _BODY_LIMIT)
    while at < limit:
        if text[at] == "\\":
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            return at
    return None
