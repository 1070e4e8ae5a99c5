r"""Colours that part a bracket from its mate: ``\textcolor{red}{(a} + b \textcolor{red}{+ c)}`` is ``(a + b + c)`` in two colours."""

from __future__ import annotations

from papergrad.notation.boxes import COLOURED
from papergrad.notation.lexer import Token

LONG = 200  # signs in one colour that are looked at


def unparted(tokens: list[Token]) -> list[Token]:
    """Tokens without the colours in which a bracket is not closed, or closed and not opened."""
    dropped: set[int] = set()
    for k, token in enumerate(tokens[:-1]):
        if token.kind == "cmd" and token.text in COLOURED and tokens[k + 1].kind == "{":
            end = _end(tokens, k + 1)
            if end is not None and not _balanced(tokens[k + 2 : end]):
                dropped |= {k, k + 1, end}
    return [token for k, token in enumerate(tokens) if k not in dropped] if dropped else tokens


def _end(tokens: list[Token], at: int) -> int | None:
    depth = 0
    for k in range(at, min(at + LONG, len(tokens))):
        depth += (tokens[k].kind == "{") - (tokens[k].kind == "}")
        if depth == 0:
            return k
    return None


def _balanced(tokens: list[Token]) -> bool:
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0:
            return False
    return depth == 0
