r"""Arrows that only say that something is a vector: ``\vec w`` with the entries ``w_i`` is the same w, as a bold one is.

Where the letter also stands alone without its arrow, these are two symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Script
from papergrad.reading.statements import Stated, mapped

ARROW = ("vec",)


def taken_off(stated: list[Stated]) -> list[Stated]:
    """The statements with bold letters for those with an arrow that are met without it only with something below."""
    sides = [side for one in stated for side in (one.left, one.right)]
    arrows = {n.text for side in sides for n in tree.walk(side) if isinstance(n, Name) and n.accents == ARROW}
    if not arrows:
        return stated
    hung = {n.base.text for side in sides for n in tree.walk(side) if _entry(n)}
    same = (arrows & hung) - {n.text for side in sides for n in _alone(side)}
    return [mapped(one, lambda node: _put(node, same)) for one in stated] if same else stated


def _entry(node: Node) -> bool:
    """``w_i`` without an arrow."""
    return isinstance(node, Script) and isinstance(node.base, Name) and not node.base.accents and node.sub is not None


def _alone(node: Node) -> Iterator[Name]:
    """The letters without an arrow that nothing hangs below."""
    if isinstance(node, Name):
        if not node.accents:
            yield node
        return
    for part in tree.children(node):
        if not (_entry(node) and isinstance(node, Script) and part is node.base):
            yield from _alone(part)


def _put(node: Node, letters: set[str]) -> Node:
    if isinstance(node, Name):
        return replace(node, accents=(), font="bold") if node.accents == ARROW and node.text in letters else node
    return tree.rebuild(node, lambda part: _put(part, letters))
