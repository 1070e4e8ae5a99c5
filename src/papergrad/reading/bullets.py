r"""The product sign ``\bullet``: entry by entry where slopes of activations stand beside it, ``δ \bullet f'(z)``, else a dot."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Infix, Node
from papergrad.reading.roles import primed
from papergrad.reading.statements import Stated, mapped

BULLET = "•"


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with ⊙ or · for every bullet: a writer has one product that is written so."""
    nodes = [node for one in stated for side in (one.left, one.right) for node in tree.walk(side)]
    products = [node for node in nodes if isinstance(node, Infix) and BULLET in node.operators]
    if not products:
        return stated
    meant = "⊙" if any(primed(factor) for node in products for factor in node.operands) else "·"
    return [mapped(one, lambda node: _put(node, meant)) for one in stated]


def _put(node: Node, meant: str) -> Node:
    node = tree.rebuild(node, lambda part: _put(part, meant))
    if isinstance(node, Infix) and BULLET in node.operators:
        return replace(node, operators=tuple(meant if sign == BULLET else sign for sign in node.operators))
    return node
