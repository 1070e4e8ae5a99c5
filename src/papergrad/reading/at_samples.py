r"""A function of one sample, defined at x and called at every x_i: ``h_θ(x) = θ^T x`` beside ``\sum_i (h_θ(x_i) - y_i)^2``.

The x is no vector of which the x_i are the entries, but one of them. Read at x_i, the definition says that these are vectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.reading.statements import GIVES, Stated, mapped
from papergrad.reading.symbols import SCHEMATIC, apart, letter

PRODUCTS = frozenset(("·", "⋅", "×", "∗", "*"))


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with the definitions of such functions, and what is said of them at x, at x_i."""
    calls = [call for one in stated for side in (one.left, one.right) for call in _calls(side)]
    for one in stated:
        defined = next(_calls(one.left), None) if isinstance(one.left, Run) and len(one.left.items) == 2 else None
        if defined is None or one.relation not in GIVES or one.link or not isinstance(defined[1], Name):
            continue
        head, x = defined
        sample = next((s for f, s in calls if f == head and _sample_of(s, x)), None)
        if sample is not None and _turned(one.right, x) and not _entries(one.right, x):
            stated = [_at(other, head, x, sample) for other in stated]
    return stated


def _calls(node: Node) -> Iterator[tuple[Node, Node]]:
    """The functions and what they are called at, where that is one symbol."""
    for run in (n for n in tree.walk(node) if isinstance(n, Run)):
        for head, fence in pairwise(run.items):
            if isinstance(head, Name | Script) and isinstance(fence, Fence) and apart(fence.inside) is not None:
                yield head, fence.inside


def _sample_of(node: Node, x: Name) -> bool:
    """Whether a symbol is ``x_i``, for an i that is no step."""
    match node:
        case Script(Name() as base, Name(text) as sub, None, 0):
            return base == x and letter(sub) is not None and text not in SCHEMATIC
    return False


def _turned(node: Node, x: Name) -> bool:
    """Whether x stands behind a transpose or a capital: then it is a vector."""
    for here in tree.walk(node):
        match here:
            case Run(items):
                pairs = list(pairwise(items))
            case Infix(operands, operators) if set(operators) <= PRODUCTS:
                pairs = list(pairwise(operands))
            case _:
                continue
        for before, after in pairs:
            weight = apart(before)
            if after == x and weight is not None and (weight.transposed or weight.base.isupper()):
                return True
    return False


def _entries(node: Node, x: Name) -> bool:
    """Whether entries of x are spoken of."""
    return any(isinstance(n, Script) and n.base == x and n.sub is not None for n in tree.walk(node))


def _at(one: Stated, head: Node, x: Name, sample: Node) -> Stated:
    """A statement that speaks of the function at x, and of no entries of x, at a sample."""
    sides = (one.left, one.right, one.head)
    if not any(call == (head, x) for side in sides for call in _calls(side)) or any(_entries(s, x) for s in sides):
        return one

    def put(node: Node) -> Node:
        if node == x:
            return sample
        sub = node.sub if isinstance(node, Script) else None  # W_x has a label
        return tree.rebuild(node, lambda part: part if part is sub else put(part))

    return mapped(one, put)
