"""Layers that are numbered where powers stand: ``Z^1 = X W^1 + b^1``, ``Z^2 = A^1 W^2 + b^2``.

Nobody writes a first power. Where a document says what is called Z^1 and what is called Z^2, the numbers on these letters, and on
all that have a 1 there, are labels: names, and no numerals. So are the 0 and the 1 of letters that no other number is put on. A
loss ``E^p`` is that of the sample p where others carry its letter in brackets, ``y^{(p)}``.

So are the words that are raised on what an equation is about, with their letters side by side: ``w^{new} = w^{old} - η g``,
``y^{LS}_k = …``. What is defined has no power.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from papergrad.notation import tree
from papergrad.notation.tree import Accented, Fence, Name, Node, Numeral, Run, Script
from papergrad.reading.habits import OBJECTIVES
from papergrad.reading.layers import LAYERS
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import exponential, plain

INDICES = frozenset("ijklmnpq")  # that stand side by side more often than they spell a word
OPPOSITES = {"new": "old", "next": "prev", "out": "in"}  # the one is defined, the other is not


def labelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with labels for the raised numbers of a document that numbers its layers so."""
    defined = [found for one in stated if one.relation in EQUAL and not one.link and (found := _raised(one.left))]
    met = {found for one in stated for side in (one.left, one.right) for n in tree.walk(side) if (found := _raised(n))}
    if any((base, "1") in defined and (base, "2") in defined for base, _ in defined):
        letters = frozenset(base for base, number in met if number == "1")
    else:
        letters = frozenset(base for base, _ in met) - {base for base, number in met if number not in ("0", "1")}
    samples = frozenset(
        n.sup.inside
        for one in stated
        for side in (one.left, one.right)
        for n in tree.walk(side)
        if isinstance(n, Script) and isinstance(n.sup, Fence) and n.sup.open == "(" and isinstance(n.sup.inside, Name)
    )
    if not (letters or samples):
        return stated
    return [mapped(one, lambda node: _sampled(_put(node, letters), samples)) for one in stated]


def _sampled(node: Node, samples: frozenset[Node]) -> Node:
    """An expression with brackets around the samples of losses."""
    match node:
        case Script(Name() as base, sub, Name() as sup, 0) if plain(base) in OBJECTIVES and sup in samples:
            return Script(base, sub, Fence("(", sup, ")", span=sup.span), span=node.span)
    return tree.rebuild(node, lambda part: _sampled(part, samples))


def _raised(node: Node) -> tuple[Node, str] | None:
    """The letter and the number of ``Z^1`` and ``z_j^1``."""
    match node:
        case Script(Name() | Accented() as base, _, Numeral(number), 0) if number.isdigit():
            return base, number
    return None


def _put(node: Node, letters: frozenset[Node]) -> Node:
    found = _raised(node)
    if found is None or found[0] not in letters or not isinstance(node, Script):
        return tree.rebuild(node, lambda part: _put(part, letters))
    below = _put(node.sub, letters) if node.sub is not None else None
    return replace(node, sub=below, sup=Name(found[1]))


def worded(stated: list[Stated]) -> list[Stated]:
    """The statements, with the words that are raised on some symbol in one piece."""
    labels = {
        text
        for one in stated
        if one.relation in EQUAL and not one.link and isinstance(one.left, Script)
        if (text := _word(one.left.sup)) and (text.isupper() or len(text) > 2 and not INDICES.issuperset(text))
    }
    labels |= {OPPOSITES[text] for text in labels & OPPOSITES.keys()}
    return [mapped(one, lambda node: _in_one_piece(node, labels)) for one in stated] if labels else stated


def _word(sup: Node | None) -> str:
    """The letters of a superscript of several, if that is all it is."""
    items = sup.items if isinstance(sup, Run) else ()
    letters = [item.text for item in items if isinstance(item, Name) and not (item.accents or item.font)]
    plain_ones = len(letters) == len(items) > 1 and all(len(text) == 1 and text.isascii() for text in letters)
    return "".join(letters) if plain_ones and "T" not in letters else ""


def _in_one_piece(node: Node, labels: set[str]) -> Node:
    node = tree.rebuild(node, lambda part: _in_one_piece(part, labels))
    if isinstance(node, Script) and node.sup is not None and _word(node.sup) in labels and not exponential(node):
        return replace(node, sup=Name(_word(node.sup), font="word", span=node.sup.span))
    return node


def bracketed(stated: list[Stated]) -> list[Stated]:
    """The statements with brackets around a label wherever the same symbol has it with brackets elsewhere: ``z^H`` beside
    ``z^{(H)}`` is the same."""
    nodes = [node for one in stated for side in (one.left, one.right) for node in tree.walk(side)]
    labels = {
        (node.base, node.sup.inside): node.sup for node in nodes if isinstance(node, Script) and _labels(node.sup)
    }
    bare = {(node.base, node.sup) for node in nodes if isinstance(node, Script) and node.sup is not None}
    both = {look: fence for look, fence in labels.items() if look in bare}
    return [mapped(one, lambda node: _bracketed(node, both)) for one in stated] if both else stated


def _labels(sup: Node | None) -> TypeGuard[Fence]:
    """A capital, or the letter of a layer, in brackets; a T there is more often a transpose."""
    match sup:
        case Fence("(" | "[", Name(text, accents=())):
            return (text.isupper() and text != "T") or text in LAYERS
    return False


def _bracketed(node: Node, both: dict[tuple[Node, Node], Fence]) -> Node:
    node = tree.rebuild(node, lambda part: _bracketed(part, both))
    if isinstance(node, Script) and node.sup is not None and (node.base, node.sup) in both:
        return replace(node, sup=replace(both[node.base, node.sup], span=node.sup.span))
    return node
