"""``h_j = σ(z)``, where z_j is spoken of: what is meant is ``σ(z_j)``, and of a softmax the entry ``softmax(z)_j``.

The ``φ_j(x)`` of ``Σ_j w_j φ_j(x) = w^T φ(x)`` are the entries ``φ(x)_j``, if neither is said to be something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.applied import DENSITIES, bare_argument
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import ENTRIES, plain


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the letter of an entry where a function of a whole is said to be that entry."""
    stated = _of_functions(stated)
    sides = (side for one in stated for side in (one.left, one.right))
    wholes = {n.base for side in sides for n in tree.walk(side) if _entry(n) is not None and isinstance(n, Script)}
    return [_spelled(one, wholes) for one in stated] if wholes else stated


def _spelled(one: Stated, wholes: set[Node]) -> Stated:
    letter = _entry(one.head)
    if letter is None or one.relation not in EQUAL:
        return one
    before = _at(one.before, letter, wholes) if one.before is not None else None
    return replace(one, right=_at(one.right, letter, wholes), before=before)


def _entry(node: Node) -> Name | None:
    """The j of ``h_j``."""
    match node:
        case Script(Name(), Name(letter) as sub, None, 0) if letter in ENTRIES:
            return sub
    return None


def _at(node: Node, letter: Name, wholes: set[Node]) -> Node:
    match node:
        case Run((Name(text) as f, Fence("(", Name() as whole, ")") as fence)) if (
            whole in wholes and text in functions.SPELLED and letter.text != whole.text
        ):
            kind = functions.SPELLED[text].kind
            if kind == "elementwise":
                return replace(node, items=(f, replace(fence, inside=Script(whole, letter, span=whole.span))))
            if kind == "vector":
                return replace(node, items=(f, Script(fence, letter, span=fence.span)))
    return node


def _of_functions(stated: list[Stated]) -> list[Stated]:
    """The statements with the entries of the values of functions behind the brackets, where whole values are spoken of."""
    calls = {call for one in stated for side in (one.left, one.right) for call in _calls(side)}
    defined = {text for one in stated if one.relation in EQUAL and not one.link for text, _ in _calls(one.left)}
    both = {text for text, entry in calls if entry and (text, False) in calls and text not in defined}
    return [mapped(one, lambda node: _behind(node, both)) for one in stated] if both else stated


def _calls(root: Node) -> Iterator[tuple[str, bool]]:
    """The letters of the functions that are called, each with whether it is an entry of one."""
    for run in tree.walk(root):
        for head, fence in pairwise(run.items) if isinstance(run, Run) else ():
            if text := _function(head, fence):
                yield text, isinstance(head, Script)


def _function(head: Node, fence: Node) -> str:
    """The φ of ``φ(x)`` and ``φ_j(x)``, if it is not known by its name."""
    name = head.base if isinstance(head, Script) and _entry(head) is not None else head
    fence = fence.base if isinstance(fence, Script) and fence.sub is None else fence
    called = isinstance(fence, Fence) and fence.open == "(" and bare_argument(fence.inside)
    if not called or not isinstance(name, Name) or name.text in functions.SPELLED or name.text in DENSITIES:
        return ""
    return plain(name)


def _behind(node: Node, names: set[str]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _behind(part, names))
    items = [_behind(item, names) for item in node.items]
    for at, (head, fence) in enumerate(pairwise(items)):
        if isinstance(head, Script) and _function(head, fence) in names:
            base, sup = (fence.base, fence.sup) if isinstance(fence, Script) else (fence, None)
            items[at : at + 2] = head.base, Script(base, head.sub, sup, span=head.span | fence.span)
    return replace(node, items=tuple(items))
