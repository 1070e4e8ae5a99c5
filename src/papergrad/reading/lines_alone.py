"""A formula that stands on a line alone, and the next line that says what it equals: ``∂f/∂x`` and then ``= 2 x``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papergrad.document import Document
from papergrad.notation.glyphs import COLON, LEVEL, RELATION, SEPARATOR
from papergrad.notation.tree import Blank, Hole, Infix, Node, Numeral, Prefix, Words
from papergrad.reading.statements import EQUAL
from papergrad.source import Span

_MARKS = re.compile(r"(?:[\s$>]|\\\[|\\\]|\\\(|\\\)|\\\\|\\(?:begin|end)\{[a-zA-Z*]+\}|&)*")
_HEAD = re.compile(r"(?:\A|\n)[ \t>$]*(?:\\\(|\\\[)?\Z")  # nothing but marks since the line began

Lines = Sequence[Node]


def headed(lines: Lines, number: int, document: Document, before: Lines) -> list[Node]:
    """The lines of a passage; one that begins with = right behind a formula that stands alone is about that formula.

    ``before``: the lines of the passage before it. Only a formula that a display, or a line of the text, begins with counts: others
    go on from what stands before them.
    """
    if len(lines) > 1 and _alone(lines[0]):
        return [lines[0], _about(lines[0], lines[1]), *lines[2:]]
    if lines and len(before) == 1 and _alone(before[0]) and _next(number, document):
        return [_about(before[0], lines[0]), *lines[1:]]
    return list(lines)


def _alone(line: Node) -> bool:
    """Whether a line is a formula that claims nothing."""
    match line:
        case Blank() | Hole() | Words() | Numeral() | Prefix("+"):
            return False
        case Infix(_, (sign, *_)):
            return LEVEL.get(sign) not in (RELATION, SEPARATOR, COLON)
    return True


def _next(number: int, document: Document) -> bool:
    """Whether a passage stands behind one that its line begins with, and nothing between them."""
    text, passages = document.legible.text, document.passages
    first, second = passages[number - 1].span, passages[number].span
    between = _MARKS.fullmatch(text, first.end, second.start)
    return between is not None and _HEAD.search(text[max(0, first.start - 80) : first.start]) is not None


def _about(head: Node, line: Node) -> Node:
    """A line with a formula before the = that it begins with."""
    match line:
        case Infix((Blank(), *rest), (sign, *_)) if sign in EQUAL:
            start = Span(line.span.start, line.span.start)
            return replace(line, operands=(replace(head, span=start), *rest))
    return line
