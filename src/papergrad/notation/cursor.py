"""A walk over tokens, and trees out of what it finds."""

from __future__ import annotations

from collections.abc import Sequence

from papergrad.notation.glyphs import LEVEL
from papergrad.notation.lexer import Token
from papergrad.notation.tree import Infix, Node, Run, Unread
from papergrad.source import LimitError, Span

NESTING = 100  # deeper than anybody writes, shallow enough for every recursive pass over a tree
END = Token("end of text", "", 0, 0)


class Cursor:
    """Where the parser stands in one row of tokens, and how deep."""

    def __init__(self, tokens: Sequence[Token], text: str):
        self.tokens, self.text, self.at = list(tokens), text, 0
        self.depth = 0
        self.bar = ""  # the bar that is open in the innermost bracket
        self.font = ""
        self.script = False
        self.counted: dict[tuple[int, str], int] = {}  # bars seen ahead

    # -- tokens ---------------------------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def took(self, kind: str, text: str | None = None) -> bool:
        token = self.next
        if token.kind == kind and (text is None or token.text == text):
            self.at += 1
            return True
        return False

    def since(self, start: int) -> Span:
        """From the token with number ``start`` to the last one taken."""
        first = self.tokens[start if start < self.at else start - 1]
        last = self.tokens[self.at - 1] if start < self.at else first
        return Span(min(first.start, last.start), max(first.end, last.end))

    def here(self) -> Span:
        """The empty place before the next token."""
        token = self.next
        place = token.start if token is not END else self.tokens[-1].end if self.tokens else 0
        return Span(place, place)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > NESTING:
            raise LimitError(f"nested more than {NESTING} deep", self.here(), "give parts of it names", "PG901")

    def unread(self, reason: str) -> Unread:
        token = self.take()
        return Unread(
            self.text[token.start : token.end] or token.text,
            reason,
            span=Span(token.start, token.end),
        )


# -- trees out of pieces ------------------------------------------------------------------------------------------


def fold(operands: list[Node], operators: list[str]) -> Node:
    """Operands and operators of one chain, the tightest operators first, each row of the precedence table flat."""
    for level in sorted({LEVEL[o] for o in operators}, reverse=True):
        left: list[Node] = []
        between: list[str] = []
        group: list[Node] = [operands[0]]
        signs: list[str] = []
        for operator, operand in zip(operators, operands[1:], strict=True):
            if LEVEL[operator] == level:
                group.append(operand)
                signs.append(operator)
            else:
                left.append(_infix(group, signs))
                between.append(operator)
                group, signs = [operand], []
        left.append(_infix(group, signs))
        operands, operators = left, between
    return operands[0]


def _infix(operands: list[Node], operators: list[str]) -> Node:
    if not operators:
        return operands[0]
    return Infix(tuple(operands), tuple(operators), span=operands[0].span | operands[-1].span)


def beside(one: Node, other: Node) -> Run:
    left = one.items if isinstance(one, Run) else (one,)
    right = other.items if isinstance(other, Run) else (other,)
    return Run((*left, *right), span=one.span | other.span)
