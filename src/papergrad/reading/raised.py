"""Layers that are numbered where powers stand: ``Z^1 = X W^1 + b^1``, ``Z^2 = A^1 W^2 + b^2``.

Nobody writes a first power. Where a document says what is called Z^1 and what is called Z^2, the numbers on these letters, and on
all that have a 1 there, are labels: names, and no numerals.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Accented, Name, Node, Numeral, Script
from papergrad.reading.statements import EQUAL, Stated, mapped


def labelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with labels for the raised numbers of a document that numbers its layers so."""
    defined = [found for one in stated if one.relation in EQUAL and not one.link and (found := _raised(one.left))]
    if not any((base, "1") in defined and (base, "2") in defined for base, _ in defined):
        return stated
    met = {found for one in stated for side in (one.left, one.right) for n in tree.walk(side) if (found := _raised(n))}
    letters = frozenset(base for base, number in met if number == "1")
    return [mapped(one, lambda node: _put(node, letters)) for one in stated]


def _raised(node: Node) -> tuple[Node, str] | None:
    """The letter and the number of ``Z^1`` and ``z_j^1``."""
    match node:
        case Script(Name() | Accented() as base, _, Numeral(number), 0) if number.isdigit():
            return base, number
    return None


def _put(node: Node, letters: frozenset[Node]) -> Node:
    found = _raised(node)
    if found is None or found[0] not in letters or not isinstance(node, Script):
        return tree.rebuild(node, lambda part: _put(part, letters))
    below = _put(node.sub, letters) if node.sub is not None else None
    return replace(node, sub=below, sup=Name(found[1]))
