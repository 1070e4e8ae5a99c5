"""Primes that are part of a name: ``x' = x W`` says what x' is, where x is given and no function.

Such an x' is one symbol wherever it stands. A prime on what is defined or called stays a derivative, and where nobody says
what x' is, it may be a transpose.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import Look, Written, apart, look_of

PRIMED = "′"  # the mark of a name that has a prime


def primed(group: list[Stated], parent: Scope | None) -> dict[Look, Node]:
    """The symbols with a prime that this part says to be other symbols, each as it is put."""
    equations = [one for one in group if one.relation in EQUAL and one.link == 0]
    left = [w for one in equations if (w := apart(one.left)) is not None and w.power is None and not w.transposed]
    defined = {w.base for w in left if not w.primes}
    called = {base for one in group for side in (one.left, one.right) for base in _called(side)}
    return {
        (*look_of(w), PRIMED): marked(one.left)
        for one in equations
        if (w := apart(one.left)) is not None
        and (w.primes, w.power, w.transposed) == (1, None, False)
        and w.base not in defined | called
        and _given(w, parent)
    }


def _given(written: Written, parent: Scope | None) -> bool:
    """Whether nothing before says how a symbol is computed, or what it does to something."""
    if written.base in functions.SPELLED:
        return False
    base = written.base
    return parent is None or (parent.definition(base) is None and parent.function(base) is None)


def _called(node: Node) -> set[str]:
    """The letters before brackets."""
    found = set()
    for part in tree.walk(node):
        if isinstance(part, Run):
            for head, fence in pairwise(part.items):
                closed = fence.base if isinstance(fence, Script) else fence
                written = apart(head) if isinstance(closed, Fence) else None
                if written is not None:
                    found.add(written.base)
    return found


def marked(node: Node) -> Node:
    """``x'`` as one symbol."""
    match node:
        case Script(base, sub, sup, 1):
            name = with_mark(base, PRIMED)
            return name if sub is None and sup is None else Script(name, sub, sup, span=node.span)
        case Script(base, _, _, 0):
            return replace(node, base=marked(base))
        case Fence(_, inside, _):
            return marked(inside)
    return node


def with_mark(node: Node, mark: str) -> Node:
    """A symbol with one accent more on its name: another symbol."""
    match node:
        case Name():
            return replace(node, accents=(*node.accents, mark))
        case Script():
            return replace(node, base=with_mark(node.base, mark))
    return tree.rebuild(node, lambda part: with_mark(part, mark))
