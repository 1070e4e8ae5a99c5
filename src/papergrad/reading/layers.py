"""Networks of any depth: ``z^l = W^l a^{l-1} + b^l`` for l = 1, …, L and a cost of ``a^L`` are read with four layers.

What is defined at layer l is defined at each of them, and what is claimed at layer l is read at the second: there is one before
and one behind it, which may have other widths. An identity that holds for any number of layers holds for four; a slip
shows already there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Infix, Name, Node, Numeral, Script
from papergrad.phrasebook import functions
from papergrad.reading.named import symbols_in
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import Slot, Written, apart
from papergrad.reading.unrolling import HERE, at, symbols_with
from papergrad.records import dataclass

DEPTH = 4  # with which networks are read: the layer behind layer HERE is not the last one
LAYERS, LAST = "lℓk", "LHKDM"  # letters of a layer, and of the last one
NUMBERED, ANY_LAST = "lℓ", "L"  # letters of nothing else, and what the last layer is called where nobody speaks of it


@dataclass(frozen=True)
class Layers:
    """The letter of a layer, that of the last one, and the symbols that layers have."""

    letter: str
    last: str
    symbols: frozenset[str]


def layers(group: list[Stated], before: Layers | None, document: tuple[str, str] | None = None) -> Layers | None:
    """The layers that statements speak of: their own, or those of the part ``before``. ``document``: the letters that they have
    in the document, of which a part may define the layers, and another speak of the last one."""
    found = _letters(group)
    if found is None and document is not None and any(_goes_on(group, letter) for letter in document):
        found = document
    if found is not None:
        return Layers(*found, symbols_with(group, found))
    if before is None or not before.symbols & symbols_with(group, (before.letter, before.last)):
        return None
    return replace(before, symbols=before.symbols | symbols_with(group, (before.letter, before.last)))


def layered(group: list[Stated], found: Layers | None) -> tuple[list[Stated], frozenset[int]]:
    """The statements at four layers, and which of them only repeat another one at another layer."""
    if found is None:
        return group, frozenset()
    letter, last, symbols = found.letter, found.last, found.symbols
    outputs = _outputs(group, last)
    if outputs:
        group = [mapped(one, lambda node: _by_outputs(node, outputs)) for one in group]
    given = {look for one in group if _defines(one) and (look := _look(one.left)) is not None}
    out: list[Stated] = []
    made: set[int] = set()
    for one in group:
        known = {last: DEPTH, letter: HERE}
        if one.left == Name(letter):  # l = 1, …, L
            out.append(one)
            continue
        out.append(at(one, known, symbols))
        last_one = _of_any_layer(one, last)
        if one.relation == "∈" or (_defines(one) and _at(one.left, letter)) or last_one:
            for other in (n for n in range(1, DEPTH + 1) if n != (DEPTH if last_one else HERE)):
                repeated = at(one, {**known, (last if last_one else letter): other}, symbols)
                if _within(repeated) and _look(repeated.left) not in given:
                    made.add(id(repeated))
                    out.append(repeated)
    return out, frozenset(made)


def _outputs(group: list[Stated], last: str) -> dict[Node, Node]:
    """The a of a last layer ``a^L`` that is written without it nowhere but below a nabla: ``∇_a C`` is by that."""
    nodes = [n for one in group for side in (one.left, one.right) for n in tree.walk(side)]
    below = {n.sub for n in nodes if isinstance(n, Script) and n.base == Name("∇") and isinstance(n.sub, Name)}
    whole = {n.base: n for n in nodes if isinstance(n, Script) and n.sub is None and n.base in below and _at(n, last)}
    bare = Counter(n for n in nodes if n in below)
    hung = Counter(n.base for n in nodes if isinstance(n, Script) and n.base in below)
    derived = Counter(n.sub for n in nodes if isinstance(n, Script) and n.base == Name("∇"))
    return {base: whole[base] for base in below if base in whole and bare[base] == hung[base] + derived[base]}


def _by_outputs(node: Node, outputs: dict[Node, Node]) -> Node:
    match node:
        case Script(Name("∇"), sub) if sub in outputs:
            return replace(node, sub=outputs[sub])
    return tree.rebuild(node, lambda part: _by_outputs(part, outputs))


def letters(stated: list[Stated]) -> tuple[str, str] | None:
    """The letter of layers and that of the last one in a document."""
    return _letters(stated) or _from_the_last(stated)


def _letters(group: list[Stated]) -> tuple[str, str] | None:
    """The letter of layers and that of the last one: something is defined at l from what is at l - 1, and is met at L; or at
    l + 1, where the last layer is left out."""
    for letter in LAYERS:
        if not _goes_on(group, letter):
            continue
        defined = _defined(group, letter)
        ends = {
            item.text
            for base, item in _labels(group)
            if defined & {base, base.upper()} and isinstance(item, Name) and item.text in LAST  # a^{[L](i)}: of A^{[L]}
        }
        if len(ends) == 1:
            return letter, ends.pop()
        if not ends and letter in NUMBERED and any(item == _beside(letter, "+") for _, item in _labels(group)):
            return letter, ANY_LAST
    return None


def _from_the_last(group: list[Stated]) -> tuple[str, str] | None:
    """The letters where only the last layer is defined, from the one before it, and others are spoken of all the same."""
    for last in LAST:
        if not _goes_on(group, last):
            continue
        slots = [(w.base, s) for w in _written(group) for s in w.slots]
        places = {(base, s.place, s.number) for base, s in slots if s.item == Name(last)}
        left = (w for one in group if _defines(one) and (w := apart(one.left)) is not None)
        if any(isinstance(s.item, Numeral) and (w.base, s.place, s.number) in places for w in left for s in w.slots):
            continue  # what the first layer is, is said by itself
        met = {
            s.item.text
            for base, s in slots
            if isinstance(s.item, Name) and s.item.text in LAYERS and (base, s.place, s.number) in places
        }
        if len(met) == 1:
            return met.pop(), last
    return None


def _of_any_layer(one: Stated, last: str) -> bool:
    """Whether a definition at the last layer speaks of that and of the one before it alone: ``z^L = w^L a^{L-1} + b^L``."""
    if not _defines(one) or _labelled(one.left, Name(last)) is None:
        return False
    labels = (Name(last), _beside(last, "-"))
    ends = {
        n
        for big in tree.walk(one.right)
        if isinstance(big, Big)
        for end in (big.lower, big.upper)
        if end
        for n in tree.walk(end)
    }
    spoken = [w for w in symbols_in(one.right) if w.base not in functions.SPELLED and w.name not in ends]
    return bool(spoken) and all(any(s.item in labels for s in w.slots) for w in spoken)


def _goes_on(group: list[Stated], letter: str) -> bool:
    """Whether something is defined at a letter, and is met at the one before it; or at the one behind it, and is met there."""
    return any(
        base in defined and item == before
        for at, before in ((Name(letter), _beside(letter, "-")), (_beside(letter, "+"), Name(letter)))
        if (defined := {w.base for one in group if _defines(one) and (w := _labelled(one.left, at)) is not None})
        for base, item in _labels(group)
    )


def _beside(letter: str, sign: str) -> Node:
    """The layer before a layer, or the one behind it."""
    return Infix((Name(letter), Numeral("1")), (sign,))


def _defined(group: list[Stated], letter: str) -> set[str]:
    return {w.base for one in group if _defines(one) and (w := _at(one.left, letter)) is not None}


def _at(node: Node, letter: str) -> Written | None:
    """A symbol that has a layer, or the one behind it, for a label."""
    return _labelled(node, Name(letter)) or _labelled(node, _beside(letter, "+"))


def _labels(group: list[Stated]) -> Iterator[tuple[str, Node]]:
    """The symbols that have something for a label, each with its labels."""
    return ((written.base, slot.item) for written in _written(group) for slot in written.slots)


def _written(group: list[Stated]) -> Iterator[Written]:
    """The symbols of some statements, those within the scripts of others too."""
    for node in (node for one in group for side in (one.left, one.right) for node in tree.walk(side)):
        if (written := apart(node)) is not None:
            yield written


def _defines(one: Stated) -> bool:
    return one.relation in EQUAL and one.link == 0 and apart(one.left) is not None


def _labelled(node: Node, label: Node) -> Written | None:
    """A symbol that has this for a label."""
    written = apart(node)
    return written if written is not None and any(s.item == label for s in written.slots) else None


def _look(node: Node) -> tuple[str, tuple[Slot, ...]] | None:
    written = apart(node)
    return (written.base, written.slots) if written is not None else None


def _within(one: Stated) -> bool:
    """Whether a statement speaks of layers that there are."""
    return all(0 <= n <= DEPTH for side in (one.left, one.right) for n in _numbers(side))


def _numbers(node: Node) -> Iterator[int]:
    """The numbers in the scripts of symbols."""
    for part in tree.walk(node):
        written = apart(part)
        for slot in written.slots if written is not None else ():
            if isinstance(slot.item, Numeral) and slot.item.text.isdigit():
                yield int(slot.item.text)
