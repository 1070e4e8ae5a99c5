"""Entries that are looked up in an array are put aside before a step that can then write over the array.

A softmax over many words may so take the memory of the scores, of which only those of the right words are read later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from papergrad.programs.names import Names
from papergrad.programs.program import (
    Fold,
    Loop,
    Map,
    Place,
    Program,
    Read,
    Scatter,
    Step,
    axes_of,
    parts_of,
    rebuilt,
    subtrees,
    targets_of,
    trees,
)  # fmt: skip


def picked(program: Program) -> Program:
    """The same program, where all that follows a map reads few entries of an array that the map reads entry by entry."""
    kept = {o.read.array for o in program.outputs} | {i.name for i in program.inputs}
    fresh = Names(part for part in parts_of(program) if isinstance(part, str))
    done: list[Step] = []
    rest = list(program.steps)
    while rest:
        step = rest.pop(0)
        for array in _ended(step, done, kept):
            picks = _picks(array, rest, {target for later in (step, *rest) for target in targets_of(later)})
            for read in picks or ():
                axes = axes_of(read)
                name = fresh.new(f"{array}_picked")
                done.append(Map(name, axes, read))
                rest = [_put(later, read, Read(name, tuple(Place(((a, 1),)) for a in axes))) for later in rest]
        done.append(step)
    return replace(program, steps=tuple(done))


def _ended(step: Step, before: Sequence[Step], kept: set[str]) -> list[str]:
    """The arrays of the size of a map that it reads at just the position it writes."""
    if not isinstance(step, Map) or step.at is not None:
        return []
    sizes = {s.target: [a.size for a in s.axes] for s in before if not isinstance(s, Loop)}
    reads = [sub for sub in subtrees(step.tree) if isinstance(sub, Read)]
    return [
        array
        for array in dict.fromkeys(read.array for read in reads)
        if array not in kept
        and sizes.get(array) == [a.size for a in step.axes]
        and all([p.plain for p in read.at] == list(step.axes) for read in reads if read.array == array)
    ]


def _picks(array: str, later: Iterable[Step], unknown: set[str]) -> list[Read] | None:
    """What later steps read of an array, where that is fewer entries than it has, at places that are known by now."""
    found: list[Read] = []
    for step in later:
        for read in (sub for tree in trees(step) for sub in subtrees(tree) if isinstance(sub, Read)):
            if read.array != array:
                continue
            places = {sub.array for place in read.at for sub in subtrees(place) if isinstance(sub, Read)}
            if not isinstance(step, Map | Fold | Scatter) or places & unknown or len(axes_of(read)) >= len(read.at):
                return None
            found.append(read)
    return list(dict.fromkeys(found))


def _put(thing: Any, old: Read, new: Read) -> Any:
    """The same with one read in the place of another."""
    return new if thing == old else rebuilt(thing, lambda part: _put(part, old, new))
