r"""Losses of single samples with a bracket that their formulas have not: ``E_n(w)`` where ``E_n = \frac{1}{2} (y_n - t_n)^2``.

Such a bracket is a reminder of what the loss depends on. Behind a ∇ it says by what is derived: ``\nabla E_n(w)`` is ``\nabla_w E_n``.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook.trees import beside
from papergrad.reading.habits import LOSSES
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import COUNTERS, apart


def without(stated: list[Stated]) -> list[Stated]:
    """The statements without such brackets."""
    lefts = [one.left for one in stated if one.relation in EQUAL and not one.link]
    bare = {left for left in lefts if _of_one_sample(left)}
    bare -= {left.items[0] for left in lefts if isinstance(left, Run)}
    return [mapped(one, lambda node: _without(node, bare)) for one in stated] if bare else stated


def _of_one_sample(node: Node) -> bool:
    match node:
        case Script(Name(text, (), font), Name(below, ()), None, 0):
            return (font == "cal" or text in LOSSES) and below in COUNTERS
    return False


def _without(node: Node, bare: set[Node]) -> Node:
    node = tree.rebuild(node, lambda part: _without(part, bare))
    if not isinstance(node, Run):
        return node
    items: list[Node] = []
    for item in node.items:
        match item:
            case Fence("(", inside, ")") if items and items[-1] in bare and apart(inside) is not None:
                if len(items) > 1 and isinstance(items[-2], Name) and items[-2].text == "∇":
                    items[-2] = Script(items[-2], inside, span=items[-2].span)
            case _:
                items.append(item)
    return beside(*items) if len(items) < len(node.items) else node
