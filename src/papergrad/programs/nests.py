"""Steps as nests of loops, and which nests can share their loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from papergrad.programs.lengths import comment, shape_code, size_code
from papergrad.programs.program import Axis, Call, Fold, Map, Part, Place, Read, Scatter, Tree, axes_of, subtrees
from papergrad.programs.scalars import Scalars
from papergrad.records import dataclass

MOST_ARRAYS = 4
START = {"sum": "real(0)", "product": "real(1)", "largest": "real(-np.inf)"}


@dataclass
class Nest:
    """A step as loops over ``axes``; statements before all of them, right before the innermost, in it, and right after it.

    A scatter here has one part, which is added to what stands there.
    """

    step: Map | Fold | Scatter
    axes: tuple[Axis, ...]
    before: list[str]
    over: str | None = None  # the array whose memory it takes over
    open: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)

    @property
    def spot(self) -> tuple[Place, ...]:
        """Where in its target a step writes."""
        if isinstance(self.step, Scatter):
            return self.step.spot(self.step.parts[0])
        return tuple(Place(((a, 1),)) for a in self.step.axes)

    @property
    def tree(self) -> Tree:
        """All that a step reads, but for the target of a scatter."""
        if isinstance(self.step, Scatter):
            (part,) = self.step.parts
            return Call("where", (part.tree, *(p for p in part.places if p is not None)))
        return self.step.tree

    @property
    def reads(self) -> tuple[Read, ...]:
        found = tuple(sub for sub in subtrees(self.tree) if isinstance(sub, Read))
        return (*found, Read(self.step.target, self.spot)) if isinstance(self.step, Scatter) else found

    @property
    def arrays(self) -> set[str]:
        return {self.step.target, *(read.array for read in self.reads if read.at)}


class Nests:
    """Makes nests of steps, and writes neighbours into common loops."""

    def __init__(self, scalars: Scalars, reused: Mapping[str, str]) -> None:
        self.scalars, self.reused = scalars, reused

    def of(self, step: Map | Fold | Scatter) -> list[Nest]:
        match step:
            case Map():
                return [self.map(step)]
            case Fold():
                return [self.fold(step)]
            case Scatter(target, axes, None, parts):
                self.scalars.shapes[target] = tuple(a.size for a in axes)
                first, *rest = (self.part(step, part) for part in parts)
                first.before = [f"{target} = np.zeros({shape_code(axes)}, dtype){comment(axes)}"]
                return [first, *rest]
            case Scatter(target, axes, start, parts):
                return [self.map(Map(target, axes, start)), *(self.part(step, part) for part in parts)]

    def map(self, step: Map) -> Nest:
        self.scalars.shapes[step.target] = tuple(a.size for a in step.axes)
        over = self.reused.get(step.target)
        memory = over or f"np.empty({shape_code(step.axes)}, dtype)"
        return Nest(step, step.axes, [f"{step.target} = {memory}{comment(step.axes)}"] if step.axes else [], over)

    def part(self, step: Scatter, part: Part) -> Nest:
        kept = [a for a, p in zip(step.axes, part.places, strict=True) if p is None]
        spots = [p for p in part.places if p is not None]
        looked = [a for p in spots for term, _ in p.terms if isinstance(term, Read) for a in axes_of(term)]
        runs = list(dict.fromkeys([*looked, *(a for p in spots for a in axes_of(p)), *part.over]))
        runs = [a for a in runs if a not in self.scalars.fixed and a not in kept]
        return Nest(replace(step, start=None, parts=(part,)), (*runs, *kept), [])

    def written(self, nest: Nest) -> None:
        """Fill in the statements of a nest; the names of its axes are settled by now."""
        self.scalars.held, step = {}, nest.step
        # what encloses the only loop is shared with other steps
        innermost = nest.axes[-1] if len(nest.axes) > 1 else None
        nest.open = self.scalars.hoisted(nest.tree, innermost)
        match step:
            case Map():
                nest.inner = [f"{self.scalars.entry(step.target, step.axes)} = {self.scalars.tree(step.tree)}"]
            case Fold():
                self.folded(nest, step, innermost)
            case Scatter():
                nest.inner = self.added(step, step.parts[0])

    def added(self, step: Scatter, part: Part) -> list[str]:
        spots = [self.scalars.place(p) for p in step.spot(part)]
        line = f"{step.target}[{', '.join(spots)}] += {self.scalars.tree(part.tree)}"
        tests = [
            f"0 <= {spot} < {size_code(axis.size)}"
            for axis, place, spot in zip(step.axes, part.places, spots, strict=True)
            if place is not None and part.guarded
        ]
        return [f"if {' and '.join(tests)}:", f"    {line}"] if tests else [line]

    def folded(self, nest: Nest, step: Fold, innermost: Axis | None) -> None:
        entry, text = self.scalars.entry(step.target, step.axes), self.scalars.tree(step.tree)
        if step.kind == "argmax":
            best = self.scalars.entry(f"{step.target}_", step.axes)
            nest.inner = [
                f"item_ = {text}",
                f"{entry} = {self.scalars.axis(step.over[0])} if item_ > {best} else {entry}",
                f"{best} = item_ if item_ > {best} else {best}",
            ]
            return
        if innermost not in step.over:
            nest.inner = [_again(step.kind, entry, text)]
            return
        name, start, found = f"{step.target}_", START[step.kind], f"{step.target}_"
        if step.kind == "largest":
            self.scalars.need("ranked")
            start, text, found = f"rank({start})", f"rank({text})", f"ranked({name})"
        nest.open.append(f"{name} = {start}")
        nest.inner = [_again(step.kind, name, text)]
        nest.close = [f"{entry} = {found}" if set(step.over) == {innermost} else _again(step.kind, entry, found)]

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
        """Nests whose loops around ``depth`` are written already; those that can share their next loop do."""
        runs: list[list[Nest]] = []
        for nest in nests:
            for run in reversed(runs):
                if _together(run, nest, depth):
                    run.append(nest)
                    break
                if not _independent(run, nest):
                    runs.append([nest])
                    break
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


def _again(kind: str, name: str, text: str) -> str:
    """A statement that takes one more into a fold."""
    match kind:
        case "sum":
            return f"{name} += {text}"
        case "product":
            return f"{name} *= {text}"
    return f"{name} = np.maximum({name}, {text})"  # not max: of entries, a compiler takes it one by one


def _natural(step: Fold) -> tuple[Axis, ...]:
    """The axes of a fold in the order of the biggest array it reads."""
    every = (*step.axes, *step.over)
    biggest = max(
        (r for r in subtrees(step.tree) if isinstance(r, Read)),
        key=lambda r: len({*axes_of(r)} & {*every}),
        default=None,
    )
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
    for read in nest.reads:
        for other in run:
            if read.array == other.step.target:
                along = [p.plain for p in other.spot]
                if other.axes[depth] not in along or read.at[along.index(other.axes[depth])].plain != nest.axes[depth]:
                    return False
    for other in run if nest.over is not None else ():
        for read in other.reads:
            # what is written over must have been read at the same position, or not at all
            if read.array == nest.over and other.axes[depth] != read.at[nest.step.axes.index(nest.axes[depth])].plain:
                return False
    return True


def _independent(run: Sequence[Nest], nest: Nest) -> bool:
    """Whether a nest may be computed before a run."""
    needs = {read.array for read in nest.reads}
    written = {nest.step.target, nest.over}
    return all(
        other.step.target not in needs and written.isdisjoint({other.step.target, *(r.array for r in other.reads)})
        for other in run
    )
