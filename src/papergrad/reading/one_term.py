r"""A term of a sum by the letter of the whole: the ``L_i`` beside ``L = \frac12 \sum_i (\hat y_i - y_i)^2``.

What is one number has no entries. Where it is said to be a sum over the letter that hangs on it, that is no slip of the pen: one of
its terms is meant, with or without the factor before the sum, which only the writer knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from papergrad.notation.tree import Big, Name, Node, Run, children, walk
from papergrad.phrasebook import sums
from papergrad.reading.symbols import Slot, apart


def of_a_sum(written: Node | None, slots: Iterable[Slot], name: Node | None) -> bool:
    """Whether a formula is made of sums over a letter of some scripts, and does not have the letter elsewhere; nor has the ``name``
    by which the whole is called, as the E_in of ``E_in = (1/N) Σ_n …``."""
    if written is None:
        return False
    head = apart(name.items[0] if isinstance(name, Run) else name) if name is not None else None
    own = {part for slot in (head.slots if head is not None else ()) for part in walk(slot.item)}
    letters = {slot.item.text for slot in slots if isinstance(slot.item, Name) and slot.item not in own}
    summed = letters & {letter for node in walk(written) for letter in _over(node)} if letters else set()
    return any(not _open(written, letter) for letter in summed)


def _over(node: Node) -> set[str]:
    total = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
    return {one.index.text for one in total.ranges if isinstance(one.index, Name)} if total is not None else set()


def _open(node: Node, letter: str) -> bool:
    """Whether a letter stands outside of the sums over it."""
    if letter in _over(node):
        return False
    return node == Name(letter) or any(_open(part, letter) for part in children(node))
