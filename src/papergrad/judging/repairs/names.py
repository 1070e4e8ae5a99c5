"""Subscripts and symbols."""

from __future__ import annotations

from itertools import combinations, islice

from papergrad.judging.edits import Spot, scripts, spots
from papergrad.judging.repairs.missing import _letters
from papergrad.judging.repairs.places import Trees
from papergrad.judging.vocabulary import Vocabulary, letter, unscripted
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run, Script, walk


def index_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another subscript in one place, or off by one, or in all places of one subscript; with another layer's symbol."""
    yield from _exchanged(tree, v, same_letter=True)
    for spot in scripts(tree):
        node = spot.node
        match node:
            case _ if node in v.indices:
                for other in v.indices:
                    if other != node:
                        yield spot.put(other)
            case Numeral(text) if text.isdigit() and not _is_power(spot):
                for other_number in (int(text) - 1, int(text) + 1):
                    if other_number >= 0:
                        yield spot.put(Numeral(str(other_number)))
    for one, other in combinations(_letters(tree, v), 2):
        yield _everywhere(tree, {one: other})
        yield _everywhere(tree, {other: one})
        yield _everywhere(tree, {one: other, other: one})
    for spot in scripts(tree):
        match spot.node:
            case Name() if spot.node in v.indices and not isinstance(spot.above[-1], Infix | Run):
                yield from (spot.put(Infix((spot.node, Numeral("1")), (sign,))) for sign in "-+")
            case Infix((name, Numeral("1")), (("-" | "+") as sign,)):
                yield spot.put(name)
                yield spot.put(Infix((name, Numeral("1")), ("-" if sign == "+" else "+",)))
    yield from index_presence(tree, v)


def _is_power(spot: Spot) -> bool:
    parent = spot.above[-1]
    return isinstance(parent, Script) and parent.sup is spot.node


def index_presence(tree: Node, v: Vocabulary) -> Trees:
    """With a subscript hung on a symbol that has none, or taken off one that has."""
    for spot in spots(tree, derived=True):
        core, hung = v.split(spot.node)
        match core:
            case Script(base, sub, None) if sub in v.indices and not core.primes:
                yield spot.put(v.hang(base, hung))
            case Script(base, None, sup) if sup in v.indices or (isinstance(sup, Fence) and sup.inside in v.indices):
                yield spot.put(v.hang(base, hung))
            case Name() if core in v.kinds or any(letter(s) == core.text for s in v.kinds):
                for i in v.indices:
                    yield spot.put(v.hang(Script(core, sub=i), hung))
                    yield spot.put(v.hang(Script(core, sup=Fence("(", i, ")")), hung))


def _everywhere(tree: Node, change: dict[Node, Node]) -> Node:
    """The tree with subscripts replaced in all places at once."""
    places = [k for k, spot in enumerate(scripts(tree)) if spot.node in change]
    for k in places:  # a replaced name is a name again, so that the places stay the same
        spot = next(islice(scripts(tree), k, None))
        tree = spot.put(change[spot.node])
    return tree


def symbol_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another letter of the same shape, or with another accent, in one place; then in all places."""
    yield from _exchanged(tree, v, same_letter=False)


def _exchanged(tree: Node, v: Vocabulary, same_letter: bool) -> Trees:
    """With a symbol that is like one that stands there, in one place or in all: of its letter and accents, or of others."""

    def alike(symbol: Node) -> Trees:
        return (s for s in v.alike(symbol) if (unscripted(s) == unscripted(symbol)) == same_letter)

    seen = []
    for spot in spots(tree, derived=True):
        core, hung = v.split(spot.node)
        for other in alike(core):
            yield spot.put(v.hang(other, hung))
        if (core in v.kinds or (isinstance(core, Script) and core.base in v.families)) and core not in seen:
            seen.append(core)
    for symbol in seen:
        for other in alike(symbol):
            result = tree
            for _ in range(sum(1 for node in walk(tree) if node == symbol) + 1):
                found = next((s for s in spots(result, derived=True) if v.split(s.node)[0] == symbol), None)
                if found is None:
                    break
                result = found.put(v.hang(other, v.split(found.node)[1]))
            yield result
