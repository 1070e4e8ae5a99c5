r"""Quantities that are defined by their name alone, and called where they are said again: ``L = ½ (w x - y)²``, and then
``L(w) = ½ (w x - y)²``.

The bracket shows what L depends on, and is no factor. Where L is called with nothing else, these calls are L; where it is,
``L(w + ε)``, it was a function from the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading.nablas import by_argument
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import apart

Call = tuple[Name, Fence]


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with one spelling for every such quantity."""
    again = _said_again(stated)
    if not again:
        return stated
    calls: dict[Name, set[Fence | None]] = defaultdict(set)
    for one in stated:
        for side in (one.left, one.right):
            for head, fence in _calls(side):
                calls[head].add(fence)
    reminders = {head: fence for head, fence in again.items() if calls[head] == {fence}}
    called = {head: fence for head, fence in again.items() if head not in reminders}
    return [mapped(_function(one, called), lambda node: _bare(node, reminders)) for one in stated]


def _said_again(stated: list[Stated]) -> dict[Name, Fence]:
    """The quantities that a formula calls which says what they are, after one that does so by their names alone."""
    made: dict[Name, set[str]] = {}
    found: dict[Name, Fence] = {}
    for one in stated:
        if one.relation not in EQUAL or one.link:
            continue
        match one.left:
            case Name() as name if name.text not in functions.SPELLED:
                made[name] = made.get(name, set()) | _bases(one.right)
            case Run((Name() as head, Fence("(", inside, ")") as fence)) if head in made:
                arguments = {written.base for node in sequence(inside) if (written := apart(node)) is not None}
                if len(arguments) == len(sequence(inside)) and arguments <= _behind(head, made):
                    found.setdefault(head, fence)
    return found


def _bases(root: Node) -> set[str]:
    return {written.base for node in tree.walk(root) if (written := apart(node)) is not None}


def _behind(name: Name, made: dict[Name, set[str]]) -> set[str]:
    """All that a quantity is made of."""
    by_base = {written.base: bases for head, bases in made.items() if (written := apart(head)) is not None}
    waiting, found = list(made[name]), set[str]()
    while waiting:
        base = waiting.pop()
        if base not in found:
            found.add(base)
            waiting += by_base.get(base, ())
    return found


def _calls(root: Node) -> Iterator[tuple[Name, Fence | None]]:
    """What is called in brackets, and with what; with None where it is derived by its argument, ``J'(w)``."""
    for node in tree.walk(root):
        for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
            if isinstance(fence, Fence) and fence.open == "(":
                match head:
                    case Name():
                        yield head, fence
                    case Script(Name() as base):
                        yield base, None


def _function(one: Stated, called: dict[Name, Fence]) -> Stated:
    """A definition of a function for that of its name alone."""
    fence = called.get(one.left) if isinstance(one.left, Name) and one.relation in EQUAL and not one.link else None
    if fence is None:
        return one
    left = Run((one.left, fence), span=one.left.span)
    return replace(one, left=left, head=left)


def _bare(node: Node, reminders: dict[Name, Fence]) -> Node:
    if not isinstance(node, Run) or not reminders:
        return tree.rebuild(node, lambda part: _bare(part, reminders)) if reminders else node
    kept: list[Node] = []
    for item in node.items:
        if not (kept and isinstance(kept[-1], Name) and reminders.get(kept[-1]) == item):
            kept.append(_bare(item, reminders))
        else:
            kept[-2:] = by_argument(kept[-2:], item)
    return beside(*kept)
