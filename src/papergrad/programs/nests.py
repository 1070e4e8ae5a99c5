"""Steps as nests of loops, and which nests can share their loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from papergrad.programs.lengths import comment, shape_code, size_code
from papergrad.programs.program import Axis, Fold, Map, Read, Tree, axes_of, subtrees
from papergrad.programs.scalars import Scalars

MOST_ARRAYS = 4
START = {"sum": "real(0)", "product": "real(1)", "largest": "real(-np.inf)"}


@dataclass
class Nest:
    """A step as loops over ``axes``; statements before all of them, right before the innermost, in it, and right after it."""

    step: Map | Fold
    axes: tuple[Axis, ...]
    before: list[str]
    over: str | None = None  # the array whose memory it takes over
    open: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)

    @property
    def arrays(self) -> set[str]:
        return {self.step.target, *(read.array for read in _reads(self.step.tree) if read.at)}


class Nests:
    """Makes nests of steps, and writes neighbours into common loops."""

    def __init__(self, scalars: Scalars, reused: Mapping[str, str]) -> None:
        self.scalars, self.reused = scalars, reused

    def of(self, step: Map | Fold) -> Nest:
        return self.map(step) if isinstance(step, Map) else self.fold(step)

    def map(self, step: Map) -> Nest:
        self.scalars.shapes[step.target] = tuple(a.size for a in step.axes)
        over = self.reused.get(step.target)
        memory = over or f"np.empty({shape_code(step.axes)}, dtype)"
        return Nest(step, step.axes, [f"{step.target} = {memory}{comment(step.axes)}"] if step.axes else [], over)

    def written(self, nest: Nest) -> None:
        """Fill in the statements of a nest; the names of its axes are settled by now."""
        self.scalars.held, step = {}, nest.step
        # what encloses the only loop is shared with other steps
        innermost = nest.axes[-1] if len(nest.axes) > 1 else None
        nest.open = self.scalars.hoisted(step.tree, innermost)
        if isinstance(step, Map):
            nest.inner = [f"{self.scalars.entry(step.target, step.axes)} = {self.scalars.tree(step.tree)}"]
            return
        entry, text = self.scalars.entry(step.target, step.axes), self.scalars.tree(step.tree)
        if step.kind == "argmax":
            best = self.scalars.entry(f"{step.target}_", step.axes)
            nest.inner = [
                f"item_ = {text}",
                f"{entry} = {self.scalars.axis(step.over[0])} if item_ > {best} else {entry}",
                f"{best} = item_ if item_ > {best} else {best}",
            ]
            return
        local = innermost in step.over
        name = f"{step.target}_" if local else entry
        nest.inner = [
            {"sum": f"{name} += {text}", "product": f"{name} *= {text}", "largest": f"{name} = max({name}, {text})"}[
                step.kind
            ]
        ]
        if local:
            nest.open.append(f"{name} = {START[step.kind]}")
            whole = set(step.over) == {innermost}
            add = {
                "sum": f"{entry} += {name}",
                "product": f"{entry} *= {name}",
                "largest": f"{entry} = max({entry}, {name})",
            }
            nest.close = [f"{entry} = {name}" if whole else add[step.kind]]

    def fold(self, step: Fold) -> Nest:
        self.scalars.shapes[step.target] = tuple(a.size for a in step.axes)
        order = _natural(step)
        if step.kind == "argmax":
            shape = shape_code(step.axes)
            before = [
                f"{step.target} = np.zeros({shape}, np.int64){comment(step.axes)}",
                f"{step.target}_ = np.full({shape}, real(-np.inf))",
            ]
            return Nest(step, order, before)
        begin = f"np.full({shape_code(step.axes)}, {START[step.kind]})" if step.axes else START[step.kind]
        return Nest(step, order, [f"{step.target} = {begin}{comment(step.axes)}"])

    def fused(self, nests: Sequence[Nest], depth: int) -> Iterator[str]:
        """Nests whose loops around ``depth`` are written already; neighbours share their next loop where they can."""
        runs: list[list[Nest]] = []
        for nest in nests:
            if runs and _together(runs[-1], nest, depth):
                runs[-1].append(nest)
            else:
                runs.append([nest])
        for run in runs:
            if depth == 0:
                for nest in run:
                    yield from nest.before
            if len(run[0].axes) <= depth:
                for nest in run:
                    self.written(nest)
                    yield from nest.open + nest.inner + nest.close
                continue
            first = run[0].axes[depth]
            for nest in run:
                self.scalars.same[nest.axes[depth]] = first.name
            last = all(len(nest.axes) == depth + 1 for nest in run)
            if last:
                for nest in run:
                    self.written(nest)
                    yield from nest.open
            yield f"for {first.name} in range({size_code(first.size)}):"
            if last:
                yield from ("    " + line for nest in run for line in nest.inner)
                yield from (line for nest in run for line in nest.close)
            else:
                yield from ("    " + line for line in self.fused(run, depth + 1))


def _reads(tree: Tree) -> tuple[Read, ...]:
    return tuple(sub for sub in subtrees(tree) if isinstance(sub, Read))


def _natural(step: Fold) -> tuple[Axis, ...]:
    """The axes of a fold in the order of the biggest array it reads."""
    every = (*step.axes, *step.over)
    biggest = max(_reads(step.tree), key=lambda r: len({*axes_of(r)} & {*every}), default=None)
    mine = [a for a in axes_of(biggest) if a in every] if biggest is not None else []
    return tuple(mine) if len(mine) == len(every) else every


def _together(run: Sequence[Nest], nest: Nest, depth: int) -> bool:
    """Whether a nest can share the loop at ``depth`` with a run: it needs of the run only what stands at the same position."""
    first = run[0]
    if len(nest.axes) <= depth or len(first.axes) <= depth or nest.axes[depth].size != first.axes[depth].size:
        return False
    last = len(first.axes) == depth + 1
    if (len(nest.axes) == depth + 1) != last and depth > 0:
        return False
    if last and depth > 0 and len(set().union(nest.arrays, *(other.arrays for other in run))) > MOST_ARRAYS:
        return False  # the compiler gives up on vectors where too many arrays might overlap
    for read in _reads(nest.step.tree):
        for other in run:
            if read.array == other.step.target:
                along = other.axes[depth]
                if along not in other.step.axes or read.at[other.step.axes.index(along)].plain != nest.axes[depth]:
                    return False
    for other in run if nest.over is not None else ():
        for read in _reads(other.step.tree):
            # what is written over must have been read at the same position, or not at all
            if read.array == nest.over and other.axes[depth] != read.at[nest.step.axes.index(nest.axes[depth])].plain:
                return False
    return True
