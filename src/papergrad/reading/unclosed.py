"""Brackets that are opened and not closed, or closed and not opened, around the sign that would make a statement of a formula.

``∇_w (log(a + b) = c`` says nothing as it stands: where the bracket is to be closed is the writer's to say. A bracket that is open
at the end, as in ``y = 2 (w + b``, is read as closed there.
"""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Node, Run, Unread
from papergrad.reading.statements import EQUAL, ORDERED, items, related
from papergrad.source import PaperError, Source

BRACKETS = frozenset("([{")
LONG = 30  # signs that are shown of what a bracket opens
CLOSING = frozenset(")]}")


def unclosed(line: Node, source: Source) -> Iterator[PaperError]:
    """What is to be said of each part of a line that such a bracket keeps from being a statement."""
    for _, item in items(line):
        if not related(item) and (what := _open(item, source) or _closed(item)) is not None:
            yield PaperError(what, item.span)


def _open(item: Node, source: Source) -> str | None:
    for node in tree.walk(item):
        match node:
            case Fence(opening, inside, ".") if opening in BRACKETS and (sign := _sign(inside)) is not None:
                text = " ".join(source.text[node.span.start : node.span.end].split())
                text = text if len(text) <= LONG else text[: LONG - 1] + "…"
                line, column = source.place(node.span.start)
                where = f"line {line}, column {column}"
                return f"the {opening} that opens “{text}” ({where}) is not closed before the {sign}, so this cannot be read"
    return None


def _closed(item: Node) -> str | None:
    match item:
        case Run(parts) if any(_sign(part) is not None for part in parts):
            lost = next((p.text for p in parts if isinstance(p, Unread) and p.text in CLOSING), None)
            return f"nothing opens the {lost} that is closed here, so this cannot be read" if lost is not None else None
    return None


def _sign(node: Node) -> str | None:
    """The sign that makes a statement of what stands in a bracket, or in one that is open in it."""
    for part in (node, *tree.children(node)) if isinstance(node, Infix) else (node,):
        if isinstance(part, Infix) and related(part):
            return next((sign for sign in part.operators if sign in EQUAL or sign in ORDERED), None)
    return None
