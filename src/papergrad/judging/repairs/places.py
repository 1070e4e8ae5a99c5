"""Where repairs are made: every product and every sum of a tree, and the constants they put in."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.judging.edits import Factors, Spot, Terms, factors, spots, terms
from papergrad.judging.vocabulary import Vocabulary
from papergrad.notation.glyphs import LEVEL, PRODUCT
from papergrad.notation.tree import Blank, Fraction, Infix, Name, Node, Numeral, Prefix, Run

Trees = Iterator[Node]

TWO = Numeral("2")
HALF = Fraction(Numeral("1"), TWO)
EULER = (Name("e"), Name("e", font="word"), Name("exp", font="word"))


def over(below: Node) -> Node:
    """One over something."""
    return Fraction(Numeral("1"), below)


def products(tree: Node, v: Vocabulary) -> Iterator[tuple[Spot, Factors]]:
    """Every place of a product (or of a single factor) that is not itself part of a product or behind a sign."""
    for spot in spots(tree):
        parent = spot.above[-1] if spot.above else None
        inside = isinstance(parent, Run) or (
            isinstance(parent, Infix) and any(LEVEL.get(o) == PRODUCT for o in parent.operators)
        )
        if not inside and not isinstance(spot.node, Prefix | Blank) and len(terms(spot.node).terms) == 1:
            yield spot, factors(spot.node, v.functions)


def sums(tree: Node) -> Iterator[tuple[Spot, Terms]]:
    """Every place of a sum: not behind a sign of its own."""
    for spot in spots(tree):
        if isinstance(spot.node, Infix) and len((parts := terms(spot.node)).terms) > 1:
            yield spot, parts
