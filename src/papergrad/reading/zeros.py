r"""Zeros that are set as the vectors and matrices they stand for: ``w - w = \mathbf{0}``, ``\max(Z, \mathbf{0})``, ``\mathbf{0}_{n}``.

A zero is a number of every shape, so it needs no letter of its own, nor what is written at it to say how long it is.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Numeral, Script


def zeros(node: Node) -> Node:
    """An expression with every zero as the number."""
    match node:
        case Name("0", accents=()) | Script(Name("0", accents=()), Node(), None, 0):
            return Numeral("0", span=node.span)
    return tree.rebuild(node, zeros)
