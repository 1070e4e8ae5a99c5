"""An error that is called e: ``e^2 = (r - p)^2`` says what the square of a symbol is, since that of Euler's number is known.

Its letter is then in brackets wherever it has that power, so that nobody takes it for an exponential.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Numeral, Script
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import exponential


def lettered(stated: list[Stated]) -> list[Stated]:
    """The statements, with ``(e)^2`` for ``e^2`` where some first link says what that is."""
    return [mapped(one, _put) for one in stated] if any(map(_says, stated)) else stated


def _says(one: Stated) -> bool:
    spoken = any(isinstance(n, Name) for n in tree.walk(one.right))
    return one.link == 0 and one.relation in EQUAL and _squared(one.left) and spoken


def _squared(node: Node) -> bool:
    return isinstance(node, Script) and node.sup == Numeral("2") and exponential(node)


def _put(node: Node) -> Node:
    if isinstance(node, Script) and _squared(node):
        return replace(node, base=Fence("(", node.base, ")", span=node.base.span))
    return tree.rebuild(node, _put)
