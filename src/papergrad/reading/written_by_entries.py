r"""A function that is defined for one entry of a table, and is made of others: ``softmax(x_{ij}) = e^{x_{ij}} / \sum_k e^{x_{ik}}``.

It is no function of the number ``x_{ij}``, so its values are a table of their own, whose name tells where they are from.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import sums
from papergrad.phrasebook.trees import items
from papergrad.reading.statements import EQUAL, Stated, mapped

Called = tuple[Name, Name, int]  # a function, the letter of a table, and the number of letters below an entry


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with an entry of a table of values for every call of such a function at an entry."""
    tables = {found for one in stated if (found := _defined(one)) is not None}
    return [mapped(one, lambda node: _put(node, tables)) for one in stated] if tables else stated


def _defined(one: Stated) -> Called | None:
    """What is called on the left side, if the right side sums over other entries of the same table."""
    called = _called(one.left)
    if called is None or one.relation not in EQUAL or one.link:
        return None
    _, table, count = called
    return called if any(_over_others(part, table, count) for part in tree.walk(one.right)) else None


def _called(node: Node) -> Called | None:
    match node:
        case Run((Name() as function, Fence("(", Script(Name() as table, Node() as below, None, 0), ")"))):
            letters = items(below)
            if all(isinstance(letter, Name | Numeral) for letter in letters):
                return function, table, len(letters)
    return None


def _over_others(node: Node, table: Name, count: int) -> bool:
    """Whether an expression is a sum over a letter below entries of a table."""
    whole = sums.read(node) if isinstance(node, Big) else None
    if whole is None:
        return False
    runs = {r.index for r in whole.ranges}
    entries = (part for part in tree.walk(whole.body) if isinstance(part, Script) and part.base == table and part.sub)
    return any(len(items(e.sub)) == count and not runs.isdisjoint(items(e.sub)) for e in entries if e.sub is not None)


def _put(node: Node, tables: set[Called]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _put(part, tables))
    parts: list[Node] = []
    for item in node.items:
        entry = _entry(parts[-1], item, tables) if parts else None
        if entry is not None:
            parts[-1] = entry
        else:
            parts.append(_put(item, tables))
    return parts[0] if len(parts) == 1 else Run(tuple(parts), span=node.span)


def _entry(head: Node, behind: Node, tables: set[Called]) -> Node | None:
    """The entry of a table that a name and the bracket behind it, or a power of that, are; None where they are none."""
    raised = behind.sup if isinstance(behind, Script) and behind.sub is None and not behind.primes else None
    fence = behind.base if isinstance(behind, Script) and raised is not None else behind
    found = _called(Run((head, fence)))
    if found is None or found not in tables or not isinstance(fence, Fence) or not isinstance(fence.inside, Script):
        return None
    function, table, _ = found
    name = Name(f"{function.text} of {table.text}", font="word", span=function.span)
    entry = Script(name, fence.inside.sub, span=function.span | behind.span)
    return entry if raised is None else Script(Fence("(", entry, ")", span=entry.span), None, raised, span=entry.span)
