"""Inner products in signs of order: ``|<w, x> + b|``, ``2<u,v>``.

The signs are brackets round two things with a comma between them where no order could stand: nothing is before the first that
could be less, or nothing behind the second that could be the smaller one.
"""

from __future__ import annotations

from papergrad.notation.glyphs import LEVEL, RELATION
from papergrad.notation.lexer import Token

REACH = 60  # tokens between the two


def bracketed(tokens: list[Token]) -> list[Token]:
    """The tokens with brackets for such signs."""
    found = list(tokens)
    for at, token in enumerate(tokens):
        if (token.kind, token.text) == ("op", "<") and (end := _closing(tokens, at)) is not None:
            found[at] = token._replace(kind="open", text="⟨")
            found[end] = tokens[end]._replace(kind="close", text="⟩")
    return found


def _closing(tokens: list[Token], at: int) -> int | None:
    """Where the bracket closes that may open here."""
    depth, commas = 0, 0
    for end in range(at + 1, min(at + REACH, len(tokens))):
        token = tokens[end]
        if token.kind in ("open", "{"):
            depth += 1
        elif token.kind in ("close", "}"):
            depth -= 1
        elif token.kind == "newline":
            return None
        if depth < 0:
            return None
        if depth or token.kind != "op":
            continue
        if token.text == ">":
            lone = _starts(tokens[at - 1] if at else None) or _ends(tokens[end + 1] if end + 1 < len(tokens) else None)
            return end if commas == 1 and lone and end > at + 1 else None
        if LEVEL.get(token.text) == RELATION:
            return None
        commas += token.text == ","
    return None


def _starts(before: Token | None) -> bool:
    """Whether nothing stands before a sign that could be less."""
    return before is None or before.kind in ("op", "open", "{", "&", "newline")


def _ends(after: Token | None) -> bool:
    """Whether nothing stands behind a sign that could be the smaller one."""
    sign = after is not None and after.kind == "op" and after.text not in "-−"
    return after is None or sign or after.kind in ("close", "}", "&", "newline")
