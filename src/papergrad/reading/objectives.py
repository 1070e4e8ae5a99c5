r"""Losses called with all that they depend on: the ``J(Θ)`` of ``\frac{\partial J(Θ)}{\partial z^{(l)}}`` is J.

Θ names the parameters of all layers together there, and no matrix of its own; what J is of it, no formula says. Such a bracket
is a reminder, and a loss without it is one that only its derivatives speak about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading.habits import LOSSES
from papergrad.reading.nablas import by_argument
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart


def bare(stated: list[Stated]) -> list[Stated]:
    """The statements with the name alone for the call of a loss that is derived, with symbols for its arguments.

    Where a statement calls it with several things, these are several values; and a formula for it defines a function.
    """
    sides = [side for one in stated for side in (one.left, one.right)]
    called = [{*_calls(one.left), *_calls(one.right)} for one in stated]
    several = {one[0] for here in called for one in here for other in here if one[0] == other[0] and one != other}
    calls, said = set[tuple[Name, Fence]]().union(*called), set(sides)
    defined = {head for head, fence in calls if Run((head, fence)) in said and all(map(apart, sequence(fence.inside)))}
    reminders = {
        (head, fence)
        for head, fence in calls
        if head not in several | defined and all(map(_is_argument, sequence(fence.inside)))
    }
    derived = {call for side in sides for node in tree.walk(side) if (call := _derived(node)) in reminders}
    return [mapped(one, lambda node: _put(node, derived)) for one in stated] if derived else stated


def _calls(root: Node) -> Iterator[tuple[Name, Fence]]:
    """The calls of losses."""
    for node in tree.walk(root):
        for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
            if isinstance(fence, Fence) and fence.open == "(" and isinstance(head, Name) and _is_loss(head, fence):
                yield head, fence


def _is_loss(head: Name, fence: Fence) -> bool:
    """Whether a letter is that of a loss, also the l of ``l(f(x), y)``."""
    letters = LOSSES | {"l"} if len(sequence(fence.inside)) > 1 else LOSSES
    return not head.accents and (head.font == "cal" or head.text in letters)


def _is_argument(node: Node) -> bool:
    """A symbol, or a function of one: the f(x) of ``L(f(x), y)``."""
    match node:
        case Run((head, Fence("(", inside, ")"))):
            return apart(head) is not None and all(map(_is_argument, sequence(inside)))
    return apart(node) is not None


def _derived(node: Node) -> tuple[Name, Fence] | None:
    """The call that is derived."""
    derived = gradient.read(node)
    match derived.of if derived is not None else None:
        case Run((Name() as head, Fence() as fence)):
            return head, fence
    return None


def _put(node: Node, calls: set[tuple[Name, Fence] | None]) -> Node:
    if isinstance(node, Run):
        kept: list[Node] = []
        for before, part in pairwise((None, *node.items)):
            if part is None or (before, part) not in calls:
                kept += [part] if part is not None else []
            else:
                kept[-2:] = by_argument(kept[-2:], part)
        if len(kept) < len(node.items):
            return _put(beside(*kept), calls)
    return tree.rebuild(node, lambda part: _put(part, calls))
