r"""Vectors with one number for each sample: the ``y^{(i)}`` of ``y ∈ ℝ^m`` in a sum over ``i = 1, …, m`` are its entries.

Writers put the sample in brackets as in ``x^{(i)}``, of which each is a vector of its own.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Script
from papergrad.phrasebook import sets
from papergrad.reading.declarations import symbols_of
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart, plain


def entered(stated: list[Stated]) -> list[Stated]:
    """The statements with those samples as entries, ``y_i``."""
    declared = [(node, one.right) for one in stated if one.relation == "∈" for node in symbols_of(one.left)]
    spaces = [(node, space) for node, right in declared if (space := sets.read_space(right)) is not None]
    vectors = {
        plain(node): space.sizes[0] for node, space in spaces if isinstance(node, Name) and len(space.sizes) == 1
    }
    own = {
        written.base for node, space in spaces if space.sizes and (written := apart(node)) is not None and written.slots
    }
    sides = [side for one in stated for side in (one.left, one.right)]
    met = {
        found for side in sides for n in tree.walk(side) if isinstance(n, Big) for found in _summed(n, vectors)
    } - own
    return [mapped(one, lambda node: _put(node, met)) for one in stated] if met else stated


def _summed(node: Big, vectors: dict[str, Node]) -> set[str]:
    """The vectors of which a sum takes the samples, as many as they have entries."""
    match node.lower:
        case Infix((Name() as letter, _), ("=",)) if node.upper is not None:
            samples = (n for n in tree.walk(node.body) if isinstance(n, Script))
            bases = {plain(n.base) for n in samples if n.sup == Fence("(", letter, ")") and isinstance(n.base, Name)}
            return {base for base in bases if vectors.get(base) == node.upper}
    return set()


def _put(node: Node, vectors: set[str]) -> Node:
    match node:
        case Script(Name() as base, None, Fence("(", Name() as sample, ")"), 0) if plain(base) in vectors:
            return replace(node, sub=sample, sup=None)
    return tree.rebuild(node, lambda part: _put(part, vectors))
