"""Definitions for every number of a label: ``Let δ_i = ∂E/∂z_i`` where z_1, z_2 and z_3 are three things.

A letter that labels is no index: what it labels may differ in shape, and the sentence is a definition for each number of
which the right side speaks.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Name, Node, Numeral, Script
from papergrad.phrasebook import sums
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import Written, apart, text_of

LABELS = frozenset("ijklmnt")


def instances(group: list[Stated], parent: Scope | None) -> tuple[list[Stated], frozenset[int]]:
    """The statements with a definition for each number in the place of one for a letter, and which of them were made so."""
    defined = _numbered(group, parent)
    found: list[Stated] = []
    made: set[int] = set()
    for one in group:
        several = _several(one, defined)
        if not several:
            found.append(one)
            continue
        found.append(several[0])
        for other in several[1:]:
            made.add(id(other))
            found.append(other)
    return found, frozenset(made)


def _several(one: Stated, defined: dict[str, set[str]]) -> list[Stated]:
    """A definition with a letter at each number for which all that carries the letter on the right side is known."""
    letter = _label(apart(one.left))
    if letter is None or one.relation not in EQUAL or one.link != 0 or one.conditions:
        return []
    carried = [
        written for node in tree.walk(one.right) if (written := apart(node)) is not None and _label(written) == letter
    ]
    if not carried or any(letter in _bound(node) for node in tree.walk(one.right)):
        return []
    if any(isinstance(node, Name) and node.text == letter for node in _bare(one.right)):
        return []
    numbers = set.intersection(*(defined.get(written.base, set()) for written in carried))
    if len(numbers) < 2:
        return []
    return [_at(one, letter, number) for number in sorted(numbers, key=int)]


def _label(written: Written | None) -> str | None:
    """The letter of a symbol with nothing but one letter below it."""
    if (
        written is None
        or len(written.slots) != 1
        or written.slots[0].place != "sub"
        or written.power is not None
        or written.primes
    ):
        return None
    item = written.slots[0].item
    return item.text if isinstance(item, Name) and item.text in LABELS and not item.accents else None


def _bound(node: Node) -> set[str]:
    whole = sums.read(node) if isinstance(node, Big) else None
    return {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()


def _bare(node: Node) -> list[Node]:
    """The parts of an expression outside of scripts of symbols."""
    if isinstance(node, Script) and _label(apart(node)) is not None:
        return []
    return [node, *(found for part in tree.children(node) for found in _bare(part))]


def _at(one: Stated, letter: str, number: str) -> Stated:
    def put(node: Node) -> Node:
        if isinstance(node, Script) and _label(apart(node)) == letter:
            return replace(node, sub=Numeral(number, span=node.sub.span if node.sub is not None else node.span))
        return tree.rebuild(node, put)

    return replace(one, left=put(one.left), right=put(one.right), head=put(one.head))


def _numbered(group: list[Stated], parent: Scope | None) -> dict[str, set[str]]:
    """What is defined number by number, ``z_1 = …`` and ``z_2 = …``, here or before."""
    symbols = [one.left for one in group if one.relation in EQUAL and one.link == 0]
    while parent is not None:
        symbols += [parent.names[key] for key in parent.definitions if key in parent.names]
        parent = parent.parent
    found: dict[str, set[str]] = {}
    for written in map(apart, symbols):
        if (
            written is not None
            and len(written.slots) == 1
            and written.slots[0].place == "sub"
            and text_of(written.slots[0].item).isdigit()
        ):
            found.setdefault(written.base, set()).add(text_of(written.slots[0].item))
    return found
