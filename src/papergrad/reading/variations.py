r"""``\frac{\delta L}{\delta w}`` as ``\frac{\partial L}{\partial w}``: a δ of its own would cancel."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fraction, Name, Node, Run
from papergrad.phrasebook.trees import beside, items
from papergrad.reading.statements import Stated, mapped

SIGN = Name("δ")


def derived(stated: list[Stated]) -> list[Stated]:
    """The statements with ∂ for δ wherever it stands first above and below a line."""
    return [mapped(one, _put) for one in stated]


def _put(node: Node) -> Node:
    match node:
        case Fraction(above, below) if items(above)[0] == SIGN and items(below)[0] == SIGN and isinstance(below, Run):
            return Fraction(_round(above), _round(below), span=node.span)
    return tree.rebuild(node, _put)


def _round(side: Node) -> Node:
    sign, *rest = items(side)
    return beside(Name("∂", span=sign.span), *map(_put, rest))
