r"""How far a derivative that stands before something reaches: ``∂y/∂h = \frac{∂}{∂h} β + ω h`` derives all of the sum."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Node, Run
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import beside
from papergrad.reading.statements import EQUAL, Stated


def reaching(stated: list[Stated]) -> list[Stated]:
    """The statements with brackets around sums that a derivative stands before, by what their own heads are derived by."""
    known = {(one.left, one.right) for one in stated if one.relation in EQUAL and gradient.read(one.head) is None}
    return [_reaching(one, known) for one in stated]


def _reaching(one: Stated, known: Set[tuple[Node, Node]]) -> Stated:
    head = gradient.read(one.head)
    if (
        head is None
        or head.of is None
        or not isinstance(one.right, Infix)
        or not set(one.right.operators) <= {"+", "-"}
    ):
        return one
    first, *rest = one.right.operands
    derived = gradient.read(first)
    if not isinstance(first, Run) or derived is None or not derived.form.endswith("[]") or derived.wrt != head.wrt:
        return one
    inside: Node = first.items[1] if len(first.items) == 2 else replace(first, items=first.items[1:])
    if isinstance(inside, Fence):
        return one  # the writer says how far
    whole = replace(one.right, operands=(inside, *rest))
    by = set(derived.wrt)
    parts = [node for other in rest for node in tree.walk(other)]
    alone = not any(node in by for node in parts) or any(gradient.read(node) is not None for node in parts)
    if alone and (head.of, whole) not in known:
        return one  # what does not depend on it, or is derived on its own, stands outside
    return replace(one, right=Run((first.items[0], Fence("(", whole, ")", span=whole.span)), span=one.right.span))


def as_written(node: Node) -> Node:
    """A right side without the bracket that ``reaching`` puts behind the sign it begins with: one that is not written, so that
    its span is that of what is inside."""
    match node:
        case Run((sign, Fence("(", Infix((first, *rest)) as inside, ")", span=span))) if span == inside.span:
            return replace(inside, operands=(beside(sign, first), *rest), span=node.span)
    return node
