"""What a writer could have written at a place: the symbols in scope, which of them look alike, and the writer's signs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import field, replace

from papergrad.judging.edits import Functions, run
from papergrad.notation import glyphs
from papergrad.notation.tree import Fence, Fraction, Name, Node, Numeral, Postfix, Run, Script
from papergrad.records import dataclass

FUNCTIONS: Functions = glyphs.FUNCTIONS | frozenset("σ CE".split())


PLAIN = Name("T")
TRANSPOSES = (PLAIN, Name("⊤"))


@dataclass(frozen=True)
class Vocabulary:
    """Everything as written (``Node``), without a transpose. Empty fields only mean that fewer repairs are tried."""

    kinds: Mapping[Node, Hashable] = field(default_factory=dict)  # symbol -> its shape; alike symbols may be confused
    families: Mapping[Node, int] = field(default_factory=dict)  # the h of h_k -> how many running scripts it has
    indices: tuple[Node, ...] = ()  # running subscripts in scope: i, j, t
    sizes: tuple[Node, ...] = ()  # numbers of things: N, m
    scalars: tuple[Node, ...] = ()  # λ, α: what may stand before a regulariser
    slopes: tuple[Node, ...] = ()  # slopes of the activations in scope, as this writer writes them: σ'(z), h ⊙ (1 - h)
    target: Node | None = None  # what the claim differentiates by
    functions: Functions = FUNCTIONS  # names that stand before their arguments, and what the document calls: h_θ
    activations: tuple[Node, ...] = ()  # names of elementwise functions that the document uses
    hadamard: str = "⊙"
    transpose: Node = PLAIN

    def is_number(self, node: Node) -> bool:
        """Whether a factor is made of numerals and sizes only, like ½, 2 or 1/N."""
        match node:
            case Numeral():
                return True
            case Fraction(above, below):
                return self.is_number(above) and self.is_number(below)
            case Run(items):
                return all(self.is_number(item) for item in items)
            case Fence(inside=inside):
                return self.is_number(inside)
            case _:
                return node in self.sizes

    def alike(self, symbol: Node) -> Iterator[Node]:
        """Symbols that could be confused with one: first those that share its letter and shape, then its shape, then its letter."""
        if isinstance(symbol, Script) and symbol.base in self.families:
            same = self.families[symbol.base]
            yield from (replace(symbol, base=s) for s, n in self.families.items() if n == same and s != symbol.base)
        if symbol not in self.kinds:
            return
        kind, mark = self.kinds[symbol], letter(symbol)
        others = [s for s in self.kinds if s != symbol]
        rank = {s: 2 * (self.kinds[s] == kind) + (letter(s) == mark) for s in others}
        yield from sorted((s for s in others if rank[s]), key=lambda s: -rank[s] if rank[s] != 1 else 0)

    # -- transposes -----------------------------------------------------------------------------------------------

    def split(self, node: Node) -> tuple[Node, Node | None]:
        """A node without its transpose or numeric power, and what was taken off."""
        match node:
            case Postfix(operand, "'"):
                return operand, Name("'")
            case Script(base, sub, sup, primes) if sup in TRANSPOSES or isinstance(sup, Numeral):
                return (base if sub is None and not primes else replace(node, sup=None)), sup
            case Script(sup=Run(items)) if items[-1] in TRANSPOSES:
                return replace(node, sup=run(items[:-1])), items[-1]
            case _:
                return node, None

    def hang(self, node: Node, sup: Node | None) -> Node:
        """The opposite of ``split``."""
        match node, sup:
            case _, None:
                return node
            case _, Name("'"):
                return Postfix(node, "'")
            case Script(sup=None), _:
                return replace(node, sup=sup)
            case Script(sup=old), _ if old is not None and sup in TRANSPOSES:
                return replace(node, sup=run((old, sup)))
            case ((Name() | Fence() | Numeral()), _):
                return Script(node, sup=sup)
            case _:
                return Script(Fence("(", node, ")"), sup=sup)

    def turn(self, node: Node) -> Node:
        """The transpose of a factor, in the writer's hand; the transpose of a transpose is bare."""
        core, hung = self.split(node)
        if hung is not None and not isinstance(hung, Numeral):
            return core
        return self.hang(node, self.transpose)


def unscripted(symbol: Node) -> Node:
    """A symbol without its scripts. Two with the same one differ in a script only: the W of W_1 and of W_2."""
    while isinstance(symbol, Script):
        symbol = symbol.base
    return symbol


def letter(symbol: Node) -> str:
    """The letter under all scripts and accents."""
    bare = unscripted(symbol)
    return bare.text if isinstance(bare, Name) else ""
