"""An error that is called e: ``e = r - p`` and ``e^2 = (r - p)^2`` say what a symbol or its square is, and ``∂L/∂e`` derives by it;
Euler's number is known, and never varies.

Its letter is then in brackets wherever it has a number for a power, so that nobody takes it for an exponential.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Numeral, Script
from papergrad.phrasebook import gradient
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import exponential

ERROR = Name("e")


def lettered(stated: list[Stated]) -> list[Stated]:
    """The statements, with ``(e)^2`` for ``e^2`` where some statement is about e."""
    return [mapped(one, _put) for one in stated] if any(map(_says, stated)) else stated


def _says(one: Stated) -> bool:
    """Whether a statement says what e is, or derives by it."""
    if one.link == 0 and one.relation in EQUAL and (one.left == ERROR or _raised(one.left)):
        return any(isinstance(n, Name) for n in tree.walk(one.right))
    derived = gradient.read(one.left)
    return derived is not None and ERROR in derived.wrt


def _raised(node: Node) -> bool:
    return isinstance(node, Script) and isinstance(node.sup, Numeral) and exponential(node)


def _put(node: Node) -> Node:
    if isinstance(node, Script) and _raised(node):
        return replace(node, base=Fence("(", node.base, ")", span=node.base.span))
    return tree.rebuild(node, _put)
