"""Probabilities written as such: after ``ŷ_o = P(o ∣ c) = ...`` the sign P(o ∣ c) is another name for ŷ_o."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Node, Run
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import apart


def opaque(node: Node) -> bool:
    """A probability written as such: p(o ∣ c)."""
    match node:
        case Run((_, Fence("(", Infix(_, ("∣",)), ")"))):
            return True
    return False


def named(stated: Iterable[Stated]) -> list[Stated]:
    """The statements, with the names that were given to probabilities in the place of these."""
    known: dict[tuple[Node, ...], Node] = {}
    found = []
    for one in stated:
        right = one.right if one.relation in EQUAL and one.link == 0 else None
        if isinstance(right, Run) and opaque(right) and apart(one.left) is not None:
            known[right.items] = one.left
        elif known:
            before = _renamed(one.before, known) if one.before is not None else None
            left, right, head = (_renamed(side, known) for side in (one.left, one.right, one.head))
            one = replace(one, left=left, right=right, head=head, before=before)
        found.append(one)
    return found


def _renamed(node: Node, known: dict[tuple[Node, ...], Node]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _renamed(part, known))
    items: list[Node] = []
    at = 0
    while at < len(node.items):
        pair = node.items[at : at + 2]
        name = known.get(pair)
        items.append(_renamed(pair[0], known) if name is None else replace(name, span=pair[0].span | pair[1].span))
        at += 1 if name is None else 2
    return items[0] if len(items) == 1 else replace(node, items=tuple(items))
