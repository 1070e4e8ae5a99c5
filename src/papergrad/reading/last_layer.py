r"""The last layer by its number: ``a^{(n_l)}``, with ``n_l`` layers, is ``a^{(L)}`` where no L is used otherwise."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Script
from papergrad.reading.layers import LAST, LAYERS
from papergrad.reading.statements import Stated, mapped


def lettered(stated: list[Stated]) -> list[Stated]:
    """The statements with a letter of its own for the number of layers, where that is what hangs on some symbol."""
    nodes = [node for one in stated for side in (one.left, one.right) for node in tree.walk(side)]
    numbers = {number for node in nodes if (number := _hung(node)) is not None}
    used = {node.text for node in nodes if isinstance(node, Name)}
    free = [letter for letter in LAST if letter not in used]
    if len(numbers) != 1 or not free:
        return stated
    number = numbers.pop()
    return [mapped(one, lambda node: _put(node, number, free[0])) for one in stated]


def _hung(node: Node) -> Node | None:
    """The ``n_l`` of ``a^{(n_l)}``."""
    match node:
        case Script(_, _, Fence("(" | "[", Script(Name("n" | "N"), Name(letter), None, 0) as number)) if (
            letter in LAYERS
        ):
            return number
    return None


def _put(node: Node, number: Node, letter: str) -> Node:
    return (
        Name(letter, span=node.span) if node == number else tree.rebuild(node, lambda part: _put(part, number, letter))
    )
