r"""Shapes noted behind a formula: the (d × 1) of ``\nabla J = X^T (s - y) \quad (d \times 1)`` is no factor."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run
from papergrad.reading.statements import Stated


def taken_off(stated: list[Stated]) -> list[Stated]:
    """The statements without such notes, which stand behind a bracket."""
    return [replace(one, right=_without(one.right)) for one in stated]


def _without(node: Node) -> Node:
    match node:
        case Run((*items, Fence() as last, Fence("(", Infix((high, wide), ("×",)), ")"))) if _size(high) and _size(
            wide
        ):
            return Run((*items, last), span=node.span) if items else last
    return node


def _size(node: Node) -> bool:
    """A letter or a number, or a sum of such."""
    if isinstance(node, Infix):
        return set(node.operators) <= {"+", "-"} and all(map(_size, node.operands))
    return isinstance(node, Numeral) or (isinstance(node, Name) and len(node.text) == 1 and not node.accents)
