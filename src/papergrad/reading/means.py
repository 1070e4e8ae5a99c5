r"""Means under a bar: after ``\bar x = \frac{1}{n} \sum_i x_i`` the ȳ beside the y_i is their mean, which nobody writes down again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Name, Node
from papergrad.reading.named import key_of, symbols_in
from papergrad.reading.scope import Scope
from papergrad.reading.supposing import implied
from papergrad.reading.symbols import Written
from papergrad.reading.understood import Read

BAR = ("bar",)


def of_the_others(scope: Scope, reads: list[Read]) -> list[Read]:
    """The definitions of the means of other letters, each said as the first mean was."""
    said = next(filter(None, map(_mean, reads)), None)
    if said is None:
        return []
    letter, right = said
    found: dict[str, Read] = {}
    for one in reads:
        for name in _bars(one):
            key = key_of(name, scope.symbols) or ""
            unsaid = key and key not in scope.own and scope.definition(key) is None and key not in found
            if unsaid and name.text != letter and _counted(name.text, right, letter, reads):
                found[key] = implied(scope, one, name, _of(right, letter, name.text))
    return list(found.values())


def _mean(one: Read) -> tuple[str, Node] | None:
    """The x of ``x̄ = \\frac{1}{n} Σ_i x_i``, and the mean."""
    match one.stated.left:
        case Name(text, accents) if accents == BAR and one.role == "defines" and _sums(one.stated.right, text):
            return text, one.stated.right
    return None


def _sums(node: Node, letter: str) -> bool:
    return any(isinstance(n, Big) and n.sign == "∑" and _entries(n.body, letter) for n in tree.walk(node))


def _entries(node: Node, letter: str) -> list[Written]:
    return [w for w in symbols_in(node) if w.base == letter and len(w.slots) == 1]


def _bars(one: Read) -> Iterator[Name]:
    for side in (one.stated.left, one.stated.right):
        yield from (n for n in tree.walk(side) if isinstance(n, Name) and n.accents == BAR)


def _counted(letter: str, mean: Node, other: str, reads: list[Read]) -> bool:
    """Whether a letter stands with the place below it that the other has in its mean: the y_i beside the x_i."""
    places = {w.slots for w in _entries(mean, other)}
    return any(
        w.slots in places for one in reads for s in (one.stated.left, one.stated.right) for w in _entries(s, letter)
    )


def _of(mean: Node, letter: str, other: str) -> Node:
    """The mean of another letter."""
    if isinstance(mean, Name) and mean.text == letter and not mean.accents:
        return replace(mean, text=other)
    return tree.rebuild(mean, lambda part: _of(part, letter, other))
