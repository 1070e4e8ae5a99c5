r"""Losses called with all that they depend on: the ``J(Θ)`` of ``\frac{\partial J(Θ)}{\partial z^{(l)}}`` is J.

Θ names the parameters of all layers together there, and no matrix of its own; what J is of it, no formula says. Such a bracket
is a reminder, and a loss without it is one that only its derivatives speak about.
"""

from __future__ import annotations

from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading.habits import LOSSES
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart


def bare(stated: list[Stated]) -> list[Stated]:
    """The statements with the name alone for the call of a loss that is derived and that no formula defines.

    It is another loss, or another value of it, at other arguments.
    """
    sides = [side for one in stated for side in (one.left, one.right)]
    called: dict[Name, set[Fence]] = {}
    for node in (node for side in sides for node in tree.walk(side)):
        for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
            if isinstance(head, Name) and _is_loss(head) and isinstance(fence, Fence) and fence.open == "(":
                called.setdefault(head, set()).add(fence)
    said = set(sides)
    reminders = {
        (head, fence)
        for head, (fence, *others) in ((head, tuple(fences)) for head, fences in called.items())
        if not others and Run((head, fence)) not in said and all(map(apart, sequence(fence.inside)))
    }
    derived = {call for side in sides for node in tree.walk(side) if (call := _derived(node)) in reminders}
    return [mapped(one, lambda node: _put(node, derived)) for one in stated] if derived else stated


def _is_loss(head: Name) -> bool:
    return not head.accents and (head.font == "cal" or head.text in LOSSES)


def _derived(node: Node) -> tuple[Name, Fence] | None:
    """The call that is derived."""
    derived = gradient.read(node)
    match derived.of if derived is not None else None:
        case Run((Name() as head, Fence() as fence)):
            return head, fence
    return None


def _put(node: Node, calls: set[tuple[Name, Fence] | None]) -> Node:
    if isinstance(node, Run):
        kept = [
            part for before, part in pairwise((None, *node.items)) if part is not None and (before, part) not in calls
        ]
        if len(kept) < len(node.items):
            return _put(beside(*kept), calls)
    return tree.rebuild(node, lambda part: _put(part, calls))
