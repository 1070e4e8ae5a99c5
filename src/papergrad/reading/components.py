"""``h_j = σ(z)``, where z_j is spoken of: what is meant is ``σ(z_j)``, and of a softmax the entry ``softmax(z)_j``."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import ENTRIES


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the letter of an entry where a function of a whole is said to be that entry."""
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
