"""The hand of the writer: how each symbol is spelled, which signs are liked. What is noticed here, ``writing`` obeys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Script, walk
from papergrad.phrasebook.products import ENTRYWISE
from papergrad.phrasebook.trees import beside, listed
from papergrad.reading import squares
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import SAMPLED, SAMPLES, Slot, apart

TURNED = ("T", "⊤", "⊺")


def style(scope: Scope, trees: Iterable[Node] = ()) -> Style:
    """The habits of the writer in a scope; ``trees`` are formulas of the document, read for the signs they use."""
    turned: Counter[str] = Counter()
    entrywise: Counter[str] = Counter()
    for tree in trees:
        for node in walk(tree):
            match node:
                case Script(_, _, Name(text) as sup) if text in TURNED:
                    turned[sup.text] += 1
                case Infix(_, operators):
                    entrywise.update(sign for sign in operators if sign in ENTRYWISE)
    spelled = {key: _spelling(key, scope) for key in _symbols(scope)}
    vectors = [s.row for key, s in spelled.items() if scope.shape(key).core == 1]
    return Style(
        hadamard=max(entrywise, key=entrywise.__getitem__) if entrywise else "⊙",
        transpose=Name(max(turned, key=turned.__getitem__)) if turned else Name("T"),
        rows=2 * sum(vectors) > len(vectors),
        spelled=spelled,
        symmetric=scope.symmetric(),
    )


def _symbols(scope: Scope) -> frozenset[str]:
    """Every symbol with a shape, here and in the scopes before."""
    before = _symbols(scope.parent) if scope.parent is not None else frozenset()
    return before | frozenset(scope.shapes) | frozenset(scope.definitions)


def _spelling(key: str, scope: Scope) -> Spelling:
    shape = scope.shape(key)
    node = scope.name_of(key) or scope.name_of(key.removesuffix(SAMPLED))
    written = apart(node) if node is not None else None
    if written is None:
        return Spelling(_from_key(key), ("(sup)",) * key.endswith(SAMPLED), shape.lying)
    labels = [slot for slot in written.slots if not scope.symbols.runs(written, slot)]
    running = [
        place for base, place, _ in sorted(scope.symbols.axes, key=lambda axis: axis[:0:-1]) if base == written.base
    ]
    running.sort(key=lambda place: place not in SAMPLES)
    places = tuple(running[: shape.scripts]) + ("sub",) * max(0, shape.scripts - len(running))
    if shape.scripts > 1 and scope.kinds.get((key, shape.scripts - 1)) in ("column", "row"):
        places = (*places[:-1], "entry")  # y_j is a vector, so the i of y_j^i runs over its entries
    return Spelling(squares.spelled(_labelled(written.name, labels)), places, shape.lying)


def _labelled(name: Node, labels: list[Slot]) -> Node:
    """A name with the scripts that belong to it."""
    below = tuple(slot.item for slot in labels if slot.place == "sub")
    above: list[Node] = []
    for slot in labels:
        if slot.place == "(sup)":
            above.append(Fence("(", slot.item, ")"))
        elif slot.place == "[sup]":
            above.append(Fence("[", slot.item, "]"))
        elif slot.place == "⟨sup⟩":
            above.append(Fence("⟨", slot.item, "⟩"))
        elif slot.place == "sup":
            above.append(slot.item)
    if not below and not above:
        return name
    return Script(name, listed(below) if below else None, beside(*above) if above else None)


def _from_key(key: str) -> Node:
    """A name for a symbol that was never written by itself: its key, label by label."""
    base, _, below = key.removesuffix(SAMPLED).partition("_")
    name = Name(base, font="word" if len(base) > 1 else "")
    if not below:
        return name
    return Script(name, Numeral(below) if below.isdigit() else Name(below, font="word" if len(below) > 1 else ""))
