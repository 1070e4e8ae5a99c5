"""Tokens into trees: one precedence parser for every dialect that has been lexed.

How things are read, where there is a choice:

- A chain is flat: ``a = b = c`` is one ``Infix``, and so is ``a, b; c``. ``SEPARATOR`` signs (comma, semicolon, ``⇒``, a wide
  space, or nothing where words meet mathematics) bind looser than relations, so a row with several statements is one ``Infix``
  whose operands are the statements. Of a comma and a wide space, or a wide space and an arrow, in a row the stronger is kept.
- A sign before a term takes the whole product after it, a big operator likewise: up to the next ``+``, ``-``, relation or separator.
- A missing operand is ``Blank``. A single sign in a script, or with nothing beside it there, is a ``Name``: ``W_{j·}``, ``x^*``.
- ``|`` opens where an operand is due. Elsewhere it closes the bar that is open; else, with a subscript, it is an evaluation bar;
  else, if an odd number is left in this bracket, it separates: ``p(a|b)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papergrad.notation.glyphs import (
    BESIDE,
    BIG,
    COLON,
    LEVEL,
    LIMITS,
    MID,
    PRODUCT,
    PROSE,
    FUNCTIONS,
    QUANTIFIERS,
    RELATION,
    SEPARATOR,
    SIGNS,
    SUM,
    WIDE,
)
from papergrad.notation.lexer import Token
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
from papergrad.source import LimitError, Span

_AHEAD = 400  # how many signs a bar looks ahead for its partner
NESTING = 100  # deeper than anybody writes, shallow enough for every recursive pass over a tree

_END = Token("end of text", "", 0, 0)
_STARTS = frozenset(
    "num name word big open { cmd accent font switch root hole begin unknown text quantifier bar prime ^ _ bang".split()
)
_WEAK = {WIDE: 0, ".": 1, ",": 2, ";": 2, "⇒": 3, "⇔": 3, "⇐": 3, "∴": 3, "∵": 3}
_MATRICES = {"matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "array"}
_BRACKETED = {
    ("(", ")"): "pmatrix",
    ("[", "]"): "bmatrix",
    ("|", "|"): "vmatrix",
    ("{", "}"): "Bmatrix",
    ("‖", "‖"): "Vmatrix",
}


class Parser:
    """Reads one row of tokens. Never raises but ``LimitError``: what cannot be read becomes ``Unread``."""

    def __init__(self, tokens: Sequence[Token], text: str):
        self.tokens, self.text, self.at = list(tokens), text, 0
        self.depth = 0
        self.bar = ""  # the bar that is open in the innermost bracket
        self.font = ""
        self.script = False

    # -- tokens ---------------------------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

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
        place = token.start if token is not _END else self.tokens[-1].end if self.tokens else 0
        return Span(place, place)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > NESTING:
            raise LimitError(f"nested more than {NESTING} deep", self.here(), "give parts of it names", "PG901")

    # -- chains ---------------------------------------------------------------------------------------------------

    def all(self) -> Node | None:
        """Everything up to the end, whatever stands in the way."""
        operands: list[Node] = []
        while self.at < len(self.tokens):
            before = self.at
            found = self.chain(MID)
            if found is not None:
                operands.append(found)
            if self.at < len(self.tokens):
                operands.append(
                    self.unread("nothing opened this")
                    if self.at == before or self.next.kind != "op"
                    else self.unread("out of place")
                )
        flat = [item for node in operands for item in ([node] if not isinstance(node, Run) else node.items)]
        if len(operands) < 2:
            return operands[0] if operands else None
        return Run(tuple(flat), span=operands[0].span | operands[-1].span)

    def unread(self, reason: str) -> Unread:
        token = self.take()
        return Unread(
            self.text[token.start : token.end] or token.text,
            reason,
            span=Span(token.start, token.end),
        )

    def chain(self, level: int) -> Node | None:
        """Operands with operators that bind at least as tightly as ``level``; None if there is nothing here."""
        self.depth += 1
        if self.depth > NESTING:
            raise LimitError(
                f"nested more than {NESTING} deep",
                self.here(),
                "give parts of it names",
                "PG901",
            )
        operands: list[Node] = []
        operators: list[str] = []
        while level <= SEPARATOR and self.took("op", WIDE):
            pass
        ended = True  # nothing was read after the last operator
        while True:
            operand = self.run(bool(operators) and LEVEL[operators[-1]] == PRODUCT)
            ended = operand is None
            if operand is None and not operators and not self.operator(level):
                self.depth -= 1
                return None
            prose = isinstance(operand, Words) and self.tokens[self.at - 1].kind == "text"
            operands.append(operand if operand is not None else self.lone() or Blank(span=self.here()))
            if isinstance(operands[-1], Name) and operand is None:
                ended = False
            token = self.next
            if prose and level <= SEPARATOR and token.kind == "op" and token.text in SIGNS:
                operators.append(BESIDE)
            elif self.operator(level):
                self.at += 1
                operators.append(self.separator(token.text) if LEVEL[token.text] == SEPARATOR else token.text)
            elif level <= SEPARATOR and self.meets(operand):
                operators.append(BESIDE)
            else:
                break
        self.depth -= 1
        return self.finished(operands, operators, level, ended)

    def meets(self, operand: Node | None) -> bool:
        """Whether words, or a quantified variable, end here and something else begins without a sign between."""
        token = self.next
        if (
            operand is None
            or token.kind not in _STARTS
            or self.closes(token)
            or (token.kind == "cmd" and token.text in _BREAKS)
        ):
            return False
        return (
            token.kind in ("text", "quantifier")
            or isinstance(operand, Words)
            or (isinstance(operand, Prefix) and operand.sign not in SIGNS)
        )

    def finished(self, operands: list[Node], operators: list[str], level: int, ended: bool) -> Node | None:
        """Drops what punctuation is left at the end and folds the rest."""
        if ended and level == MID and operators and not (self.script and operators[-1] == ":"):
            while operators and operators[-1] in (",", ";", ".", ":", WIDE) and isinstance(operands[-1], Blank):
                operators.pop(), operands.pop()
            if not operators and isinstance(operands[0], Blank):
                return None
        elif ended and self.script and operators and operators[-1] in (":", *_LONE_LAST):
            token = self.tokens[self.at - 1]
            operands[-2:] = [
                _beside(
                    operands[-2],
                    Name(operators.pop(), span=Span(token.start, token.end)),
                )
            ]
        if len(operands) == 1:
            return operands[0]
        return fold(operands, operators)

    def operator(self, level: int) -> bool:
        token = self.next
        return token.kind == "op" and LEVEL[token.text] >= level

    def lone(self) -> Name | None:
        """A sign that stands for itself: alone in its brackets, or first or last in a script."""
        token = self.next
        if token.kind != "op" or token.text in (",", ";", WIDE, BESIDE):
            return None
        before = self.tokens[self.at - 1] if self.at else _END
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else _END
        first = before.kind in ("{", "open", "bar", "end of text", "^", "_")
        last = after.kind in ("}", "close", "bar") or (after.kind == "op" and after.text == ",")
        colon = token.text == ":" and (last or after is _END) and (first or before.text == ",")
        if not colon and not (first and last and before.kind != "end of text"):
            return None
        self.at += 1
        return Name(token.text, span=Span(token.start, token.end))

    def separator(self, text: str) -> str:
        """The strongest of several separators in a row."""
        while (
            self.next.kind == "op"
            and self.next.text in _WEAK
            and text in _WEAK
            and (WIDE in (text, self.next.text) or _WEAK[text] != _WEAK[self.next.text])
        ):
            other = self.take().text
            text = other if _WEAK[other] > _WEAK[text] else text
        return text

    # -- side by side ---------------------------------------------------------------------------------------------

    def closes(self, token: Token) -> bool:
        return token.kind == "bar" and self.bar == token.text

    def run(self, tight: bool) -> Node | None:
        """Things side by side, or a signed term. ``tight``: after a product sign a sign takes only what is side by side."""
        token = self.next
        if token.kind == "op" and token.text in SIGNS and not self.is_lone_sign():
            start = self.at
            self.at += 1
            self.deeper()
            operand = self.run(True) if tight else self.chain(PRODUCT)
            self.depth -= 1
            return Prefix(token.text, operand or Blank(span=self.here()), span=self.since(start))
        if token.kind == "quantifier":
            start = self.at
            self.at += 1
            operand = self.item() if token.text == "¬" else self.chain(RELATION)
            return Prefix(token.text, operand or Blank(span=self.here()), span=self.since(start))
        items: list[Node] = []
        while True:
            token = self.next
            if token.kind not in _STARTS:
                if self.script and items and token.kind == "op" and self.hangs():
                    self.at += 1
                    items.append(Name(token.text, span=Span(token.start, token.end)))
                    continue
                break
            if token.kind == "quantifier" or (token.kind == "cmd" and token.text in _BREAKS):
                break
            if token.kind == "bar" and not self.opens(items):
                break
            if token.kind == "text" and items and not self.symbol(token):
                break
            item = self.item()
            if item is None or (items and isinstance(item, Blank)):
                continue
            if isinstance(item, Words) and self.tokens[self.at - 1].kind == "text":
                return item
            items.append(item)
        items = _named(items)
        if len(items) < 2:
            return items[0] if items else None
        return Run(tuple(items), span=items[0].span | items[-1].span)

    def is_lone_sign(self) -> bool:
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else _END
        before = self.tokens[self.at - 1] if self.at else _END
        return after.kind in ("}", "close") and before.kind in ("{", "open", "^", "_")

    def hangs(self) -> bool:
        """Whether the next sign is the last in a script: the dot of ``W_{j·}``, the plus of ``x^{t+}``."""
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else _END
        return after.kind == "}" and self.next.text in _LONE_LAST

    def opens(self, items: list[Node]) -> bool:
        """Whether a bar opens here. Rewrites it where it is something else."""
        token = self.next
        if self.bar == token.text:
            return False
        if token.text == "‖" and self.bar == "|":  # |a||b| was lexed as a norm sign
            middle = (token.start + token.end) // 2
            halves = [Token("bar", "|", token.start, middle), Token("bar", "|", middle, token.end)]
            self.tokens[self.at : self.at + 1] = halves
            return False
        if not items:
            return True
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else _END
        if after.kind == "_" and token.text == "|":
            self.at += 1
            inside = items[0] if len(items) == 1 else Run(tuple(items), span=items[0].span | items[-1].span)
            fence = Fence(".", inside, "|", span=inside.span | Span(token.start, token.end))
            items[:] = [self.scripts(fence, self.at)]
            return self.next.kind == "bar" and self.opens(items)
        if self.bars_left(token.text) % 2:
            self.tokens[self.at] = Token("op", "∣" if token.text == "|" else "∥", token.start, token.end)
            return False
        return True

    def bars_left(self, text: str) -> int:
        """How many bars stand in the rest of this bracket."""
        depth, count = 0, 0
        for k in range(self.at, min(self.at + _AHEAD, len(self.tokens))):
            token = self.tokens[k]
            kind = token.kind
            if kind in ("{", "open", "begin") or (kind == "cmd" and token.text == "left"):
                depth += 1
            elif kind in ("}", "close", "end") or (kind == "cmd" and token.text == "right"):
                depth -= 1
                if depth < 0:
                    break
            elif kind == "bar" and not depth and token.text == text:
                before = self.tokens[k - 1] if k else _END
                count += not (before.kind == "cmd" and before.text in ("left", "right"))
            elif kind in ("&", "newline") and not depth:
                break
        return count

    # -- one thing with what hangs on it --------------------------------------------------------------------------

    def item(self) -> Node | None:
        start = self.at
        base = self.atom() if self.next.kind in _STARTS else None
        if base is None:
            return None
        if isinstance(base, Words) and self.tokens[self.at - 1].kind == "text":
            return base
        return self.scripts(base, start)

    def scripts(self, base: Node, start: int) -> Node:
        sub: Node | None = None
        sup: Node | None = None
        primes = 0
        depth = self.depth
        while True:
            token = self.next
            if token.kind == "_":
                self.at += 1
                found = self.script_argument()
                if sub is not None:
                    self.deeper()
                sub = found if sub is None else fold([sub, found], [","])
            elif token.kind == "^":
                self.at += 1
                primes += self.primes()
                found = self.script_argument() if self.tokens[self.at - 1].kind in "^{" or not primes else None
                if found is not None and isinstance(found, Blank) and primes:
                    continue
                if found is not None and sup is not None:
                    self.deeper()
                    base = Script(base, sub, sup, primes, span=self.since(start))
                    sub, sup, primes = None, found, 0
                elif found is not None:
                    sup = found
            elif token.kind == "prime":
                self.at += 1
                primes += len(token.text)
            elif token.kind == "bang" and not isinstance(base, Blank):
                self.at += 1
                self.deeper()
                base = Postfix(
                    self.hung(base, sub, sup, primes, start),
                    "!",
                    span=self.since(start),
                )
                sub, sup, primes = None, None, 0
            else:
                break
        self.depth = depth
        return self.hung(base, sub, sup, primes, start)

    def hung(self, base: Node, sub: Node | None, sup: Node | None, primes: int, start: int) -> Node:
        span = self.since(start)
        if isinstance(base, Name) and not base.accents and base.text in BIG:
            return Big(base.text, sub, sup, self.body(), span=self.since(start))
        if sub is None and sup is None and not primes:
            return base
        if isinstance(base, Name) and base.text in LIMITS and sub is not None:
            return Big(base.text, sub, sup, self.body(), span=self.since(start))
        if isinstance(base, Script) and base.sup is None and (base.sub is None or sub is None):  # {W_1}^T
            return Script(base.base, base.sub or sub, sup, base.primes + primes, span=span)
        return Script(base, sub, sup, primes, span=span)

    def body(self) -> Node:
        return self.chain(PRODUCT) or Blank(span=self.here())

    def primes(self) -> int:
        r"""Primes written as a superscript: ``^\prime``, ``^{\prime}``, ``^{'T}``."""
        count = 0
        if self.next.kind == "prime":
            while self.next.kind == "prime":
                count += len(self.take().text)
            return count
        ahead = self.at + 1
        while self.next.kind == "{" and ahead < len(self.tokens) and self.tokens[ahead].kind == "prime":
            count += len(self.tokens[ahead].text)
            ahead += 1
        if not count:
            return 0
        if ahead < len(self.tokens) and self.tokens[ahead].kind == "}":
            self.at = ahead + 1
        else:
            del self.tokens[self.at + 1 : ahead]
        return count

    def script_argument(self) -> Node:
        outer, self.script = self.script, True
        found = self.argument()
        self.script = outer
        return found

    def argument(self) -> Node:
        """One argument as TeX takes it: a group in braces, or the next sign alone."""
        self.deeper()
        found = self.taken()
        self.depth -= 1
        return found

    def taken(self) -> Node:
        token = self.next
        if token.kind == "{":
            return self.group() or Blank(span=self.since(self.at - 1))
        span = Span(token.start, token.end)
        if token.kind == "num" and len(token.text) > 1 and token.text.isdigit():
            rest = token._replace(text=token.text[1:], start=min(token.start + 1, token.end))
            self.tokens[self.at] = rest
            return Numeral(token.text[0], span=Span(token.start, rest.start))
        if token.kind == "op" and token.text not in (WIDE, ",", ";"):
            self.at += 1
            return Name(token.text, span=span)
        if token.kind in ("bar", "bang", "hole", "prime") and not self.closes(token):
            return self.atom() or Blank(span=span)
        if (
            token.kind in _STARTS
            and token.kind not in ("^", "_", "bar")
            and not (token.kind == "cmd" and token.text in _BREAKS)
        ):
            return self.atom() or Blank(span=span)
        return Blank(span=self.here())

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
                return self.unread("an unknown command" if token.text.startswith("\\") else "an unknown sign")

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
            alone = self.next.kind in ("^", "_", "op") or self.next.kind not in _STARTS
            return Blank(span=self.since(start)) if alone else None
        return inside

    def inside(self, close: str) -> Node | None:
        """Everything up to a closing token (which is left), stray operators and all."""
        found = self.chain(MID)
        while self.next is not _END and self.next.kind != close and not self.stops():
            more = self.unread("nothing opened this")
            rest = self.chain(MID)
            for node in (more, rest):
                found = node if found is None else found if node is None else _beside(found, node)
        return found

    def stops(self) -> bool:
        token = self.next
        return token.kind in ("}", "close", "end", "&", "newline") or (token.kind == "cmd" and token.text in _BREAKS)

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
                return _beside(Script(Blank(), sub, sup, span=self.since(start)), self.argument())
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
            inside = more if inside is None else _beside(inside, more)
            rest = self.inside("right")
            inside = inside if rest is None else _beside(inside, rest)
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
            while self.next.kind in ("}", "close") or (self.next.kind == "cmd" and self.next.text in _BREAKS):
                more = self.unread("nothing opened this")
                rest = self.inside("&")
                cell = _beside(cell, more) if cell else more
                cell = _beside(cell, rest) if rest else cell
            rows[-1].append(cell or Blank(span=self.here()))
            if self.took("newline"):
                rows.append([])
            elif not self.took("&"):
                break
        self.took("end")
        self.bar, self.script = kept, outer
        if len(rows) > 1 and len(rows[-1]) == 1 and isinstance(rows[-1][0], Blank):
            rows.pop()
        if name in ("cases", "dcases", "rcases"):
            return Branches(tuple(_branch(row) for row in rows), span=self.since(start))
        kind = name if name in _MATRICES else "matrix" if name == "smallmatrix" else "array"
        return Matrix(tuple(map(tuple, rows)), kind, span=self.since(start))


_BREAKS = frozenset({"right", "over", "choose", "atop"})
_LONE_LAST = frozenset("+-*⋆·∘×")


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


def _beside(one: Node, other: Node) -> Run:
    left = one.items if isinstance(one, Run) else (one,)
    right = other.items if isinstance(other, Run) else (other,)
    return Run((*left, *right), span=one.span | other.span)


def _named(items: list[Node]) -> list[Node]:
    """``arg max`` is one name."""
    out: list[Node] = []
    for item in items:
        previous = out[-1] if out else None
        if isinstance(previous, Name) and previous.text == "arg":
            match item:
                case Name("max" | "min" as which):
                    out[-1] = Name("arg" + which, font="word", span=previous.span | item.span)
                    continue
                case Big("max" | "min" as which):
                    out[-1] = replace(item, sign="arg" + which, span=previous.span | item.span)
                    continue
        out.append(item)
    return out


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


__all__ = ["COLON", "NESTING", "QUANTIFIERS", "SUM", "Parser", "fold"]
