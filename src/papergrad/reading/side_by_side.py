r"""Numbers side by side are no product: ``10\,000`` is one number, and ``\boxed{0}\boxed{1}\boxed{0}`` lists three."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Node, Numeral, Run, Unread
from papergrad.reading.statements import Stated, mapped


def told(stated: list[Stated]) -> list[Stated]:
    """The statements with thousands joined; what else stands side by side is not read."""
    return [mapped(one, _told) for one in stated]


def _told(node: Node) -> Node:
    match node:
        case Run(items) if len(items) > 1 and all(isinstance(item, Numeral) for item in items):
            texts = [item.text for item in items if isinstance(item, Numeral)]
            if (
                len(texts[0]) <= 3
                and all(len(text) == 3 and text.isdigit() for text in texts[1:])
                and texts[0].isdigit()
            ):
                return Numeral("".join(texts), span=node.span)
            return Unread(" ".join(texts), "numbers side by side", span=node.span)
    return tree.rebuild(node, _told)
