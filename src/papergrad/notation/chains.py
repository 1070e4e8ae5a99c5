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

from abc import ABC, abstractmethod
from dataclasses import replace

from papergrad.notation.cursor import END, Cursor, beside, fold
from papergrad.notation.glyphs import (
    BESIDE,
    BIG,
    LEVEL,
    LIMITS,
    MID,
    PRODUCT,
    RELATION,
    SEPARATOR,
    SIGNS,
    WIDE,
)
from papergrad.notation.lexer import Token
from papergrad.notation.tree import (
    Big,
    Blank,
    Fence,
    Infix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Run,
    Script,
    Words,
)
from papergrad.source import Span

STARTS = frozenset(
    "num name word big open { cmd accent font switch root hole begin unknown text quantifier bar prime ^ _ bang".split()
)
_AHEAD = 1_000  # how many signs a bar looks ahead
_SCRIPT = 20  # and a bracket in a script
_INDICES = frozenset("ijklmnpqrst")  # letters of which several may stand below a sum
_WEAK = {WIDE: 0, ".": 1, ",": 2, ";": 2, "⇒": 3, "⇔": 3, "⇐": 3, "∴": 3, "∵": 3}


class Chains(Cursor, ABC):
    """Chains of operators, what stands side by side, and what hangs on it. What an atom is, a dialect says."""

    @abstractmethod
    def atom(self) -> Node | None:
        """One thing without its scripts; None where something was only skipped."""

    @abstractmethod
    def group(self) -> Node | None:
        """What stands in braces; None if that is nothing."""

    @abstractmethod
    def symbol(self, token: Token) -> bool:
        """Whether a token of words is a symbol after all."""

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

    def chain(self, level: int) -> Node | None:
        """Operands with operators that bind at least as tightly as ``level``; None if there is nothing here."""
        self.deeper()
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
            or token.kind not in STARTS
            or self.closes(token)
            or (token.kind == "cmd" and token.text in BREAKS)
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
                beside(
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
        before = self.tokens[self.at - 1] if self.at else END
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else END
        first = before.kind in ("{", "open", "bar", "end of text", "^", "_")
        last = after.kind in ("}", "close", "bar") or (after.kind == "op" and after.text == ",")
        colon = token.text == ":" and (last or after is END) and (first or before.text == ",")
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
            if token.kind not in STARTS:
                if self.script and items and token.kind == "op" and self.hangs():
                    self.at += 1
                    items.append(Name(token.text, span=Span(token.start, token.end)))
                    continue
                break
            if token.kind == "quantifier" or (token.kind == "cmd" and token.text in BREAKS):
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
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else END
        before = self.tokens[self.at - 1] if self.at else END
        return after.kind in ("}", "close") and before.kind in ("{", "open", "^", "_")

    def hangs(self) -> bool:
        """Whether the next sign is the last in a script: the dot of ``W_{j·}``, the plus of ``x^{t+}``."""
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else END
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
            self.counted.clear()
            return False
        if not items:
            return True
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else END
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
        """How many bars stand in the rest of this bracket, this one included. One look ahead counts for all of them."""
        if (self.at, text) not in self.counted:
            found = self.bars_ahead(text)
            self.counted |= {(place, text): len(found) - k for k, place in enumerate(found)}
        return self.counted.get((self.at, text), 0)

    def bars_ahead(self, text: str) -> list[int]:
        depth, found = 0, []
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
                before = self.tokens[k - 1] if k else END
                if not (before.kind == "cmd" and before.text in ("left", "right")):
                    found.append(k)
            elif kind in ("&", "newline") and not depth:
                break
        return found

    # -- one thing with what hangs on it --------------------------------------------------------------------------

    def item(self) -> Node | None:
        start = self.at
        base = self.atom() if self.next.kind in STARTS else None
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
                below = self.script_argument()
                if sub is not None:
                    self.deeper()
                sub = below if sub is None else fold([sub, below], [","])
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
        sub, sup = (None if isinstance(part, Blank) else part for part in (sub, sup))  # x_{}
        if isinstance(base, Name) and not base.accents and base.text in BIG:
            return Big(base.text, _apart(sub), sup, self.body(), span=self.since(start))
        if sub is None and sup is None and not primes:
            return base
        if isinstance(base, Name) and base.text in LIMITS and sub is not None:
            return Big(base.text, _apart(sub), sup, self.body(), span=self.since(start))
        if isinstance(base, Script) and base.sup is None and (base.sub is None or sub is None):  # {W_1}^T
            return Script(base.base, base.sub or sub, sup, base.primes + primes, span=span)
        if isinstance(base, Run) and all(isinstance(item, Name) for item in base.items):  # {AA}^T is set as A A^T
            *before, last = base.items
            return replace(base, items=(*before, Script(last, sub, sup, primes, span=last.span | span)), span=span)
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
            self.counted.clear()
        return count

    def script_argument(self) -> Node:
        self.angles()
        outer, self.script = self.script, True
        found = self.argument()
        self.script = outer
        return found

    def angles(self) -> None:
        """``x^{<t>}``: signs of order round the whole of a script, or after other brackets in it, are brackets."""
        if self.next.kind != "{":
            return
        opened, depth = -1, 0
        for at in range(self.at + 1, min(self.at + _SCRIPT, len(self.tokens))):
            token, before = self.tokens[at], self.tokens[at - 1]
            if token.kind == "{" or (token.kind == "open" and opened < 0):
                depth += 1
            elif token.kind == "}" and not depth:
                return
            elif token.kind == "}" or (token.kind == "close" and opened < 0):
                depth -= 1
            elif (
                (token.kind, token.text) == ("op", "<") and not depth and (before.kind == "close" or at == self.at + 1)
            ):
                opened = at
            elif (token.kind, token.text) == ("op", ">") and opened > 0 and not depth:
                self.tokens[opened] = self.tokens[opened]._replace(kind="open", text="⟨")
                self.tokens[at] = token._replace(kind="close", text="⟩")
                opened = -1

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
            token.kind in STARTS
            and token.kind not in ("^", "_", "bar")
            and not (token.kind == "cmd" and token.text in BREAKS)
        ):
            return self.atom() or Blank(span=span)
        return Blank(span=self.here())


BREAKS = frozenset({"right", "over", "choose", "atop"})
_LONE_LAST = frozenset("+-*⋆·∘×")


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


def _apart(below: Node | None) -> Node | None:
    """What stands below a sign, with commas between letters that stand side by side: ``∑_{ij}`` runs over i and over j."""
    match below:
        case Run(items) if len(set(items)) == len(items) and all(
            isinstance(item, Name) and item.text in _INDICES for item in items
        ):
            return Infix(items, (",",) * (len(items) - 1), span=below.span)
        case Infix((Run() as letters, first), ("=",)) if isinstance(several := _apart(letters), Infix):
            *others, last = several.operands
            return replace(several, operands=(*others, Infix((last, first), ("=",), span=below.span)))
    return below
