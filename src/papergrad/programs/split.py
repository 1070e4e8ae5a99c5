"""A program cut into what can be computed from some of the samples alone, and what needs the sums over all of them.

Most objectives are sums over samples, and so are their gradients: threads take some samples each, and their sums are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Any

from papergrad.algebra.sizes import Size
from papergrad.programs.names import Names
from papergrad.programs.program import (
    Axis,
    Contract,
    Fold,
    Input,
    Length,
    Loop,
    Map,
    Output,
    Part,
    Place,
    Program,
    Read,
    Scatter,
    Step,
    Tree,
    parts_of,
    rebuilt,
    sizes_of,
    targets_of,
    trees,
)  # fmt: skip
from papergrad.records import dataclass

WHOLE, ROW, TOTAL, AFTER = "whole", "row", "total", "after"


@dataclass(frozen=True)
class Split:
    """``each`` takes the inputs with some rows of those in ``sampled``, and how many samples there are in all; it gives ``totals``.

    ``after`` takes the totals of all samples, how many there are, the ``others`` of the inputs by place, and sizes by name; it
    gives the outputs.
    """

    sampled: tuple[bool, ...]
    each: Program
    after: Program
    others: tuple[int, ...]


class Whole(Exception):
    """The program cannot be cut along this length."""


def split(program: Program) -> Split | None:
    """The program cut along the length that most of its arrays have, of those for which that is possible; None where none is."""
    lengths = Counter(a.size.name for a in _axes(program.steps) if a.size.name is not None)
    heads = {i.shape[0].name for i in program.inputs if i.shape}
    for length, _ in lengths.most_common():
        if length in heads:
            try:
                return _split(program, Size.of(length))
            except Whole:
                continue
    return None


def _split(program: Program, length: Size) -> Split:
    kinds = _Kinds(length)
    for i in program.inputs:
        kinds.known[i.name] = ROW if kinds.place(i.name, i.shape, 0) else WHOLE
        if kinds.known[i.name] == ROW and kinds.spots[i.name] != 0:
            raise Whole
    found = [(step, kinds.of(step)) for step in program.steps]
    used = {r.array for o in program.outputs for r in _reads(o.read)}
    if any(kinds.known[array] == ROW for array in used):
        raise Whole
    after = _needed([s for s, kind in found if kind in (WHOLE, AFTER)], used)
    used |= {r.array for step in after for r in _reads(step)}
    totals = [s for s, kind in found if kind == TOTAL and s.target in used]  # type: ignore[union-attr]
    if not totals:
        raise Whole
    names = {s.target for s in totals}  # type: ignore[union-attr]
    each = _needed([s for s, kind in found if kind != AFTER], names)
    fresh = Names(word for word in parts_of(program) if isinstance(word, str))
    count = Input(fresh.new("samples"), "samples", ())
    steps = {True: _counted(each, length, count.name), False: _counted(after, length, count.name)}
    sums = [Output(s.target, s.target, s.axes, _whole(s)) for s in totals]  # type: ignore[union-attr,arg-type]
    others = tuple(n for n, i in enumerate(program.inputs) if i.name in used)
    given = (*(Input(o.name, o.name, tuple(a.size for a in o.axes)) for o in sums), count)
    rest = Program((*given, *(program.inputs[n] for n in others)), steps[False], program.outputs)
    untold = sizes_of((rest.steps, rest.outputs)) - rest.lengths.keys()
    return Split(
        tuple(kinds.known[i.name] == ROW for i in program.inputs),
        Program((*program.inputs, count), steps[True], tuple(sums), program.free),
        replace(rest, free=tuple(sorted(untold))),
        others,
    )


@dataclass
class _Kinds:
    """For each array: the same for all samples, a row for each (and which axis that is), a total over them, or made of totals."""

    length: Size
    known: dict[str, str] = field(default_factory=dict)
    spots: dict[str, int] = field(default_factory=dict)

    def place(self, array: str, sizes: Sequence[Size], first: int) -> bool:
        """Note which axis of an array runs over samples; whether one does."""
        name = self.length.name
        found = [n for n, size in enumerate(sizes) if name in size.names]
        if not found:
            return False
        if len(found) > 1 or sizes[found[0]] != self.length:
            raise Whole
        self.spots[array] = found[0] + first
        return True

    def of(self, step: Step) -> str:
        """The kind of what a step computes. Raises Whole where it mixes samples other than by a sum."""
        kinds = {self.known[r.array] for r in _reads(step) if r.array in self.known}
        runs = {a for a in _axes(step) if self.length.name in a.size.names}
        if kinds & {TOTAL, AFTER}:
            if ROW in kinds or runs:
                raise Whole
            return self.note(step, AFTER)
        if ROW not in kinds and not runs:
            return self.note(step, WHOLE)
        if len(runs) != 1:
            raise Whole
        (run,) = runs
        if run.size != self.length:
            raise Whole
        if isinstance(step, Loop):
            return self.loop(step, run)
        for tree in trees(step):
            self.alike(tree, run)
        return self.note(step, self.made(step, run), run)

    def note(self, step: Step, kind: str, run: Axis | None = None) -> str:
        if isinstance(step, Loop):
            for state in step.states:
                self.known[state.target] = kind
            for inner in step.steps:
                self.note(inner, kind)
            return kind
        self.known[step.target] = kind
        if kind == ROW and run is not None and not (isinstance(step, Map) and step.at is not None):
            self.spots[step.target] = step.axes.index(run)
        return kind

    def loop(self, step: Loop, run: Axis) -> str:
        """A loop over steps, each of which computes rows."""
        if step.axis == run:
            raise Whole
        for state in step.states:
            self.known[state.target] = ROW if run in state.axes else WHOLE
            if run in state.axes:
                self.spots[state.target] = state.axes.index(run)
            self.alike(state.start, run)
        before = {state.target: self.known[state.target] for state in step.states}
        for inner in step.steps:
            kind = self.of(inner)
            if kind not in (ROW, WHOLE) or any(self.known[state] != was for state, was in before.items()):
                raise Whole
        return ROW

    def made(self, step: Step, run: Axis) -> str:
        """Rows, where the step has an axis of samples; a total, where it sums over them."""
        match step:
            case Map(_, axes, _, _) if run in axes:
                return ROW
            case Fold(_, axes, kind, over, _):
                if run in axes:
                    return ROW
                if run in over and kind == "sum":
                    return TOTAL
            case Contract(_, axes, _, _, over):
                return ROW if run in axes else TOTAL
            case Scatter(_, axes, start, parts):
                if run in axes:
                    here = axes.index(run)
                    if all(part.places[here] is None and run not in part.over for part in parts):
                        return ROW
                elif start is None and all(run in _runs(part) for part in parts):
                    return TOTAL
        raise Whole

    def alike(self, tree: Tree, run: Axis) -> None:
        """Hold that every row is read at the same sample, and that nothing else depends on which sample it is."""
        for part in parts_of(tree):
            match part:
                case Read(array, at):
                    for n, place in enumerate(at):
                        if (place.plain != run) if n == self.spots.get(array) else (run in _terms(place)):
                            raise Whole
                case Place(_, offset) if self.length.name in offset.names:
                    raise Whole
        if any(isinstance(value, Place) and run in _terms(value) for value in _values(tree)):
            raise Whole


def _terms(place: Place) -> list[Axis | Read]:
    return [term for term, _ in place.terms]


def _values(tree: Any) -> Iterator[Any]:
    """The trees whose values are computed with, and not the places of reads."""
    yield tree
    for argument in getattr(tree, "arguments", ()):
        yield from _values(argument)


def _runs(part: Part) -> set[Axis]:
    return {*part.over, *(a for p in part.places if p is not None for a in _axes(p))}


def _whole(step: Map | Fold | Contract | Scatter) -> Read:
    return Read(step.target, tuple(Place(((a, 1),)) for a in step.axes))


def _needed(steps: Sequence[Step], wanted: set[str]) -> tuple[Step, ...]:
    """The steps that something wanted depends on."""
    wanted, kept = set(wanted), []
    for step in reversed(steps):
        if wanted & set(targets_of(step)):
            kept.append(step)
            wanted |= {r.array for r in _reads(step)}
    return tuple(reversed(kept))


def _counted(thing: Any, length: Size, count: str) -> Any:
    """The same with the number of samples read where it is computed with."""
    if isinstance(thing, Length) and length.name in thing.size.names:
        if thing.size != length:
            raise Whole
        return Read(count)
    return rebuilt(thing, lambda part: _counted(part, length, count))


def _axes(thing: Any) -> Iterator[Axis]:
    return (part for part in parts_of(thing) if isinstance(part, Axis))


def _reads(thing: Any) -> Iterator[Read]:
    return (part for part in parts_of(thing) if isinstance(part, Read))
