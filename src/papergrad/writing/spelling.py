"""How symbols, subscripts and running letters are written in one writer's hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from papergrad.algebra.nodes import Affine, At, Delta, Entry, Expr, Index, Lookup, Position, blocks
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import children, free, subscripts
from papergrad.notation.glyphs import GREEK
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook.trees import beside, listed

ACCENTS = ("hat", "tilde", "bar", "vec")
COMMANDS = {command: glyph for glyph, command in GREEK.items()}
ALWAYS = ("sub", "sup", "(sup)", "[sup]", "⟨sup⟩", "[]")


def spelling(symbol: str, style: Style) -> Spelling:
    """How a symbol is written: as the writer does, or read off its own letters: ``W1``, ``h_2``, ``yhat``, ``delta``."""
    found = style.spelled.get(symbol)
    if found is not None:
        return found
    name, mark, of = symbol.partition("%")
    if mark:  # an error signal: δ of what it belongs to
        return _signal(name, spelling(of, style))
    return _plain(symbol)


@lru_cache(maxsize=4096)
def _plain(symbol: str) -> Spelling:
    return Spelling(_name(symbol))


def _signal(name: str, of: Spelling) -> Spelling:
    """``δ_2`` for the signal of ``z_2``, ``δ_h`` for that of ``h``."""
    match of.name:
        case Script(_, sub, None, 0) if sub is not None:
            return Spelling(Script(Name(name), sub), of.places, of.row)
        case Script(_, None, sup, 0) if sup is not None:
            return Spelling(Script(Name(name), None, sup), of.places, of.row)
        case _:
            return Spelling(Script(Name(name), of.name), of.places, of.row)


@lru_cache(maxsize=4096)
def _name(symbol: str) -> Node:
    numbered = re.fullmatch(r"(\D+?)_?(\d+)", symbol)
    if numbered:
        return Script(_name(numbered[1]), Numeral(numbered[2]))
    base, mark, below = symbol.partition("_")
    if mark and base and below:
        return Script(_name(base), _name(below))
    for accent in ACCENTS:
        if symbol.endswith(accent) and len(symbol) > len(accent):
            inner = _name(symbol[: -len(accent)])
            if isinstance(inner, Name):
                return Name(inner.text, (*inner.accents, accent), inner.font)
    text = COMMANDS.get(symbol, symbol)
    return Name(text, font="word" if len(text) > 1 else "")


# -- running letters ----------------------------------------------------------------------------------------------


def always_written(e: Expr, style: Style) -> frozenset[Index]:
    """The indices that stand in scripts even where matrices are written: samples, steps, shifted and looked-up places."""
    found: set[Index] = set()
    waiting, seen = [e], set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        places = spelling(node.symbol, style).places if isinstance(node, Entry) else ()
        for n, at in enumerate(subscripts(node)):
            if isinstance(node, Delta) and blocks(at) is not None:
                continue  # a place in a Kronecker product
            if not isinstance(at, Index) or (n < len(places) and places[n] in ALWAYS) or isinstance(node, Position):
                found |= _indices(at)
        waiting += children(node)
    return frozenset(found)


def _indices(at: At) -> set[Index]:
    match at:
        case Index():
            return {at}
        case Affine(terms):
            return set().union(*(_indices(inner) for inner, _ in terms))
        case Lookup(_, inside):
            return set().union(*map(_indices, inside))


class Letters:
    """Letters for indices, each index its own: the writer's name where it is free, else the next good one."""

    def __init__(self, style: Style, taken: Iterable[str] = ()):
        self.style, self.taken = style, set(taken)
        self.known: dict[Index, Node] = {}

    def __getitem__(self, index: Index) -> Node:
        if index not in self.known:
            self.known[index] = Name(self._letter(index))
        return self.known[index]

    def order(self, index: Index) -> tuple[int, str]:
        """Where an index stands among those that have a letter: those met first come first."""
        known = list(self.known)
        return (known.index(index) if index in self.known else len(known)), index.name

    def _letter(self, index: Index) -> str:
        stem: str = str(index.name).split("%")[0]
        used = {node.text for node in self.known.values() if isinstance(node, Name)} | self.taken
        wish: list[str] = [stem] if len(stem) == 1 and not (stem in "k" and "%" in index.name) else []
        letters: tuple[str, ...] = (*wish, *self.style.indices, *"pqrsuvwabcdefgh")
        return next((letter for letter in letters if letter not in used), stem)


def subscript(at: At, letters: Letters) -> Node:
    """A subscript, counted from 1."""
    match at:
        case Index():
            return letters[at]
        case Lookup(symbol, inside):
            name = spelling(symbol, letters.style).name
            return scripted(name, tuple(subscript(a, letters) for a in inside)) if inside else name
        case Affine(terms, offset):
            return _affine(terms, offset, letters)


def _affine(terms: tuple[tuple[Index | Lookup, int | Size], ...], offset: Size, letters: Letters) -> Node:
    # positions count from 0 inside and from 1 on paper: s i + k + c becomes s (i - 1) + (k - 1) + c + 1
    shown: list[tuple[int, Node]] = []
    constant = offset + 1
    for inner, weight in sorted(terms, key=lambda term: isinstance(term[1], int)):
        node = subscript(inner, letters)
        if isinstance(weight, Size):  # in blocks of q: q (j - 1) + l
            block = weight if weight.never_negative else -weight
            before = Fence("(", Infix((node, Numeral("1")), ("-",)), ")")
            shown.append((1 if block is weight else -1, beside(size_node(block)[0], before)))
            continue
        constant = constant - weight
        shown.append((1 if weight > 0 else -1, node if abs(weight) == 1 else Run((Numeral(str(abs(weight))), node))))
    shown.sort(key=lambda term: -term[0])
    if constant.terms or not shown:
        shown += _size_terms(constant)
    first = shown[0][1] if shown[0][0] > 0 else Prefix("-", shown[0][1])
    if len(shown) == 1:
        return first
    return Infix((first, *(n for _, n in shown[1:])), tuple("+" if s > 0 else "-" for s, _ in shown[1:]))


def _size_terms(size: Size) -> list[tuple[int, Node]]:
    found: list[tuple[int, Node]] = []
    for monomial, weight in reversed(size.terms):
        letters = [node for name, times in monomial for node in (_length(name),) * times]
        number = abs(weight)
        parts = ([] if number.numerator == 1 and letters else [Numeral(str(number.numerator))]) + letters
        node = beside(*parts)
        if number.denominator != 1:
            node = Fraction(node, Numeral(str(number.denominator)))
        found.append((1 if weight > 0 else -1, node))
    return found or [(1, Numeral("0"))]


def _length(name: str) -> Node:
    """A length; one that has no name is that of a symbol: ``n_x``, and for a matrix ``m_A`` rows and ``n_A`` columns."""
    if not name.startswith("#"):
        return _name(name)
    symbol, mark, axis = name[1:].partition(".")
    return Script(Name("m" if mark and axis.startswith("1") else "n"), _name(symbol))


def size_node(size: Size) -> tuple[Node, bool]:
    """A size as written, and whether it is a sum."""
    shown = _size_terms(size)
    first = shown[0][1] if shown[0][0] > 0 else Prefix("-", shown[0][1])
    if len(shown) == 1:
        return first, shown[0][0] < 0
    return Infix((first, *(n for _, n in shown[1:])), tuple("+" if s > 0 else "-" for s, _ in shown[1:])), True


def scripted(name: Node, below: tuple[Node, ...]) -> Node:
    """A name with subscripts after those it has."""
    if not below:
        return name
    short = all(isinstance(node, Name | Numeral) and len(node.text) == 1 for node in below)
    if isinstance(name, Script) and name.sub is not None:
        return Script(name.base, listed((name.sub, *below)), name.sup, name.primes)
    sub = beside(*below) if short else listed(below)
    if isinstance(name, Script):
        return Script(name.base, sub, name.sup, name.primes)
    return Script(name, sub)


def entry(symbol: str, at: tuple[At, ...], letters: Letters, entries: bool = True) -> Node:
    """An entry with all its scripts, or (without ``entries``) with those that are always written."""
    how = spelling(symbol, letters.style)
    below: list[Node] = []
    above: list[Node] = []
    for n, a in enumerate(at):
        place = how.places[n] if n < len(how.places) else "entry"
        if place == "entry":
            if entries:
                below.append(subscript(a, letters))
        elif place == "sub":
            below.append(subscript(a, letters))
        elif place == "sup":
            above.append(subscript(a, letters))
        else:
            above.append(Fence(place[0], subscript(a, letters), place[-1]))
    node = how.name
    if above:
        base = node if isinstance(node, Script) else Script(node)
        sup = beside(*above) if base.sup is None else beside(base.sup, *above)
        node = Script(base.base, base.sub, sup, base.primes)
    return scripted(node, tuple(below))


def open_letters(e: Expr, axes: tuple[Index, ...], letters: Letters) -> None:
    """Give the free indices their letters first, so that they get the best ones."""
    for index in axes:
        if index in free(e):
            letters[index]
