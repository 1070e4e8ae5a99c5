r"""Letters that run where a document is read to be computed: steps of time, and positions that somebody chose.

To judge what is said *at* a step, ``h_t`` is a name (see ``unrolling``). To compute ``h_t = \tanh(W h_{t-1} + U x_t)`` it is the
entry of a sequence, and the definition is a recurrence. Likewise ``c \in \{1, …, W\}`` makes v_c the row of a table that c names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papergrad.notation import tree
from papergrad.notation.tree import Big, Infix, Name, Node
from papergrad.phrasebook import sets, sums
from papergrad.phrasebook.trees import sequence
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import Axis, apart, names
from papergrad.records import dataclass

TIME = frozenset("tτ")


@dataclass(frozen=True)
class Steps:
    """``letters`` run along steps. ``positions`` are chosen: each names a place, or is a list of places. ``shifted`` are letters
    that stand with something added to them in a script; ``axes`` are the scripts that run because of all this. ``lengths`` says
    how far letters run, where all sums agree; ``each`` are symbols that are one thing at every step and another without a step,
    such as L_t and L = Σ_t L_t."""

    letters: frozenset[str]
    positions: frozenset[str]
    shifted: frozenset[str]
    axes: frozenset[Axis]
    lengths: Mapping[str, Node]
    each: frozenset[str]


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
    samples = {x for one in stated for side in (one.left, one.right) for x in _samples(side)}
    axes = {
        (written.base, slot.place, slot.number)
        for one in stated for side in (one.left, one.right) for node in tree.walk(side)
        if (written := apart(node)) is not None
        for slot in written.slots
        if (slot.place != "[sup]" and not (letters | positions).isdisjoint(names(slot.item)))
        or (slot.place == "(sup)" and isinstance(slot.item, Name) and slot.item.text in samples)
    }  # fmt: skip
    return Steps(
        letters,
        frozenset(positions),
        frozenset(shifted),
        frozenset(axes),
        _lengths(stated, letters),
        _each(stated, letters),
    )


def _lengths(stated: Sequence[Stated], letters: frozenset[str]) -> dict[str, Node]:
    """The T of ``Σ_{t=1}^T``, for letters of steps that are summed over in one way only."""
    found: dict[str, set[Node]] = {}
    for one in stated:
        for node in (*tree.walk(one.left), *tree.walk(one.right)):
            whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
            for run in whole.ranges if whole is not None else ():
                if isinstance(run.index, Name) and run.index.text in letters and run.last is not None:
                    found.setdefault(run.index.text, set()).add(run.last)
    return {letter: next(iter(ends)) for letter, ends in found.items() if len(ends) == 1}


def _each(stated: Sequence[Stated], letters: frozenset[str]) -> frozenset[str]:
    """The L of L_t and L, where both are defined."""
    ways: dict[str, set[bool]] = {}
    for one in stated:
        written = apart(one.left) if one.relation in EQUAL and one.link == 0 else None
        if written is not None and written.power is None and not written.primes:
            below = [names(slot.item) for slot in written.slots if slot.place == "sub"]
            at_step = any(not letters.isdisjoint(found) for found in below)
            if at_step or not below:  # h_0 and h_T are h_t at one step
                ways.setdefault(written.base, set()).add(at_step)
    return frozenset(base for base, both in ways.items() if len(both) == 2)


def _samples(node: Node) -> Iterator[str]:
    """The letters of samples, such as the i of ``Σ_i (y^{(i)} - t^{(i)})²``."""
    for part in tree.walk(node):
        whole = sums.read(part) if isinstance(part, Big) else None
        over = {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()
        for inner in tree.walk(part) if over else ():
            written = apart(inner)
            for slot in written.slots if written is not None else ():
                if slot.place == "(sup)" and isinstance(slot.item, Name) and slot.item.text in over:
                    yield slot.item.text


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
