r"""A vector and those that it is compared with by one letter: the z of ``z^T z_i`` and ``‖z - z_i‖²``, a query and its keys.

The z is no list of which the z_i are the entries: nobody multiplies a vector by its own entry as a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Infix, Node, Run
from papergrad.phrasebook import norm
from papergrad.phrasebook.trees import bare
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import SCHEMATIC, Written, apart, letter


def anchors(group: Iterable[Stated]) -> frozenset[str]:
    """The letters of vectors that meet others of their letter in inner products or distances."""
    sides = (side for one in group for side in (one.left, one.right))
    return frozenset(one.base for side in sides for one, other in _met(side) if _is_anchor(one, other))


def _met(root: Node) -> Iterator[tuple[Written, Written]]:
    """Each two symbols that are multiplied as a row and a column, or that a norm takes the difference of, either way round."""
    for node in tree.walk(root):
        pairs: Iterable[tuple[Node, Node]] = ()
        if isinstance(node, Run):
            pairs = [(a, b) for a, b in pairwise(node.items) if (w := apart(a)) is not None and w.transposed]
        elif (found := norm.read(node)) is not None:
            match bare(found.of):
                case Infix((one, other), ("-",)):
                    pairs = [(one, other)]
        for one, other in pairs:
            a, b = apart(one), apart(other)
            if a is not None and b is not None:
                yield a, b
                yield b, a


def _is_anchor(one: Written, other: Written) -> bool:
    """Whether one is a bare letter and the other one of several; no step, as the x_t of ``‖x - x_t‖``."""
    places, below = [slot.place for slot in other.slots], {letter(slot.item) for slot in other.slots}
    same = one.base == other.base and one.base[:1].islower()
    return same and not one.slots and places == ["sub"] and below.isdisjoint(SCHEMATIC)
