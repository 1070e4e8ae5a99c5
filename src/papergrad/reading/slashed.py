"""Derivatives in a line among other factors: ``y · ∂L/∂z``, ``∂L/∂z ∂z/∂w``, ``x ∂L/∂z``.

A slash binds as the other signs of a product do, but nobody multiplies with a ∂: what starts with one and has another
behind its slash is a derivative, and a factor of the rest.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Infix, Name, Node, Run
from papergrad.phrasebook.trees import beside
from papergrad.reading.grouping import PRODUCTS


def quotients(node: Node) -> Node:
    """The same expression with every derivative that is written with a slash as one factor."""
    node = tree.rebuild(node, quotients)
    if not isinstance(node, Infix) or "/" not in node.operators or not set(node.operators) <= PRODUCTS:
        return node
    parts: list[Node] = [node.operands[0]]
    signs: list[str] = []
    for sign, operand in zip(node.operators, node.operands[1:], strict=True):
        before, above = _last(parts[-1])
        below, behind = _first(operand)
        if sign != "/" or above is None or below is None:
            parts.append(operand)
            signs.append(sign)
            continue
        found = Infix((above, below), ("/",), span=above.span | below.span)
        new = [part for part in (before, found, behind) if part is not None]
        signs += ["·"] * (len(new) - 1)
        parts[-1:] = new
    return Infix(tuple(parts), tuple(signs), span=node.span) if signs else parts[0]


def _last(node: Node) -> tuple[Node | None, Node | None]:
    """What stands before the last ∂ of a factor, and what starts with it."""
    places = _signs(node)
    if not isinstance(node, Run) or not places:
        return node, None
    before = node.items[: places[-1]]
    return (beside(*before) if before else None), beside(*node.items[places[-1] :])


def _first(node: Node) -> tuple[Node | None, Node | None]:
    """What starts with the first ∂ of a factor and ends before the next, and the rest; two of them alone may be one order."""
    places = _signs(node)
    if not isinstance(node, Run) or not places or places[0] != 0:
        return None, node
    end = places[1] if len(places) > 1 else len(node.items)
    rest = node.items[end:]
    return beside(*node.items[:end]), (beside(*rest) if rest else None)


def _signs(node: Node) -> list[int]:
    """The places of the ∂ in a factor."""
    items = node.items if isinstance(node, Run) else (node,)
    return [n for n, item in enumerate(items) if isinstance(item, Name) and item.text == "∂"]
