"""``∂CE/∂z``, where ``CE(y, ŷ)`` stands elsewhere: capitals that are the name of a function in one place are so in all.

Without arguments a known function is taken of those that it is called with, where they are always the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.statements import Stated, mapped


def joined(stated: list[Stated]) -> list[Stated]:
    """The statements, with letters that stand side by side as one name where they are called by it elsewhere."""
    calls: dict[str, dict[Fence, None]] = {}
    for one in stated:
        for side in (one.left, one.right):
            for name, arguments in _calls(side):
                calls.setdefault(name, {})[arguments] = None
    if not calls:
        return stated
    alone = {name: next(iter(found)) for name, found in calls.items() if len(found) == 1 and _loss(name)}
    return [mapped(one, lambda node: _whole(node, calls, alone)) for one in stated]


def _calls(node: Node) -> Iterator[tuple[str, Fence]]:
    """``CE(y, ŷ)``: the name and the arguments."""
    for run in tree.walk(node):
        for head, after in pairwise(run.items) if isinstance(run, Run) else ():
            if isinstance(head, Name) and isinstance(after, Fence) and 1 < len(head.text) < 4 and head.text.isupper():
                yield head.text, after


def _loss(name: str) -> bool:
    return name in functions.SPELLED and functions.SPELLED[name].kind == "loss"


def _whole(node: Node, calls: Mapping[str, object], alone: Mapping[str, Fence]) -> Node:
    """An expression with names in one piece and calls with their arguments."""

    def put(part: Node) -> Node:
        match part:
            case Name(text) if text in alone:
                return Run((part, alone[text]), span=part.span)
            case Script(Name(text)) if text in alone:
                return part
            case Run(items):
                return _run(part, [n if isinstance(n, Name) else put(n) for n in items])
        return tree.rebuild(part, put)

    def _run(run: Run, items: list[Node]) -> Node:
        found: list[Node] = []
        for item in items:
            found.append(item)
            for text in calls:
                last = found[-len(text) :]
                if [n.text if isinstance(n, Name) and not n.accents else "" for n in last] == list(text):
                    found[-len(text) :] = [Name(text, font="word", span=last[0].span | last[-1].span)]
        whole: list[Node] = []
        for item, after in pairwise([*found, None]):
            assert item is not None
            whole.append(item)
            if isinstance(item, Name) and item.text in alone and not isinstance(after, Fence):
                whole.append(alone[item.text])
        return whole[0] if len(whole) == 1 else replace(run, items=tuple(whole))

    return put(node)
