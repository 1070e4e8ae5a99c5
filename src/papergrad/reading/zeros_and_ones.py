r"""Zeros and ones that are set, or not set, as the vectors they stand for.

A zero is a number of every shape: ``w - w = \mathbf{0}``, ``\max(Z, \mathbf{0})`` and ``\mathbf{0}_{n}`` need no letter, nor what is
written there to say how long it is. A one that is transposed, or says how long it is, is a vector of ones, also where it is not
bold: ``1^T x``, ``X^T 1_N``.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Accented, Name, Node, Numeral, Run, Script

LENGTHS = frozenset("nmNMDHKBT")  # what ones may say of their number; 1_k has a 1 at k
TURNED = (Name("T"), Name("⊤"))


def zeros_and_ones(node: Node) -> Node:
    """An expression with every zero as the number, and all ones as the bold letter."""
    match node:
        case Name("0", accents=()) | Script(Name("0", accents=()), Node(), None, 0) | Accented("vec", Numeral("0")):
            return Numeral("0", span=node.span)
        case Accented("vec", Numeral("1")):
            return _ones(node)
        case Script(Numeral("1") as one, sub, sup, 0) if (_long(sub) and sup is None) or (
            (sub is None or _long(sub)) and sup in TURNED
        ):
            return Script(_ones(one), sub, sup, span=node.span)
        case Run((*before, Script(_, _, sup, 0) as matrix, Numeral("1") as one)) if sup in TURNED:  # X^T 1
            return Run((*map(zeros_and_ones, before), zeros_and_ones(matrix), _ones(one)), span=node.span)
    return tree.rebuild(node, zeros_and_ones)


def _ones(node: Node) -> Name:
    return Name("1", font="bold", span=node.span)


def _long(sub: Node | None) -> bool:
    return isinstance(sub, Name) and sub.text in LENGTHS and not sub.accents
