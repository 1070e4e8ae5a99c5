"""Functions of lists: ``E(w_1, …, w_K) = …`` says what E is, and that all the w_k are in it.

Where the letter of the function stands before no other brackets in a section, these are left out: E is the value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.phrasebook.trees import beside
from papergrad.reading.dotted import is_dots
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import apart

Bases = tuple[str, ...]


def bare(stated: list[Stated]) -> list[Stated]:
    """The statements without the lists behind functions that their section defines with them, and calls with nothing else."""
    return [one for _, under in groupby(stated, key=lambda one: one.section) for one in _bare(list(under))]


def _bare(stated: list[Stated]) -> list[Stated]:
    called: dict[Node, set[Bases | None]] = defaultdict(set)
    for one in stated:
        for side in (one.left, one.right):
            for head, fence in _calls(side):
                called[head].add(_list(fence.inside))
    defined = {head for one in stated if one.relation in EQUAL and not one.link for head, _ in _calls(one.left)}
    heads = {head for head in defined if len(called[head]) == 1 and None not in called[head]}
    return [mapped(one, lambda node: _without(node, heads)) for one in stated] if heads else stated


def _calls(root: Node) -> Iterator[tuple[Node, Fence]]:
    for run in tree.walk(root):
        for head, fence in pairwise(run.items) if isinstance(run, Run) else ():
            if isinstance(head, Name | Script) and isinstance(fence, Fence) and fence.open == "(" and not _known(head):
                yield head, fence


def _known(head: Node) -> bool:
    return isinstance(head, Name) and head.text in functions.SPELLED


def _list(inside: Node) -> Bases | None:
    """The letters of ``w_1, …, w_K``, or of several such lists; None for anything else."""
    if not isinstance(inside, Infix) or set(inside.operators) > {",", ";"} or not any(map(is_dots, inside.operands)):
        return None
    written = [apart(part) for part in inside.operands if not is_dots(part)]
    if not all(one is not None and one.slots for one in written):
        return None
    return tuple(dict.fromkeys(one.base for one in written if one is not None))


def _without(node: Node, heads: set[Node]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _without(part, heads))
    kept = [node.items[0], *(item for head, item in pairwise(node.items) if not _shown(head, item, heads))]
    if len(kept) == len(node.items):
        return replace(node, items=tuple(_without(item, heads) for item in kept))
    return beside(*(_without(item, heads) for item in kept))


def _shown(head: Node, fence: Node, heads: set[Node]) -> bool:
    return head in heads and isinstance(fence, Fence) and fence.open == "("
