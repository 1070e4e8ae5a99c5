r"""Notes behind a formula: the (d × 1) of ``\nabla J = X^T (s - y) \quad (d \times 1)`` and the words of
``L = -\log \hat y_c \quad (c = \text{true class})`` are no factors."""

from __future__ import annotations

import re
from dataclasses import replace

from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Run, Words
from papergrad.reading.statements import Stated

_CASE = re.compile(r"\b(?:if|when|for|where|otherwise|else|in case|unless)\b", re.IGNORECASE)


def taken_off(stated: list[Stated]) -> list[Stated]:
    """The statements without such notes; shapes stand behind a bracket, words behind anything."""
    return [replace(one, right=_without(one.right)) for one in stated]


def _without(node: Node) -> Node:
    match node:
        case Run((*items, Fence() as last, Fence("(", Infix((high, wide), ("×",)), ")"))) if _size(high) and _size(
            wide
        ):
            return Run((*items, last), span=node.span) if items else last
        case Infix((*terms, Run() as last), operators) if (kept := _without(last)) is not last:
            return replace(node, operands=(*terms, kept), operators=operators)
        case Prefix(sign, operand) if (kept := _without(operand)) is not operand:
            return Prefix(sign, kept, span=node.span)
        case Run((*items, Fence("(", inside, ")"))) if items and _remark(inside):
            return _without(Run(tuple(items), span=node.span)) if len(items) > 1 else items[0]
    return node


def _remark(node: Node) -> bool:
    """Words, or what they say of a symbol, unless they say when the formula holds."""
    match node:
        case Infix((Name(), Words() as words), ("=",)) | (Words() as words):
            return _CASE.search(words.text) is None
    return False


def _size(node: Node) -> bool:
    """A letter or a number, or a sum of such."""
    if isinstance(node, Infix):
        return set(node.operators) <= {"+", "-"} and all(map(_size, node.operands))
    return isinstance(node, Numeral) or (isinstance(node, Name) and len(node.text) == 1 and not node.accents)
