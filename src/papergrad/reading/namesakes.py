"""A function and its values by one letter: ``y_n = y(x_n, w)``, ``φ_n = φ(x_n)``, ``h_i = h_θ(x_i)``, ``K_{ij} = K(x_i, x_j)``.

The y of ``y(x, w)`` is the function, and the y beside the y_n the vector of its values. The function gets a name of its own,
which is written as it was; so is a bare y of which a derivative is taken, as ``∂y/∂w``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions, gradient
from papergrad.reading import applied
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import COUNTERS, apart, listed

FONT = "function"  # of letters that are functions; it is not written (see ``symbols.KEPT_FONTS``)


def told_apart(stated: list[Stated]) -> list[Stated]:
    """The statements with functions of their own where values are called by the letters of what they are values of."""
    letters = frozenset(letter for one in stated if one.relation in EQUAL and (letter := _namesake(one)))
    return [mapped(one, lambda node: _named(node, letters)) for one in stated] if letters else stated


def _namesake(one: Stated) -> str:
    """The y of ``y_n = y(x_n, w)``."""
    value = apart(one.head)
    match one.right:
        case Run((Name() | Script() as head, Fence("(", inside, ")"))) if value is not None and value.slots:
            counted = all(_counts(slot.item) for slot in value.slots)
            function, written = _function(head, inside), apart(head)
            single = written is not None and not any(_counts(slot.item) for slot in written.slots)
            return function if counted and single and function == value.base else ""
    return ""


def _function(head: Node, inside: Node) -> str:
    """The letter of a function that is called: the h of ``h_θ(x_i)``, but none of ``y_i (1 - y_i)``."""
    written = apart(head)
    if written is None or written.power is not None:
        return ""
    called = applied.several(inside) or applied.bare_argument(inside)
    plain = isinstance(written.name, Name) and not (written.name.font or written.name.accents)
    known = written.base in functions.SPELLED or written.base in applied.DENSITIES
    return written.base if called and plain and not known else ""


def _counts(item: Node) -> bool:
    return all(isinstance(part, Name) and part.text in COUNTERS for part in listed(item))


def _named(node: Node, letters: frozenset[str]) -> Node:
    derived = gradient.read(node)
    if derived is not None and isinstance(derived.of, Name) and derived.of.text in letters and not derived.of.accents:
        return _replaced(node, derived.of)
    if isinstance(node, Run):
        calls = {
            at
            for at, (head, behind) in enumerate(pairwise(node.items))
            for fence in (behind.base if isinstance(behind, Script) else behind,)  # φ(x_n)^T
            if isinstance(fence, Fence) and fence.open == "(" and _function(head, fence.inside) in letters
        }
        items = (_as_function(item) if at in calls else _named(item, letters) for at, item in enumerate(node.items))
        return replace(node, items=tuple(items))
    return tree.rebuild(node, lambda part: _named(part, letters))


def _replaced(node: Node, name: Name) -> Node:
    """A derivative with the function it is taken of, and not with what it is taken by."""
    found = [part for part in tree.walk(node) if part == name]
    return (
        tree.rebuild(node, lambda part: _as_function(part) if part == name else _replaced(part, name))
        if found
        else node
    )


def _as_function(head: Node) -> Node:
    match head:
        case Name():
            return replace(head, font=FONT)
        case Script(base):
            return replace(head, base=_as_function(base))
    return head
