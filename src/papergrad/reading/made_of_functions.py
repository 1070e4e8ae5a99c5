r"""Functions made of others and called: ``(f \cdot g)(x)`` is ``f(x) \cdot g(x)``, and ``(f \circ g)(x)`` is ``f(g(x))``."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run
from papergrad.reading.statements import EQUAL, Stated, mapped

SIGNS = frozenset("+-·")


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with what is made of functions, each of which a formula ``f(x) = …`` defines, at its argument."""
    defined = {one.left.items[0] for one in stated if one.relation in EQUAL and _is_call(one.left)}
    return [mapped(one, lambda node: _at(node, defined)) for one in stated] if len(defined) > 1 else stated


def _is_call(node: Node) -> bool:
    match node:
        case Run((Name(), Fence("(", Name()))):
            return True
    return False


def _at(node: Node, defined: set[Node]) -> Node:
    match node:
        case Run((Fence("(", Infix(operands, operators) as made), Fence("(") as argument)) if defined.issuperset(
            operands
        ):
            if set(operators) == {"∘"}:
                inner = reduce(lambda inside, f: Fence("(", Run((f, inside)), ")"), reversed(operands), argument)
                return replace(inner.inside, span=node.span)
            if SIGNS.issuperset(operators):
                called = tuple(Run((f, argument), span=f.span) for f in operands)
                return Fence("(", replace(made, operands=called), ")", span=node.span)
    return tree.rebuild(node, lambda part: _at(part, defined))
