"""Mathematics in plain ASCII, as MATLAB and matrixcalculus.org write it: ``x'*A*x``, ``A .* B``, ``x.^2``, ``norm2(W)^2``.

A quote is a transpose (``Postfix``); ``.^`` is an ``Infix`` that binds as tightly as a script. ``W1`` and ``y_i`` are
symbols with a
subscript, ``sigma`` and its kin Greek letters; ``Ax`` is two letters side by side, a name of four letters or more, of a known
function, or before a bracket is one.
"""

from __future__ import annotations

import re

from papergrad.notation import glyphs
from papergrad.notation.glyphs import ATOM, LEVEL, PRODUCT, SIDE_BY_SIDE, SIGNS, SUM
from papergrad.notation.grammar import Parser
from papergrad.notation.lexer import TOKENS, Token
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Branches,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Root,
    Run,
    Script,
    Unread,
    Words,
)
from papergrad.source import LimitError, Source, Span

FUNCTIONS = glyphs.FUNCTIONS | {
    "norm2",
    "norm1",
    "eye",
    "ones",
    "zeros",
    "kron",
    "rowsoftmax",
    "step",
    "vector",
    "matrix",
}
_GREEK = {name: glyph for glyph, name in glyphs.GREEK.items()}
_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+) | (?P<name>[A-Za-z]+)(?P<digits>[0-9]*)
    |(?P<sign>\.\*|\./|\.\^|:=|<=|>=|!=|==|=>|->|<-|\.{3}|.)""",
    re.VERBOSE | re.DOTALL,
)
_SIGNS = {plain: ("op", glyph) for glyph, plain in glyphs.PLAIN.items() if glyph in LEVEL and glyph in "≤≥≠≔←→⇒"} | {
    "==": ("op", "="), "...": ("name", "…"), "'": ("transpose", "'"), "^": ("^", "^"), ".^": (".^", ".^"), "_": ("_", "_"),
    "?": ("hole", "?"),
    ".*": ("op", ".*"), "./": ("op", "./"), "{": ("open", "{"), "}": ("close", "}"), "!": ("bang", "!"),
} | {sign: glyphs.CHARACTERS[sign] for sign in "=+-*/,;:<>()[]|"}  # fmt: skip


def read(source: Source, span: Span) -> list[Node]:
    """The lines of a passage in plain ASCII. Raises ``LimitError`` only."""
    lines: list[Node] = []
    start = span.start
    for line in source.text[span.start : span.end].split("\n"):
        found = _Plain(_tokens(source.text, start, start + len(line)), source.text).all()
        if found is not None:
            lines.append(found)
        start += len(line) + 1
    return lines


def parse(text: str) -> Node:
    """One formula from a string."""
    rows = read(Source(text), Span(0, len(text)))
    return rows[0] if rows else Blank()


def _tokens(text: str, at: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    while at < end:
        match = _TOKEN.match(text, at, end)
        assert match is not None
        start, at = at, match.end()
        if match["number"]:
            tokens.append(Token("num", match["number"], start, at))
        elif match["name"]:
            tokens += _named(match["name"], match["digits"], start, at, text[at : at + 1])
        elif match["sign"]:
            kind, glyph = _SIGNS.get(match["sign"], ("unknown", match["sign"]))
            tokens.append(Token(kind, glyph, start, at))
        if len(tokens) > TOKENS:
            raise LimitError(f"more than {TOKENS:,} signs in one formula", Span(start, at), "split it", "PG901")
    return tokens


def _named(name: str, digits: str, start: int, end: int, after: str) -> list[Token]:
    if name + digits in FUNCTIONS:
        return [Token("word", name + digits, start, end)]
    stop = start + len(name)
    if name in _GREEK:
        tokens = [Token("name", _GREEK[name], start, stop)]
    elif len(name) == 1 or len(name) >= 4 or (after == "(" and not digits):
        tokens = [Token("name" if len(name) == 1 else "word", name, start, stop)]
    else:
        tokens = [Token("name", letter, start + k, start + k + 1) for k, letter in enumerate(name)]
    if digits:
        tokens += [Token("_", "_", stop, stop), Token("digits", digits, stop, end)]
    return tokens


class _Plain(Parser):
    """The same grammar with other things hanging on a symbol."""

    def scripts(self, base: Node, start: int) -> Node:
        depth = self.depth
        while True:
            token = self.next
            if token.kind == "transpose":
                self.at += 1
                base = Postfix(base, "'", span=self.since(start))
            elif token.kind == "bang":
                self.at += 1
                base = Postfix(base, "!", span=self.since(start))
            elif token.kind == "_":
                self.at += 1
                base = _hang(base, self.exponent(), None, self.since(start))
            elif token.kind == "^":
                self.at += 1
                base = _hang(base, None, self.exponent(), self.since(start))
            elif token.kind == ".^":
                self.at += 1
                base = Infix((base, self.exponent()), (".^",), span=self.since(start))
            else:
                break
            self.deeper()
        self.depth = depth
        return base

    def exponent(self) -> Node:
        """``2``, ``-0.5``, ``(1/3)`` (without its brackets), ``i``."""
        start, token = self.at, self.next
        if token.kind == "digits":
            self.at += 1
            return Numeral(token.text, span=Span(token.start, token.end))
        if token.kind == "op" and token.text in SIGNS:
            self.at += 1
            self.deeper()
            operand = self.exponent()
            self.depth -= 1
            return Prefix(token.text, operand, span=self.since(start))
        found = self.atom() if token.kind in ("num", "name", "word", "open", "hole") else None
        if isinstance(found, Fence) and (found.open, found.close) == ("(", ")"):
            return found.inside
        return found or Blank(span=self.here())


def _hang(base: Node, sub: Node | None, sup: Node | None, span: Span) -> Script:
    if isinstance(base, Script) and (base.sub is None if sup is None else base.sup is None):
        return Script(base.base, sub or base.sub, sup or base.sup, span=span)
    return Script(base, sub, sup, span=span)


# -- writing ------------------------------------------------------------------------------------------------------


def write(node: Node) -> str:
    """One line of plain ASCII. A transpose, however it was written, is a quote; all fractions are slashes."""
    return _text(node)


def _level(node: Node) -> int:
    match node:
        case Infix():
            return LEVEL[node.operators[0]]
        case Prefix() | Words():
            return SUM
        case Fraction() | Big():
            return PRODUCT
        case Run():
            return SIDE_BY_SIDE
        case _:
            return ATOM


def _put(node: Node, need: int) -> str:
    text = _text(node)
    return f"({text})" if _level(node) < need else text


def _text(node: Node) -> str:
    match node:
        case Numeral(text) | Words(text) | Unread(text):
            return text
        case Name(text, accents):
            return glyphs.PLAIN.get(text, glyphs.GREEK.get(text, text)).strip() + "".join(accents)
        case Accented(accent, inside):
            return f"{accent}({_text(inside)})"
        case Hole():
            return "?"
        case Blank():
            return ""
        case Script():
            return _script(node)
        case Fraction(above, below):
            return f"{_put(above, SIDE_BY_SIDE)}/{_put(below, ATOM)}"
        case Root(inside, degree):
            return f"sqrt({_text(inside)})" if degree is None else f"({_text(inside)})^(1/{_put(degree, ATOM)})"
        case Fence(opening, inside, closing):
            return (
                glyphs.PLAIN.get(opening, opening).strip(".")
                + _text(inside)
                + glyphs.PLAIN.get(closing, closing).strip(".")
            )
        case Run(items):
            return _run(items)
        case Prefix(sign, operand):
            return glyphs.PLAIN.get(sign, sign) + _put(operand, PRODUCT)
        case Postfix(operand, sign):
            return _put(operand, ATOM) + sign
        case Infix():
            return _infix(node)
        case Big(sign, lower, upper, body):
            limits = "".join(mark + _exponent(part) for mark, part in (("_", lower), ("^", upper)) if part is not None)
            return f"{glyphs.PLAIN.get(sign, sign)}{limits} {_put(body, PRODUCT)}"
        case Matrix(rows):
            return "[" + "; ".join(" ".join(_put(cell, ATOM) for cell in row) for row in rows) + "]"
        case Branches(branches):
            said = (_text(value) + ("" if when is None else f" if {_text(when)}") for value, when in branches)
            return "{" + "; ".join(said) + "}"
        case _:
            raise AssertionError(f"not a node of the tree: {node}")


def _script(node: Script) -> str:
    base = _put(node.base, ATOM)
    sub = node.sub
    below = (
        ""
        if sub is None
        else sub.text
        if isinstance(sub, Numeral) and isinstance(node.base, Name) and sub.text.isdigit()
        else "_" + _exponent(sub)
    )
    if isinstance(node.sup, Name) and node.sup.text in ("T", "⊤"):
        return base + below + "'"
    return base + below + ("" if node.sup is None else "^" + _exponent(node.sup))


def _exponent(node: Node) -> str:
    match node:
        case Numeral() | Name():
            return _text(node)
        case Prefix(_, Numeral() | Name()):
            return _text(node)
        case Fence("(", inside, ")"):
            return f"({_text(inside)})"
    return f"({_text(node)})"


def _run(items: tuple[Node, ...]) -> str:
    out = ""
    for k, item in enumerate(items):
        touching = k and isinstance(_head(item), Fence) and isinstance(items[k - 1], (Name, Script))
        out += ("" if not k or touching else " ") + _put(item, ATOM)
    return out


def _head(node: Node) -> Node:
    """What stands first in what is written for a node."""
    match node:
        case Postfix(inner, _) | Script(inner, _, _, _) | Infix((inner, _), (".^",)):
            return _head(inner)
    return node


def _infix(node: Infix) -> str:
    at = _level(node)
    if at == ATOM:
        base, exponent = node.operands
        return _put(base, ATOM) + ".^" + _exponent(exponent)
    out = ""
    for k, operand in enumerate(node.operands):
        signed = isinstance(operand, Prefix) and at < PRODUCT and not k
        text = (
            _text(operand)
            if signed or isinstance(operand, Fraction) and at == PRODUCT and not k
            else _put(operand, at + 1)
        )
        if k:
            sign = node.operators[k - 1]
            plain = glyphs.PLAIN.get(sign, sign)
            out += f"{plain} " if plain in (",", ";", ":") else plain if plain in ("*", "/") else f" {plain} "
        out += text
    return out.strip()
