"""Networks of any depth: ``z^l = W^l a^{l-1} + b^l`` for l = 1, …, L and a cost of ``a^L`` are read with three layers.

What is defined at layer l is defined at each of them, and what is claimed at layer l is read at the second: there is one before
and one behind it, which may have other widths. An identity that holds for any number of layers holds for three; a slip
shows already there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Infix, Name, Node, Numeral
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import Slot, Written, apart
from papergrad.reading.unrolling import HERE, STEPS, at, symbols_with
from papergrad.records import dataclass

LAYERS, LAST = "lℓk", "LHKDM"  # letters of a layer, and of the last one


@dataclass(frozen=True)
class Layers:
    """The letter of a layer, that of the last one, and the symbols that layers have."""

    letter: str
    last: str
    symbols: frozenset[str]


def layers(group: list[Stated], before: Layers | None, document: tuple[str, str] | None = None) -> Layers | None:
    """The layers that statements speak of: their own, or those of the part ``before``. ``document``: the letters that they have
    in the document, of which a part may define the layers, and another speak of the last one."""
    found = letters(group) or (document if document is not None and _goes_on(group, document[0]) else None)
    if found is not None:
        return Layers(*found, symbols_with(group, found))
    if before is None or not before.symbols & symbols_with(group, (before.letter, before.last)):
        return None
    return replace(before, symbols=before.symbols | symbols_with(group, (before.letter, before.last)))


def layered(group: list[Stated], found: Layers | None) -> tuple[list[Stated], frozenset[int]]:
    """The statements at three layers, and which of them only repeat another one at another layer."""
    if found is None:
        return group, frozenset()
    letter, last, symbols = found.letter, found.last, found.symbols
    given = {look for one in group if _defines(one) and (look := _look(one.left)) is not None}
    out: list[Stated] = []
    made: set[int] = set()
    for one in group:
        known = {last: STEPS, letter: HERE}
        if one.left == Name(letter):  # l = 1, …, L
            out.append(one)
            continue
        out.append(at(one, known, symbols))
        if one.relation == "∈" or (_defines(one) and _labelled(one.left, letter)):
            for other in (n for n in range(1, STEPS + 1) if n != HERE):
                repeated = at(one, {**known, letter: other}, symbols)
                if _within(repeated) and _look(repeated.left) not in given:
                    made.add(id(repeated))
                    out.append(repeated)
    return out, frozenset(made)


def letters(group: list[Stated]) -> tuple[str, str] | None:
    """The letter of layers and that of the last one: something is defined at l from what is at l - 1, and is met at L."""
    for letter in LAYERS:
        if not _goes_on(group, letter):
            continue
        defined = _defined(group, letter)
        ends = {i.text for base, i in _labels(group) if base in defined and isinstance(i, Name) and i.text in LAST}
        if len(ends) == 1:
            return letter, ends.pop()
    return None


def _goes_on(group: list[Stated], letter: str) -> bool:
    """Whether something is defined at a letter, and is met at the one before it."""
    defined, before = _defined(group, letter), Infix((Name(letter), Numeral("1")), ("-",))
    return bool(defined) and any(base in defined and item == before for base, item in _labels(group))


def _defined(group: list[Stated], letter: str) -> set[str]:
    return {w.base for one in group if _defines(one) and (w := _labelled(one.left, letter)) is not None}


def _labels(group: list[Stated]) -> Iterator[tuple[str, Node]]:
    """The symbols that have something for a label, each with its labels."""
    for node in (node for one in group for side in (one.left, one.right) for node in tree.walk(side)):
        written = apart(node)
        for slot in written.slots if written is not None else ():
            yield written.base, slot.item  # type: ignore[union-attr]


def _defines(one: Stated) -> bool:
    return one.relation in EQUAL and one.link == 0 and apart(one.left) is not None


def _labelled(node: Node, letter: str) -> Written | None:
    """A symbol that has the letter alone for a label."""
    written = apart(node)
    return written if written is not None and any(s.item == Name(letter) for s in written.slots) else None


def _look(node: Node) -> tuple[str, tuple[Slot, ...]] | None:
    written = apart(node)
    return (written.base, written.slots) if written is not None else None


def _within(one: Stated) -> bool:
    """Whether a statement speaks of layers that there are."""
    return all(0 <= n <= STEPS for side in (one.left, one.right) for n in _numbers(side))


def _numbers(node: Node) -> Iterator[int]:
    """The numbers in the scripts of symbols."""
    for part in tree.walk(node):
        written = apart(part)
        for slot in written.slots if written is not None else ():
            if isinstance(slot.item, Numeral) and slot.item.text.isdigit():
                yield int(slot.item.text)
