"""What the pieces of a formula are: groups, brackets, commands, environments."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.chains import BREAKS, STARTS, Chains
from papergrad.notation.cursor import END, beside, fold
from papergrad.notation.glyphs import (
    BESIDE,
    FUNCTIONS,
    LEVEL,
    MID,
    PROSE,
    SEPARATOR,
)
from papergrad.notation.lexer import Token
from papergrad.notation.tree import (
    Accented,
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
    Root,
    Script,
    Words,
)
from papergrad.source import Span

_MATRICES = {"matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "array"}
_BRACKETED = {
    ("(", ")"): "pmatrix",
    ("[", "]"): "bmatrix",
    ("|", "|"): "vmatrix",
    ("{", "}"): "Bmatrix",
    ("‖", "‖"): "Vmatrix",
}


class Parser(Chains):
    """Reads one row of tokens. Never raises but ``LimitError``: what cannot be read becomes ``Unread``."""

    # -- atoms ----------------------------------------------------------------------------------------------------

    def atom(self) -> Node | None:
        start, token = self.at, self.next
        self.at += 1
        span = Span(token.start, token.end)
        match token.kind:
            case "num":
                return Numeral(token.text, span=span)
            case "name" | "big":
                return Name(
                    token.text,
                    (),
                    "word" if len(token.text) > 1 else self.font,
                    span=span,
                )
            case "word":
                return Name(token.text, (), "word", span=span)
            case "text":
                return Name(token.text.strip(), (), "word", span=span) if self.symbol(token) else _words(token, span)
            case "{":
                self.at = start
                return self.group()
            case "open":
                return self.fence(token.text, start)
            case "bar":
                return self.bars(token.text, start)
            case "accent":
                return self.accented(token.text, start)
            case "font" | "switch":
                return self.restyled(token, start)
            case "root":
                return Root(self.argument(), span=self.since(start))
            case "hole":
                return Hole(span=span)
            case "begin":
                return self.environment(token.text, start)
            case "cmd":
                return self.command(token.text, start)
            case "^" | "_" | "prime":
                self.at = start
                return Blank(span=Span(token.start, token.start))
            case "quantifier":
                return Name(token.text, span=span)
            case "bang":
                return None
            case _:
                self.at = start
                return self.unread(
                    "a command that is not defined here" if token.text.startswith("\\") else "an unknown sign"
                )

    def symbol(self, token: Token) -> bool:
        r"""Whether ``\text{...}`` is a symbol, not prose: one word, and no word of ordinary speech."""
        word = token.text.strip()
        if word in FUNCTIONS:
            return True
        if not word or not all(c.isalnum() or c in "-_." for c in word) or not word[0].isalpha() or word[-1] in ".-":
            return False
        if word.lower() in PROSE:
            return False
        after = self.tokens[self.at + 1] if self.next is token and self.at + 1 < len(self.tokens) else self.next
        return word == token.text or after.kind in "^_"

    def group(self) -> Node | None:
        r"""``{...}``, also ``{a \over b}``; None if it is empty and nothing hangs on it."""
        start = self.at
        self.at += 1
        kept, self.bar, font = self.bar, "", self.font
        inside = self.inside("}")
        if self.next.kind == "cmd" and self.next.text in ("over", "choose", "atop"):
            which = self.take().text
            below = self.inside("}")
            blank = Blank(span=self.here())
            if which == "over":
                inside = Fraction(inside or blank, below or blank, span=self.since(start))
            else:
                inside = Matrix(
                    ((inside or blank,), (below or blank,)),
                    "pmatrix",
                    span=self.since(start),
                )
        self.took("}")
        self.bar, self.font = kept, font
        if inside is None:
            alone = self.next.kind in ("^", "_", "op") or self.next.kind not in STARTS
            return Blank(span=self.since(start)) if alone else None
        return inside

    def inside(self, close: str) -> Node | None:
        """Everything up to a closing token (which is left), stray operators and all."""
        found = self.chain(MID)
        while self.next is not END and self.next.kind != close and not self.stops():
            more = self.unread("nothing opened this")
            rest = self.chain(MID)
            for node in (more, rest):
                found = node if found is None else found if node is None else beside(found, node)
        return found

    def stops(self) -> bool:
        token = self.next
        return token.kind in ("}", "close", "end", "&", "newline") or (token.kind == "cmd" and token.text in BREAKS)

    def fence(self, opening: str, start: int) -> Node:
        kept, self.bar = self.bar, ""
        inside = self.inside("close") or Blank(span=self.here())
        closing = "."
        if self.next.kind == "close":
            closing = self.take().text
        self.bar = kept
        return _bracketed(Fence(opening, inside, closing, span=self.since(start)))

    def bars(self, bar: str, start: int) -> Node:
        kept, self.bar = self.bar, bar
        inside = self.inside("bar") or Blank(span=self.here())
        self.bar = kept
        closing = self.take().text if self.next.kind == "bar" and self.next.text == bar else "."
        return Fence(bar, inside, closing, span=self.since(start))

    def accented(self, accent: str, start: int) -> Node:
        inside = self.argument()
        span = self.since(start)
        match inside:
            case Name("∇") | Script(Name("∇")):  # ∇ is a vector, and so it may look
                return inside
            case Name(text, accents, font) if "brace" not in accent:
                return Name(text, (*accents, accent), font, span=span)
            case Script(Name(text, accents, font) as base, sub, sup, primes) if "brace" not in accent:
                return Script(
                    Name(text, (*accents, accent), font, span=base.span),
                    sub,
                    sup,
                    primes,
                    span=span,
                )
        return Accented(accent, inside, span=span)

    def restyled(self, token: Token, start: int) -> Node | None:
        kept, self.font = self.font, token.text
        if token.kind == "switch":  # {\bf x}: up to the end of the group, which puts the font back
            return None
        found = self.argument()
        self.font = kept
        base = found.base if isinstance(found, Script) else found
        if isinstance(base, Numeral) and base.text in ("0", "1") and token.text:  # a vector of ones, an indicator
            ones = Name(base.text, (), token.text, span=base.span if isinstance(found, Script) else self.since(start))
            found = replace(found, base=ones) if isinstance(found, Script) else ones
        return replace(found, span=self.since(start))

    def delimiter(self) -> str:
        r"""What follows ``\left`` or ``\right``."""
        token = self.next
        if token.kind in ("open", "close", "bar") or (token.kind == "op" and token.text in "./<>↑↓∖∣∥"):
            self.at += 1
            return {"<": "⟨", ">": "⟩", "∣": "|", "∥": "‖"}.get(token.text, token.text)
        if token.kind == "{" or token.kind == "}":
            return "."
        return "."

    def command(self, name: str, start: int) -> Node | None:
        match name:
            case "frac" | "dfrac" | "tfrac" | "cfrac" | "sfrac" | "nicefrac":
                above = self.argument()
                return Fraction(above, self.argument(), span=self.since(start))
            case "sqrt":
                degree = self.degree()
                return Root(self.argument(), degree, span=self.since(start))
            case "left":
                return self.left(start)
            case "binom" | "dbinom" | "tbinom":
                above = self.argument()
                return Matrix(((above,), (self.argument(),)), "pmatrix", span=self.since(start))
            case "overset" | "stackrel" | "xrightarrow" | "xleftarrow":
                self.argument()
                return self.argument() if name in ("overset", "stackrel") else None
            case "underset":
                below = self.argument()
                above = self.argument()
                return self.hung(above, below, None, 0, start) if self.next.kind not in "^_" else above
            case "norm" | "abs":
                bar = "‖" if name == "norm" else "|"
                return Fence(bar, self.argument(), bar, span=self.since(start))
            case "prescript":
                sup, sub = self.argument(), self.argument()
                return beside(Script(Blank(), sub, sup, span=self.since(start)), self.argument())
            case "not":
                self.at = start
                return self.unread("a stroke through a sign that has none")
            case "right" | "over" | "choose" | "atop":
                return None
            case _:  # \boxed and others that only look different
                return self.argument() if self.next.kind == "{" else None

    def degree(self) -> Node | None:
        if not self.took("open", "["):
            return None
        kept, self.bar = self.bar, ""
        found = self.inside("close")
        self.took("close")
        self.bar = kept
        return found

    def left(self, start: int) -> Node:
        opening = self.delimiter()
        kept, self.bar = self.bar, ""
        inside: Node | None = self.inside("right")
        while self.next.kind in (
            "close",
            "bar",
        ):  # a bracket of the inside that nothing opened
            more = self.unread("nothing opened this")
            inside = more if inside is None else beside(inside, more)
            rest = self.inside("right")
            inside = inside if rest is None else beside(inside, rest)
        self.bar = kept
        closing = self.delimiter() if self.took("cmd", "right") else "."
        return _bracketed(
            Fence(
                opening,
                inside or Blank(span=self.here()),
                closing,
                span=self.since(start),
            )
        )

    # -- environments ---------------------------------------------------------------------------------------------

    def environment(self, name: str, start: int) -> Node | None:
        self.took("columns")
        kept, self.bar, outer, self.script = self.bar, "", self.script, False
        rows: list[list[Node]] = [[]]
        while True:
            cell = self.inside("&")
            while self.next.kind in ("}", "close") or (self.next.kind == "cmd" and self.next.text in BREAKS):
                more = self.unread("nothing opened this")
                rest = self.inside("&")
                cell = beside(cell, more) if cell else more
                cell = beside(cell, rest) if rest else cell
            rows[-1].append(cell or Blank(span=self.here()))
            if self.took("newline"):
                rows.append([])
            elif not self.took("&"):
                break
        self.took("end")
        self.bar, self.script = kept, outer
        rows = [row for row in rows if len(row) > 1 or not isinstance(row[0], Blank)] or rows[:1]  # \\\\ twice over
        if name in ("cases", "dcases", "rcases"):
            return Branches(tuple(_branch(row) for row in rows), span=self.since(start))
        kind = name if name in _MATRICES else "matrix" if name == "smallmatrix" else "array"
        return Matrix(tuple(map(tuple, rows)), kind, span=self.since(start))


def _words(token: Token, span: Span) -> Words | None:
    text = " ".join(token.text.replace("~", " ").split())
    return Words(text, span=span) if text else None


def _bracketed(fence: Fence) -> Node:
    """Brackets round a bare array are a matrix; a brace on its left only, cases."""
    match fence.inside:
        case Matrix(rows, "matrix" | "array") if (
            fence.open,
            fence.close,
        ) in _BRACKETED:
            return Matrix(rows, _BRACKETED[fence.open, fence.close], span=fence.span)
        case Matrix(rows, "array") if (fence.open, fence.close) == ("{", "."):
            return Branches(tuple(_branch(list(row)) for row in rows), span=fence.span)
    return fence


def _branch(row: list[Node]) -> tuple[Node, Node | None]:
    """A value and its condition, also where the writer forgot the ``&``."""
    if len(row) > 1:
        condition = row[1] if len(row) == 2 else fold(row[1:], [BESIDE] * (len(row) - 2))
        return row[0], None if isinstance(condition, Blank) else condition
    match row[0]:
        case Infix((value, *rest), (first, *others)) if LEVEL[first] == SEPARATOR:
            return value, fold(rest, others)
    return row[0], None
