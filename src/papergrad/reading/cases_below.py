r"""Cases that hang below a symbol: ``\frac{∂L}{∂z_{i \ne k}} = p_i`` is said of z_i, for i ≠ k."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Infix, Name, Node, Script
from papergrad.phrasebook import indicator
from papergrad.reading.statements import Stated, mapped


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with such cases as their conditions; a chain keeps those of its head."""
    return [_apart(one) for one in stated]


def _apart(one: Stated) -> Stated:
    found = dict.fromkeys(case for side in (one.head, one.left, one.right) for case in _cases(side))
    return replace(mapped(one, _put), conditions=(*one.conditions, *found)) if found else one


def _cases(node: Node) -> list[Infix]:
    if not _hangs(node):
        return []
    sub = node.sub if isinstance(node, Script) else None
    here = [sub] if isinstance(sub, Infix) and _is_case(sub) else []
    return here + [case for part in tree.children(node) for case in _cases(part)]


def _hangs(node: Node) -> bool:
    """Whether what is written below is a case: below a sum it says what that runs over, and below a 1 where that is 1."""
    return not isinstance(node, Big) and indicator.read(node) is None


def _is_case(node: Node) -> bool:
    match node:
        case Infix((Name(one), Name(other)), ("≠" | "=",)):
            return len(one) == len(other) == 1 and one.islower()
    return False


def _put(node: Node) -> Node:
    match node:
        case _ if not _hangs(node):
            return node
        case Script(_, Infix((first, _), _) as sub) if _is_case(sub):
            return replace(node, sub=first)
    return tree.rebuild(node, _put)
