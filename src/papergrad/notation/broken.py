r"""Formulas that are too long for one row: ``a = b \\ + c`` and ``a = b + \\ c`` are one equation."""

from __future__ import annotations

from papergrad.notation.glyphs import LEVEL, RELATION, SEPARATOR, WIDE
from papergrad.notation.lexer import Token

SIGNS = frozenset("+-±·×⊙⊗*/")  # with these a row goes on, or is to be gone on with


def joined(rows: list[list[Token]], indented: list[bool]) -> list[list[Token]]:
    """The rows that have anything in them, each with those that go on with it. ``indented``: which stand behind their first &."""
    out: list[list[Token]] = []
    at_margin = True
    for row, behind in zip(rows, indented, strict=True):
        row = _without_space(row)
        if not row:
            continue
        if out and _goes_on(out[-1], row, behind and at_margin):
            out[-1] = out[-1] + row
        else:
            out.append(row)
            at_margin = not behind
    return out


def _goes_on(before: list[Token], row: list[Token], indented: bool) -> bool:
    """Whether a row goes on with the equation of the row before it. One that starts with a minus, and is an equation itself, does
    only if it is ``indented`` and that is not."""
    first, last = row[0], before[-1]
    if not any(map(_relates, before)):
        return False
    if last.kind == "op" and last.text in SIGNS:
        return not _relates(first)
    if first.kind != "op" or first.text not in SIGNS or (last.kind == "op" and LEVEL.get(last.text) == SEPARATOR):
        return False
    return first.text not in "-±" or indented or not any(map(_relates, row))


def _without_space(row: list[Token]) -> list[Token]:
    """A row without the wide spaces around it."""
    shown = [k for k, token in enumerate(row) if token.kind != "op" or token.text != WIDE]
    return row[shown[0] : shown[-1] + 1] if shown else []


def _relates(token: Token) -> bool:
    return token.kind == "op" and LEVEL.get(token.text) == RELATION
