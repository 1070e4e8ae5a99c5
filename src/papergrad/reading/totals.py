r"""Letters that stand for two things: a loss and those of the samples, a matrix and its entries.

A loss and those of the samples: ``L = \frac{1}{N} \sum_i L_i`` beside ``L_i = -\log p_i`` speaks of two things by one letter.

The one without a letter below it is no vector of which the others are the entries.
"""

from __future__ import annotations

from collections.abc import Iterable

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Numeral, Run
from papergrad.reading.habits import LOSSES
from papergrad.reading.named import symbols_in
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import COUNTERS, ENTRIES, Written, apart, letter


def totals(group: Iterable[Stated]) -> frozenset[str]:
    """The letters of what is computed from its own terms, and of losses that are also those of single samples."""
    found: set[str] = set()
    single: set[str] = set()
    whole: set[str] = set()
    for one in group:
        sides = [w for side in (one.left, one.right) for w in symbols_in(side)]
        whole |= {w.base for w in sides if not w.slots}
        if one.relation not in EQUAL:
            continue
        left = _of(one.left)
        if left is not None and _of_one(left) and one.link == 0 and _is_loss(left):
            single.add(left.base)
        if left is not None and not left.slots:
            terms = [w for part in tree.walk(one.right) if isinstance(part, Big) for w in symbols_in(part.body)]
            found |= {w.base for w in terms if w.base == left.base and _of_one(w)}
    return frozenset(found | (single & whole))


def small_matrices(stated: Iterable[Stated]) -> frozenset[str]:
    """The small letters with two places below them, ``w_{ij}``, and never one: their wholes are matrices."""
    places: dict[str, set[int]] = {}
    for one in stated:
        for side in (one.left, one.right):
            for written in symbols_in(side):
                below = [slot.item for slot in written.slots if slot.place == "sub"]
                if all(map(_place, below)):
                    places.setdefault(written.base, set()).add(len(below))
    return frozenset(base for base, found in places.items() if base.islower() and found & {1, 2} == {2})


def _place(item: Node) -> bool:
    return letter(item) in ENTRIES or (isinstance(item, Numeral) and item.text.isdigit())


def _of(node: Node) -> Written | None:
    """The symbol that is defined: the J of ``J(θ)`` too."""
    match node:
        case Run((head, Fence("(", _, _))):
            return apart(head)
    return apart(node)


def _of_one(written: Written) -> bool:
    """Whether it is that of one sample: with a letter below it that counts, and nothing else."""
    items = [slot.item for slot in written.slots if slot.place == "sub"]
    return len(items) == len(written.slots) == 1 and isinstance(items[0], Name) and items[0].text in COUNTERS


def _is_loss(written: Written) -> bool:
    return isinstance(written.name, Name) and (written.name.font == "cal" or written.name.text in LOSSES)
