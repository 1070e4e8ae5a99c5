"""Entries of which something is claimed on their own: ``∂ℓ/∂s_0`` beside ``∂ℓ/∂s_k``, the s_y of ``Σ_{j≠y}`` beside ``∂L/∂s_j``.

What is claimed of the others is not meant for them.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import sums
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import ENTRIES, apart, letter
from papergrad.reading.understood import Read


def singled_out(derived: tuple[Node, Node], met: set[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """The k of a derivative by s_k with the 0 of one of the same by s_0."""
    match derived:
        case (of, Script(base, Name(text) as letter, None, 0)) if text in ENTRIES:
            numbers = (by.sub for what, by in met if what == of and isinstance(by, Script) and by.base == base)
            return [(letter, number) for number in numbers if isinstance(number, Numeral)]
    return []


def left_out(derived: tuple[Node, Node], reads: list[Read], before: Scope | None) -> list[tuple[Node, Node]]:
    """The j of a derivative by s_j of what sums over all j but y, with that y. ``before``: the parts before."""
    of, by = derived
    letters = letters_below(by)
    defined = [o.stated.right for o in reads if o.role == "defines" and of in (o.stated.left, _name(o.stated.left))]
    key = key_of(of, before.symbols) if before is not None and not defined else None
    if before is not None and key is not None and (written := before.written_as(key)) is not None:
        defined = [written]
    whole = [sums.read(n) for right in defined for n in tree.walk(right) if isinstance(n, Big)]
    ranges = (r for one in whole if one is not None for r in one.ranges)
    return [(r.index, x) for r in ranges if isinstance(r.index, Name) and r.index.text in letters for x in r.excluded]


def _name(left: Node) -> Node | None:
    """The L of ``L(w)``."""
    match left:
        case Run((head, Fence("("))):
            return head
    return None


def letters_below(node: Node) -> frozenset[str]:
    """The letters that run below a symbol: the j of ``o_j``."""
    written = apart(node)
    items = [slot.item for slot in written.slots if slot.place == "sub"] if written is not None else []
    return frozenset(item.text for item in items if isinstance(item, Name) and letter(item) is not None)
