"""Parts that say too little on their own: what an earlier part defines is read with them, as if no heading stood between.

A part takes over what was said before it with the shapes that it had there. Where that leaves something open, because only
here it is seen that a symbol is a vector or runs over steps, the statements before are read once more along with this part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papergrad.algebra.nodes import Definitions
from papergrad.algebra.traversal import entries
from papergrad.notation.tree import Hole
from papergrad.reading.named import symbols_in
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import Slot, apart, letter
from papergrad.reading.understood import Read
from papergrad.reading.values import NoWay, differ
from papergrad.source import PaperError

MOST = 60  # statements that are read once more


def rests_on(group: list[Stated], scope: Scope, before: Sequence[tuple[list[Stated], Scope]]) -> list[int]:
    """Which parts before define what a part speaks of, by their places; none where they say too much to be read once more."""
    parent = scope.parent
    if parent is None:
        return []
    known = parent.everything
    spoken = {key for one in group for side in (one.left, one.right) for key in scope.keys_in(side)} - scope.own
    spoken |= {other for key in spoken & known.keys() for other in reach(known[key].body, known)}
    found = [place for place, (_, other) in enumerate(before) if spoken & other.own]
    return found if sum(len(before[place][0]) for place in found) + len(group) <= MOST else []


def relabelled(group: list[Stated], scope: Scope, before: Sequence[tuple[list[Stated], Scope]]) -> list[int]:
    """Which parts before define what a part writes with the same scripts, where these were a label and run only here: the ``y_n =
    σ(a_n)`` before the heading of ``E = -Σ_n t_n \\ln y_n``."""
    met = {w for one in group for side in (one.left, one.right) for w in symbols_in(side) if scope.symbols.running(w)}
    run = {(w.base, w.slots) for w in met if not scope.known(scope.symbols.key(w))}
    found = [place for place, (_, other) in enumerate(before) if run and run & _labelled(other)]
    return found if sum(len(before[place][0]) for place in found) + len(group) <= MOST else []


def _labelled(scope: Scope) -> set[tuple[str, tuple[Slot, ...]]]:
    """What a part defines with a letter for a label."""
    names = [
        w for key in scope.own & scope.definitions.keys() if (w := apart(scope.names.get(key, Hole()))) is not None
    ]
    return {(w.base, w.slots) for w in names if any(letter(s.item) for s in w.slots) and not scope.symbols.running(w)}


def helped(reads: Iterable[Read]) -> bool:
    """Whether something is open that the statements before may settle: how one thing depends on another, how many axes it has."""
    return any(isinstance(one.problem, NoWay) or _unsaid(one.problem) or _misfits(one) for one in reads)


def _unsaid(problem: PaperError | None) -> bool:
    return problem is not None and problem.code in ("PG302", "PG323")


def open_claims(reads: Iterable[Read]) -> int:
    """How many statements do not conform, or cannot be compared."""
    return sum(one.problem is not None or _differs(one) or _misfits(one) for one in reads)


def unequal(reads: Iterable[Read]) -> int:
    """How many statements are open, or have sides of which it is not known that they have the same lengths."""
    return sum(one.problem is not None or _misfits(one) or _unlike(one) for one in reads)


def _unlike(one: Read) -> bool:
    if one.left is None or one.right is None or one.scope is None:
        return False
    settle = one.scope.sizes.settle
    return [settle(i.size) for i in one.left.axes] != [settle(i.size) for i in one.right.axes]


def _differs(one: Read) -> bool:
    if one.left is None or one.right is None or one.scope is None:
        return False
    return differ(one.left, one.right, one.scope.sizes) or len(one.left.written) != len(one.right.written)


def _misfits(one: Read) -> bool:
    """Whether a claim is made of something that is written with more, or fewer, positions than it has axes here."""
    if one.left is None or one.right is None or one.scope is None:
        return False
    known, scope = one.definitions, one.scope
    bodies = [one.left.body, one.right.body]
    bodies += [known[key].body for key in reach(one.left.body, known) | reach(one.right.body, known) if key in known]
    return any(_axes(e.symbol, known, scope) not in (None, len(e.at)) for body in bodies for e in entries(body))


def _axes(key: str, known: Definitions, scope: Scope) -> int | None:
    if key in known:
        return len(known[key].axes)
    found = scope.met_shape(key)  # a look that calls nothing into being
    return len(found.sizes) if found is not None else None
