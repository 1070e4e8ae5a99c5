"""Programs as loops over samples, steps and entries, to be compiled; matrix products go to BLAS where they are big."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard, assert_never

from papergrad.algebra.sizes import Size
from papergrad.programs.buffers import reused
from papergrad.programs.gathering import gathered
from papergrad.programs.lengths import comment, shape_code, size_atom, size_code
from papergrad.programs.nests import Nest, Nests
from papergrad.programs.picking import picked
from papergrad.programs.program import (
    Axis,
    Call,
    Constant,
    Contract,
    Determine,
    Fold,
    Invert,
    Join,
    Loop,
    Map,
    Part,
    Place,
    Program,
    Read,
    Scatter,
    Step,
    axes_of,
)  # fmt: skip
from papergrad.programs.scalars import Scalars


class Writer:
    """Writes the steps of one program as loops.

    ``tables`` are scatters that come to a table of zeros the caller has, with a name for it: which rows they touch is noted there.
    """

    def __init__(self, program: Program, tables: Mapping[str, str] | None = None) -> None:
        self.program = program = picked(gathered(program))
        self.scalars, self.tables = Scalars(program), tables or {}
        self.nests = Nests(self.scalars, reused(program))

    def steps(self, steps: Sequence[Step]) -> Iterator[str]:
        group: list[Nest] = []
        for step in steps:
            if self.nested(step):
                group += self.nests.of(step)
                continue
            yield from self.nests.fused(group, 0)
            group = []
            yield from self.single(step)
        yield from self.nests.fused(group, 0)

    def nested(self, step: Step) -> TypeGuard[Map | Fold | Scatter]:
        """Whether a step can share its loops with others."""
        match step:
            case Map(_, _, _, at):
                return at is None
            case Fold(_, axes, kind):
                return bool(axes) or kind != "argmax"
            case Scatter(target):
                return target not in self.tables
        return False

    # -- other steps ----------------------------------------------------------------------------------------------

    def single(self, step: Step) -> Iterator[str]:
        self.scalars.held = {}
        if not isinstance(step, Loop | Map):
            self.scalars.shapes[step.target] = tuple(a.size for a in step.axes)
        match step:
            case Map(target, axes, tree, at):
                assert at is not None
                spot = ", ".join([self.scalars.place(at), *(self.scalars.axis(a) for a in axes)])
                yield from self.scalars.plainly(axes, [f"{target}[{spot}] = {self.scalars.tree(tree)}"])
            case Contract():
                yield from self.contract(step)
            case Scatter(target):
                yield f"{target}, n_{self.tables[target]} = {self.tables[target]}, 0"
                for part in step.parts:
                    yield from self.noted(self.tables[target], step.axes[0], part)
                    yield from self.nests.fused([self.nests.part(step, part)], 0)
            case Join(target, axes, pieces):
                yield f"{target} = np.empty({shape_code(axes)}, dtype){comment(axes)}"
                begin = Size.of(0)
                for run, tree in pieces:
                    runs = (*((run,) if run is not None else ()), *axes[1:])
                    spot = f"{self.scalars.axis(run)} + {size_code(begin)}" if run is not None else size_code(begin)
                    yield from self.scalars.plainly(
                        runs,
                        [
                            f"{target}[{', '.join([spot, *map(self.scalars.axis, axes[1:])])}] = {self.scalars.tree(tree)}"
                        ],
                    )
                    begin = begin + (run.size if run is not None else 1)
            case Invert(target, axes, matrix) | Determine(target, axes, matrix):
                yield from self.matrix(step, target, axes, matrix)
            case Loop():
                yield from self.loop(step)
            case Fold(target, _, _, over, tree):
                lines = [
                    f"item_ = {self.scalars.tree(tree)}",
                    "if item_ > best_:",
                    "    best_ = item_",
                    f"    {target} = {self.scalars.axis(over[0])}",
                ]
                yield from (f"{target} = 0", "best_ = real(-np.inf)")
                yield from self.scalars.plainly(over, lines)
            case _:
                assert_never(step)

    def matrix(self, step: Step, target: str, axes: Sequence[Axis], matrix: Read) -> Iterator[str]:
        rest = [a for a in axes_of(matrix) if a not in self.scalars.fixed][:-2]
        spots = ", ".join(map(self.scalars.axis, rest))
        inside = f"{matrix.array}[{spots}]" if rest else matrix.array
        call = f"np.linalg.inv({inside})" if isinstance(step, Invert) else f"np.linalg.det({inside})"
        if not rest:
            yield f"{target} = {call}{comment(tuple(axes))}"
            return
        yield f"{target} = np.empty({shape_code(axes)}, dtype){comment(tuple(axes))}"
        yield from self.scalars.plainly(rest, [f"{target}[{spots}] = {call}"])

    def noted(self, table: str, axis: Axis, part: Part) -> Iterator[str]:
        """Which rows of a table a part touches, each once."""
        place = part.places[0]
        assert place is not None
        runs = [a for a in axes_of(place) if a not in self.scalars.fixed]
        row = self.scalars.place(place)
        test = f"0 <= {row} < {size_code(axis.size)} and " if part.guarded else ""
        lines = [
            f"if {test}not seen_{table}[{row}]:",
            f"    seen_{table}[{row}] = True",
            f"    rows_{table}[n_{table}] = {row}",
            f"    n_{table} += 1",
        ]
        yield from self.scalars.plainly(runs, lines)

    def loop(self, step: Loop) -> Iterator[str]:
        length = size_code(step.axis.size)
        for state in step.states:
            sizes = (state.axes[0].size + state.before + state.after, *(a.size for a in state.axes[1:]))
            self.scalars.shapes[state.target] = sizes
            more = f"{comment(state.axes)}, and {state.before + state.after} more"
            yield f"{state.target} = np.zeros(({', '.join(map(size_code, sizes))},), dtype){more}"
            if not (isinstance(state.start, Constant) and not state.start.value):
                ends = [f"{length} + {state.before + k}" for k in range(state.after)]
                for spot in ends if step.backwards else map(str, range(state.before)):
                    entry = ", ".join([spot, *map(self.scalars.axis, state.axes[1:])])
                    yield from self.scalars.plainly(
                        state.axes[1:], [f"{state.target}[{entry}] = {self.scalars.tree(state.start)}"]
                    )
        yield f"for {step.axis.name} in range({f'{length} - 1, -1, -1' if step.backwards else length}):"
        self.scalars.fixed.add(step.axis)
        yield from ("    " + line for line in self.steps(step.steps))
        self.scalars.fixed.discard(step.axis)

    # -- products -------------------------------------------------------------------------------------------------

    def contract(self, step: Contract) -> Iterator[str]:
        left, right = self.laid(step.left), self.laid(step.right)
        plan = _matrices(step, left, right)
        if plan is None and set(left) & set(right) == set(step.over):
            step = replace(step, over=tuple(a for a in left if a in step.over))
            for side in ("left", "right"):
                have = self.laid(getattr(step, side))
                wide = [a for a in have if a not in step.over]
                order = [*step.over, *wide] if wide and have[-1] in wide else [*wide, *step.over]
                copy, lines = self.copied(getattr(step, side), order)
                yield from lines
                step = replace(step, left=copy) if side == "left" else replace(step, right=copy)
            left, right = self.laid(step.left), self.laid(step.right)
            plan = _matrices(step, left, right)
        if plan is None:
            yield from self.summed(step)
            return
        kernel, swapped = plan
        one, other = (step.right, step.left) if swapped else (step.left, step.right)
        over = list(step.over)
        mine = [a for a in (right if swapped else left) if a not in over]
        others = [a for a in (left if swapped else right) if a not in over]
        self.scalars.need(kernel)
        a = self.flat(one, right if swapped else left, mine, over)
        b = self.flat(other, left if swapped else right, others, over)
        shape = (*mine, *others)
        text = f"{kernel}({a}, {b})"
        if len(mine) > 1 or len(others) > 1:
            text += f".reshape({shape_code(shape)})"
        yield f"{step.target} = {text}{comment(shape)}"

    def laid(self, read: Read) -> list[Axis]:
        return [a for a in axes_of(read) if a not in self.scalars.fixed]

    def copied(self, read: Read, order: Sequence[Axis]) -> tuple[Read, list[str]]:
        """A factor with its axes in another order in memory, and the statements that bring it there."""
        if self.laid(read) == list(order):
            return read, []
        self.scalars.count += 1
        name = f"{read.array}_{self.scalars.count}_"
        lines = list(self.nests.fused(self.nests.of(Map(name, tuple(order), read)), 0))
        return Read(name, tuple(Place(((a, 1),)) for a in order)), lines

    def flat(self, read: Read, have: Sequence[Axis], mine: Sequence[Axis], over: Sequence[Axis]) -> str:
        """A factor as a matrix or a vector, laid out as it is in memory."""
        cuts = []
        for place, size in zip(read.at, self.scalars.shapes[read.array], strict=True):
            run = place.run
            if run is None or run[0] in self.scalars.fixed:
                cuts.append(self.scalars.place(place))
            elif not place.offset.terms and run[0].size == size:
                cuts.append(":")
            else:
                start = size_code(place.offset)
                cuts.append(f"{'' if start == '0' else start}:{size_code(place.offset + run[0].size)}")
        text = read.array
        if any(c != ":" for c in cuts):
            while len(cuts) > 1 and cuts[-1] == ":":
                cuts.pop()
            text += f"[{', '.join(cuts)}]"
        moved = [
            k
            for k, p in enumerate(read.at)
            if p.run is None or p.run[0] in self.scalars.fixed or self.scalars.shapes[read.array][k] != p.run[0].size
        ]
        if moved and max(moved) > 0 or (len(moved) and moved != [0]):
            text = f"np.ascontiguousarray({text})"
        groups = (
            [list(over), list(mine)] if list(have[: len(over)]) == list(over) and mine else [list(mine), list(over)]
        )
        groups = [g for g in groups if g]
        if any(len(g) > 1 for g in groups):
            dims = ", ".join(" * ".join(size_atom(a.size) for a in g) for g in groups)
            text += f".reshape(({dims}{',' if len(groups) == 1 else ''}))"
        return text

    def summed(self, step: Contract) -> Iterator[str]:
        """A product that is no matrix product, as loops."""
        ends = [a for read in (step.left, step.right) for a in _plainly_read(read)[-1:] if a not in self.scalars.fixed]
        ends.sort(key=lambda a: a != step.axes[-1] if step.axes else a not in step.over)
        order = [*step.axes, *step.over]
        entry = self.scalars.entry(step.target, step.axes)
        yield (
            f"{step.target} = "
            + (f"np.zeros({shape_code(step.axes)}, dtype)" if step.axes else "real(0)")
            + comment(step.axes)
        )
        if ends:
            order = [*(a for a in order if a != ends[0]), ends[0]]
        yield from self.scalars.around(
            order, Call("multiply", (step.left, step.right)), lambda text: [f"{entry} += {text}"]
        )


def _plainly_read(read: Read) -> list[Axis]:
    """The axes along which a read runs through its array, outermost first."""
    return [p.run[0] for p in read.at if p.run is not None]


def _matrices(step: Contract, left: Sequence[Axis], right: Sequence[Axis]) -> tuple[str, bool] | None:
    """The kernel for a product, and whether the factors change places; None where it is not a product of matrices."""
    over = list(step.over)
    if set(left) & set(right) != set(over):
        return None

    def side(axes: Sequence[Axis]) -> str:
        rest = [a for a in axes if a not in over]
        if not rest:
            return "vector" if list(axes) == over else ""
        return (
            "first"
            if list(axes[: len(over)]) == over
            else "last"
            if list(axes[len(axes) - len(over) :]) == over
            else ""
        )

    one, other = side(left), side(right)
    rows, columns = [a for a in left if a not in over], [a for a in right if a not in over]
    for swapped, axes in ((False, [*rows, *columns]), (True, [*columns, *rows])):
        pair = (other, one) if swapped else (one, other)
        kernel = {
            ("last", "first"): "dot", ("last", "last"): "dot_t", ("first", "first"): "t_dot",
            ("last", "vector"): "dot_v", ("first", "vector"): "t_dot_v",
        }.get(pair)  # fmt: skip
        if kernel is not None and list(step.axes) == axes:
            return kernel, swapped
    return None


def result(read: Read, axes: Sequence[Axis], writer: Writer) -> str:
    have = axes_of(read)
    cuts = [
        ":" if not p.offset.terms and n == a.size else f"{size_code(p.offset)}:{size_code(p.offset + a.size)}"
        for p, n, a in zip(read.at, writer.scalars.shapes[read.array], have, strict=True)
    ]
    text = read.array + (f"[{', '.join(cuts)}]" if any(c != ":" for c in cuts) else "")
    if list(have) == list(axes):
        return text
    return f"np.transpose({text}, ({', '.join(str(have.index(a)) for a in axes)},))"
