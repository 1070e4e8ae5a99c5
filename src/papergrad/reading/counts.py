"""How many there are: ``ε / K`` beside ``Σ_k`` divides by the number of the k, whoever does not say so.

A capital that only divides, or whose logarithm is taken, and of which nothing else is said, counts what runs under its small
letter; a letter for numbers of things that divides 1 right before a sum, ``1/n Σ_i``, counts what the sum runs over. Sums over
that letter that have no end end there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Numeral, Run
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated, mapped

COUNTS = frozenset("nmNMKBTdDC")  # what one divides a sum by to have its mean; ``1/λ Σ_i`` is none
LETTERS = {"K": "k", "N": "n", "M": "m", "C": "c", "J": "j", "D": "d"}


def spelled_out(group: list[Stated], parent: Scope | None) -> list[Stated]:
    """The statements of a part with the ends of sums over what a capital counts."""
    sides = [side for one in group for side in (one.left, one.right)]
    places, counting = dict[str, int](), dict[str, int]()
    open_, means = set[str](), dict[str, set[str]]()
    for node in (n for side in sides for n in tree.walk(side)):
        if isinstance(node, Name) and node.text in LETTERS and not node.accents and not node.font:
            places[node.text] = places.get(node.text, 0) + 1
        for found in _counts(node):
            counting[found] = counting.get(found, 0) + 1
        if letter := _open(node):
            open_.add(letter)
        for letter, count in _averages(node):
            means.setdefault(letter, set()).add(count)
    said = {
        n.text
        for one in group
        if not one.link and one.relation in EQUAL
        for n in tree.walk(one.left)
        if isinstance(n, Name)
    }
    ends = {
        letter: Name(min(counts))
        for letter, counts in means.items()
        if len(counts) == 1 and not counts & said and (parent is None or not any(map(parent.known, counts)))
    }
    ends |= {
        LETTERS[capital]: Name(capital)
        for capital, often in counting.items()
        if often == places[capital] and LETTERS[capital] in open_ and (parent is None or not parent.known(capital))
    }

    def put(node: Node) -> Node:
        node = tree.rebuild(node, put)
        if isinstance(node, Big) and node.lower is not None and (letter := _open(node)) in ends:
            lower = Infix((Name(letter), Numeral("1")), ("=",), span=node.lower.span)
            return replace(node, lower=lower, upper=ends[letter])
        return node

    return [mapped(one, put) for one in group] if ends else group


def _open(node: Node) -> str:
    """The letter of a sum without an end: ``Σ_i``, ``Σ_{i=1}``."""
    match node:
        case Big("∑", Name(letter) | Infix((Name(letter), Numeral("1")), ("=",)), None):
            return letter
    return ""


def _averages(node: Node) -> Iterator[tuple[str, str]]:
    """The letters of sums of which the mean is taken, with what they are divided by."""
    for one, other in pairwise(node.items if isinstance(node, Run) else ()):
        match one:
            case Fraction(Numeral("1"), Name(text, accents=())) if text in COUNTS and (letter := _open(other)):
                yield letter, text


def _counts(node: Node) -> tuple[str, ...]:
    """The capitals that something is divided by here, and those whose logarithm is taken."""
    below: Node | None = None
    match node:
        case Fraction(_, below):
            pass
        case Infix((_, below), ("/",)):
            pass
        case Run((Name("log" | "ln"), Fence("(", below, ")") | (Name() as below))):
            pass
    return (below.text,) if isinstance(below, Name) and below.text in LETTERS and not below.accents else ()
