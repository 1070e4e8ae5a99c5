r"""Entries of bold tables: ``x_i`` beside a bold vector ``\mathbf x`` is an entry of it, and ``x_{ij}`` one of the bold ``\mathbf X``.

Where samples are numbered, x_{ij} is an entry of the sample x_i. A text that has both tables in bold says what is whose.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Script
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart


def entered(stated: list[Stated]) -> list[Stated]:
    """The statements with the letter of the table for that of its entries, where a vector goes by the small bold letter."""
    sides = [side for one in stated for side in (one.left, one.right)]
    bold = {n.text for side in sides for n in tree.walk(side) if isinstance(n, Name) and n.font == "bold"}
    both = frozenset(text for text in bold if text.islower() and text.upper() in bold)
    return [mapped(one, lambda node: _put(node, both)) for one in stated] if both else stated


def _put(node: Node, both: frozenset[str]) -> Node:
    match node:
        case Script(Name(text, accents=(), font="") as base, Node()) if text in both:
            written = apart(node)
            if written is not None and len([slot for slot in written.slots if slot.place == "sub"]) == 2:
                return replace(node, base=replace(base, text=text.upper(), font="bold"))
    return tree.rebuild(node, lambda part: _put(part, both))
