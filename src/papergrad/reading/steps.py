r"""Letters that run where a document is read to be computed: steps of time, and positions that somebody chose.

To judge what is said *at* a step, ``h_t`` is a name (see ``unrolling``). To compute ``h_t = \tanh(W h_{t-1} + U x_t)`` it is the
entry of a sequence, and the definition is a recurrence. Likewise ``c \in \{1, …, W\}`` makes v_c the row of a table that c names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papergrad.notation import tree
from papergrad.notation.tree import Infix, Node
from papergrad.phrasebook import sets
from papergrad.phrasebook.trees import sequence
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import Axis, apart, names

TIME = frozenset("tτ")


@dataclass(frozen=True)
class Steps:
    """``letters`` run along steps. ``positions`` are chosen: each names a place, or is a list of places. ``shifted`` are letters
    that stand with something added to them in a script; ``axes`` are the scripts that run because of all this."""

    letters: frozenset[str]
    positions: frozenset[str]
    shifted: frozenset[str]
    axes: frozenset[Axis]


def steps(stated: Sequence[Stated]) -> Steps:
    """What runs in a document."""
    scripts: set[str] = set()
    positions: set[str] = set()
    shifted: set[str] = set()
    for one in stated:
        for item in (*_scripts(one.left), *_scripts(one.right)):
            found = names(item)
            scripts |= found
            shifted |= found if isinstance(item, Infix) else set()
        positions |= set(_chosen(one))
    letters = TIME & scripts
    axes = {
        (written.base, slot.place, slot.number)
        for one in stated for side in (one.left, one.right) for node in tree.walk(side)
        if (written := apart(node)) is not None
        for slot in written.slots
        if slot.place != "[sup]" and not (letters | positions).isdisjoint(names(slot.item))
    }  # fmt: skip
    return Steps(letters, frozenset(positions), frozenset(shifted), frozenset(axes))


def _scripts(node: Node) -> Iterator[Node]:
    for part in tree.walk(node):
        written = apart(part)
        if written is not None:
            yield from (slot.item for slot in written.slots)


def _chosen(one: Stated) -> Iterator[str]:
    """The c and o of ``c, o ∈ {1, …, W}``, the w of ``w_k ∈ {1, …, W}``; but not what holds for all."""
    found = sets.read(Infix((one.left, one.right), ("∈",))) if one.relation == "∈" else None
    if found is None or found.each or found.space.kind != "range" or one.words.endswith(("all", "each", "every")):
        return
    for node in sequence(found.of):
        written = apart(node)
        if written is not None and written.base not in TIME:
            yield written.base
