"""Sets of positions that a condition gives: below ``A = {i : m_i < 1}``, a sum over ``i ∈ A`` is one over the i with ``m_i < 1``."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Infix, Name, Node
from papergrad.reading import applied
from papergrad.reading.statements import EQUAL, Stated, mapped


def put_in(stated: list[Stated]) -> list[Stated]:
    """The statements, with the condition of such a set below every sum over it."""
    said = [(one.span.start, one.left, rule) for one in stated if one.relation in EQUAL and (rule := _rule(one.right))]
    if not said:
        return stated

    def spelled(one: Stated) -> Stated:
        before = {name: rule for start, name, rule in reversed(said) if start > one.span.start}
        before |= {name: rule for start, name, rule in said if start <= one.span.start}
        return mapped(one, lambda node: _put(node, before))

    return [spelled(one) for one in stated]


def _rule(node: Node) -> tuple[Name, Node] | None:
    """The letter and the condition of ``{i : m_i < 1}``."""
    match node:
        case Fence("{", Infix((Name(text) as letter, Infix() as condition), (":" | "∣",)), "}") if len(text) == 1:
            return letter, condition
    return None


def _put(node: Node, known: dict[Node, tuple[Name, Node]]) -> Node:
    node = tree.rebuild(node, lambda part: _put(part, known))
    match node:
        case Big(_, Infix((Name(text) as letter, group), ("∈",))) if group in known:
            own, condition = known[group]
            if own.text != text:
                renamed = applied.with_letters(condition, {own.text: text})
                if renamed is None:
                    return node
                condition = renamed
            assert node.lower is not None
            lower = Infix((letter, condition), (":",), span=node.lower.span)
            return Big(node.sign, lower, node.upper, node.body, span=node.span)
    return node
