"""Functions called without their parameters: the h of ``h(x_i)`` is h_θ, after ``h_θ(x) = g(θᵀx)`` and where no other h is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading import applied
from papergrad.reading.statements import EQUAL, Stated, mapped

Heads = Mapping[Name, Script]  # each letter with the function that it stands for


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the parameters of every function below its letter, if its formula speaks of them."""
    defined: dict[Name, set[Script]] = defaultdict(set)
    others: set[Name] = set()
    for one in stated:
        head = next(_calls(one.left), None) if isinstance(one.left, Run) and len(one.left.items) == 2 else None
        if head is None or one.link or one.relation not in EQUAL:
            continue
        if isinstance(head, Script) and isinstance(head.base, Name) and _is_parameter(head, one.right):
            defined[head.base].add(head)
        else:
            others.add(head.base if isinstance(head, Script) and isinstance(head.base, Name) else head)  # type: ignore[arg-type]
    heads = {name: next(iter(found)) for name, found in defined.items() if len(found) == 1 and name not in others}
    return [mapped(one, lambda node: _put(node, heads)) for one in stated] if heads else stated


def _calls(root: Node) -> Iterator[Name | Script]:
    """The heads of the calls in an expression."""
    for run in tree.walk(root):
        for head, fence in pairwise(run.items) if isinstance(run, Run) else ():
            if isinstance(head, Name | Script) and _holds_arguments(fence):
                yield head


def _holds_arguments(fence: Node) -> bool:
    fence = fence.base if isinstance(fence, Script) else fence
    arguments = isinstance(fence, Fence) and fence.open == "("
    return arguments and (applied.several(fence.inside) or applied.bare_argument(fence.inside))  # type: ignore[union-attr]


def _is_parameter(head: Script, body: Node) -> bool:
    """Whether what stands below a letter is a symbol of the formula."""
    match head:
        case Script(Name(text), Name() as label, None, 0) if (
            text not in functions.SPELLED and text not in applied.DENSITIES
        ):
            return any(node == label for node in tree.walk(body))
    return False


def _put(node: Node, heads: Heads) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _put(part, heads))
    items = [_put(item, heads) for item in node.items]
    for at, (head, fence) in enumerate(pairwise(node.items)):
        if isinstance(head, Name) and head in heads and _holds_arguments(fence):
            items[at] = replace(heads[head], span=head.span)
    return replace(node, items=tuple(items))
