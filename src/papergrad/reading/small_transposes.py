r"""A small t as the sign of a transpose, ``K_{ij} = x_i^t x_j``, where it is no letter for steps.

It is the sign where it stands nowhere but raised, and behind it there is always a factor, unless it hangs on a capital.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.reading.statements import Stated, mapped


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with ``T`` for every such t."""
    sides = [side for one in stated for side in (one.left, one.right, *one.conditions)]
    letters = sum(_is_small(n) for side in sides for n in tree.walk(side))
    raised = [(node, factor) for side in sides for node, factor in _raised(side)]
    turned = letters == len(raised) and all(factor or _capital(node.base) for node, factor in raised)
    if not turned or not any(factor for _, factor in raised):
        return stated
    return [mapped(one, _put) for one in stated]


def _is_small(node: Node) -> bool:
    return isinstance(node, Name) and node.text == "t" and not node.accents


def _raised(node: Node, factor: bool = False) -> Iterator[tuple[Script, bool]]:
    """Where it is raised, and whether there is a factor behind that."""
    if isinstance(node, Script) and node.sup is not None and _is_small(node.sup):
        yield node, factor
        yield from _raised(node.base)
        return
    if isinstance(node, Run):
        for item, behind in pairwise(node.items):
            yield from _raised(item, isinstance(behind, Name | Script | Fence))
        yield from _raised(node.items[-1])
        return
    if isinstance(node, Infix) and "·" in node.operators:
        for sign, operand in zip((*node.operators, ""), node.operands, strict=True):
            yield from _raised(operand, sign == "·")
        return
    for part in tree.children(node):
        yield from _raised(part)


def _capital(base: Node) -> bool:
    return isinstance(base, Name) and base.text[:1].isupper() and len(base.text) == 1


def _put(node: Node) -> Node:
    if isinstance(node, Script) and node.sup is not None and _is_small(node.sup):
        return Script(_put(node.base), node.sub, Name("T", span=node.sup.span), node.primes, span=node.span)
    return tree.rebuild(node, _put)
