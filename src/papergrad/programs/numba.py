"""Programs as Numba: loops over samples, steps and entries, compiled; matrix products go to BLAS where they are big."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, assert_never

import numba

from papergrad.algebra.sizes import Size
from papergrad.programs.arrays import comment, head, shape_code, size_atom, size_code
from papergrad.programs.kernels import KERNELS, kernel
from papergrad.programs.program import (
    RELATIONS,
    Axis,
    Call,
    Constant,
    Contract,
    Determine,
    Fold,
    Invert,
    Join,
    Length,
    Loop,
    Map,
    Part,
    Place,
    Program,
    Read,
    Scatter,
    Step,
    Tree,
    axes_of,
    subtrees,
)  # fmt: skip
from papergrad.programs.source import checked, document

JIT = '@njit(fastmath={"reassoc", "nsz", "contract", "arcp", "afn"}, error_model="numpy", cache=True)\n'
FUNCTIONS = {
    **{name: f"math.{name}({{}})" for name in ("log", "expm1", "erf", "sin", "cos", "tan", "sinh", "cosh", "sqrt")},
    "arcsin": "math.asin({})", "arccos": "math.acos({})", "arctan": "math.atan({})", "abs": "abs({})", "sign": "np.sign({})",
    **{name: f"{name}({{}})" for name in ("exp", "tanh", "sigmoid", "softplus", "relu")},
}  # fmt: skip
MOST_ARRAYS = 4
START = {"sum": "real(0)", "product": "real(1)", "largest": "real(-np.inf)"}


@dataclass
class _Nest:
    """A step as loops over ``axes``; statements before all of them, right before the innermost, in it, and right after it."""

    step: Map | Fold
    axes: tuple[Axis, ...]
    before: list[str]
    open: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)

    @property
    def arrays(self) -> set[str]:
        return {self.step.target, *(read.array for read in _reads(self.step.tree) if read.at)}


class _Writer:
    """Writes the steps of one program as loops. Names that end with ``_`` are its own: no identifier of a program does."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.shapes: dict[str, tuple[Size, ...]] = {i.name: i.shape for i in program.inputs}
        self.numbers = {i.name for i in program.inputs if not i.shape}
        self.needed: dict[str, None] = {}
        self.fixed: set[Axis] = set()
        self.same: dict[Axis, str] = {}
        self.held: dict[Tree, str] = {}
        self.count = 0

    # -- scalars --------------------------------------------------------------------------------------------------

    def axis(self, axis: Axis) -> str:
        return self.same.get(axis, axis.name)

    def place(self, place: Place) -> str:
        parts = []
        for term, weight in place.terms:
            text = self.axis(term) if isinstance(term, Axis) else self.tree(term)
            parts.append(text if weight == 1 else f"{weight} * {text}")
        if place.offset.terms or not parts:
            parts.append(size_code(place.offset))
        return " + ".join(parts).replace("+ -", "- ")

    def read(self, read: Read) -> str:
        if not read.at:
            return f"{read.array}[()]" if read.array in self.numbers else read.array
        text = f"{read.array}[{', '.join(map(self.place, read.at))}]"
        if not read.guarded:
            return text
        tests = [
            f"0 <= {self.place(p)} < {size_code(n)}"
            for p, n in zip(read.at, self.shapes[read.array], strict=True)
            if not (p.plain is not None and p.plain.size == n)
        ]
        return f"({text} if {' and '.join(tests)} else real(0))"

    def tree(self, tree: Tree) -> str:
        """A tree as a number, in parentheses where it needs them."""
        if tree in self.held:
            return self.held[tree]
        match tree:
            case Constant(value):
                return f"real({value.numerator if value.denominator == 1 else repr(float(value))})"
            case Length(size):
                return f"real({size_code(size)})"
            case Place():
                return f"real({self.place(tree)})"
            case Read():
                return self.read(tree)
            case Call("add", arguments):
                return "(" + " + ".join(map(self.tree, arguments)) + ")"
            case Call("multiply", arguments):
                return self.product(arguments)
            case Call("power", (base, Constant(value))) if value == -1:
                return f"(real(1) / {self.tree(base)})"
            case Call("power", (base, Constant(value))) if value.denominator == 1 and value.numerator > 0:
                return f"{self.tree(base)}**{value.numerator}"
            case Call("power", (base, exponent)):
                return f"real({self.tree(base)}**{self.tree(exponent)})"
            case Call("choose", (condition, one, other)):
                return f"({self.tree(one)} if {self.truth(condition)} else {self.tree(other)})"
            case Call(relation, _) if relation in RELATIONS:
                return f"(real(1) if {self.truth(tree)} else real(0))"
            case Call(function, (argument,)):
                self.need(function)
                inner = self.tree(argument)
                return FUNCTIONS[function].format(inner)
        raise TypeError(tree)

    def product(self, factors: Sequence[Tree]) -> str:
        above = [f for f in factors if not _below(f)]
        below = [f for f in factors if _below(f)]
        minus = [f for f in above if isinstance(f, Constant) and f.value == -1]
        above = [f for f in above if f not in minus]
        text = " * ".join(map(self.tree, above)) or "real(1)"
        for f in below:
            text += f" * {self.held[f]}" if f in self.held else f" / {self.tree(f.arguments[0])}"  # type: ignore[union-attr]
        return f"({'-' if len(minus) % 2 else ''}{text})"

    def truth(self, tree: Tree) -> str:
        match tree:
            case Call(relation, (left, right)) if relation in RELATIONS:
                sign = {"equal": "==", "greater": ">", "atleast": ">="}[relation]
                if isinstance(left, Place) and isinstance(right, Place):
                    return f"{self.place(left)} {sign} {self.place(right)}"
                return f"{self.tree(left)} {sign} {self.tree(right)}"
        return f"{self.tree(tree)} != 0"

    def need(self, name: str) -> None:
        for wanted in KERNELS[name][1] if name in KERNELS else ():
            self.need(wanted)
        if name in KERNELS:
            self.needed[name] = None

    # -- loops ----------------------------------------------------------------------------------------------------

    def entry(self, target: str, axes: Sequence[Axis]) -> str:
        return f"{target}[{', '.join(map(self.axis, axes))}]" if axes else target

    def hoisted(self, tree: Tree, innermost: Axis | None) -> list[str]:
        """Statements that keep what the innermost loop does not change."""
        lines: list[str] = []

        def visit(part: Tree) -> None:
            if isinstance(part, Place):
                for term, _ in part.terms:
                    if isinstance(term, Read):
                        visit(term)
                return
            if isinstance(part, Constant | Length) or part in self.held:
                return
            if (
                part is not tree
                and innermost not in axes_of(part)
                and any(isinstance(sub, Read) for sub in subtrees(part))
            ):
                text = self.tree(part)
                if not text.isidentifier():
                    self.count += 1
                    name = f"c{self.count}_"
                    lines.append(f"{name} = {text}")
                    self.held[part] = name
                return
            for inner in part.arguments if isinstance(part, Call) else _looked_up(part):
                visit(inner)

        if innermost is not None:
            visit(tree)
        return lines

    def map(self, step: Map) -> _Nest:
        self.shapes[step.target] = tuple(a.size for a in step.axes)
        before = [f"{step.target} = np.empty({shape_code(step.axes)}, dtype){comment(step.axes)}"] if step.axes else []
        return _Nest(step, step.axes, before)

    def written(self, nest: _Nest) -> None:
        """Fill in the statements of a nest; the names of its axes are settled by now."""
        self.held, step = {}, nest.step
        innermost = (
            nest.axes[-1] if len(nest.axes) > 1 else None
        )  # what encloses the only loop is shared with other steps
        nest.open = self.hoisted(step.tree, innermost)
        if isinstance(step, Map):
            nest.inner = [f"{self.entry(step.target, step.axes)} = {self.tree(step.tree)}"]
            return
        entry, text = self.entry(step.target, step.axes), self.tree(step.tree)
        if step.kind == "argmax":
            best = self.entry(f"{step.target}_", step.axes)
            nest.inner = [
                f"item_ = {text}",
                f"{entry} = {self.axis(step.over[0])} if item_ > {best} else {entry}",
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

    def fold(self, step: Fold) -> _Nest:
        self.shapes[step.target] = tuple(a.size for a in step.axes)
        order = _natural(step)
        if step.kind == "argmax":
            shape = shape_code(step.axes)
            before = [
                f"{step.target} = np.zeros({shape}, np.int64){comment(step.axes)}",
                f"{step.target}_ = np.full({shape}, real(-np.inf))",
            ]
            return _Nest(step, order, before)
        begin = f"np.full({shape_code(step.axes)}, {START[step.kind]})" if step.axes else START[step.kind]
        return _Nest(step, order, [f"{step.target} = {begin}{comment(step.axes)}"])

    def steps(self, steps: Sequence[Step]) -> Iterator[str]:
        group: list[_Nest] = []
        for step in steps:
            single = isinstance(step, Fold) and step.kind == "argmax" and not step.axes
            if not single and (isinstance(step, Fold) or (isinstance(step, Map) and step.at is None)):
                group.append(self.map(step) if isinstance(step, Map) else self.fold(step))
                continue
            yield from self.fused(group, 0)
            group = []
            yield from self.single(step)
        yield from self.fused(group, 0)

    def fused(self, nests: Sequence[_Nest], depth: int) -> Iterator[str]:
        """Nests whose loops around ``depth`` are written already; neighbours share their next loop where they can."""
        runs: list[list[_Nest]] = []
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
                self.same[nest.axes[depth]] = first.name
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

    def plainly(self, axes: Sequence[Axis], lines: Sequence[str]) -> Iterator[str]:
        indent = ""
        for axis in axes:
            yield f"{indent}for {self.axis(axis)} in range({size_code(axis.size)}):"
            indent += "    "
        yield from (indent + line for line in lines)

    # -- other steps ----------------------------------------------------------------------------------------------

    def single(self, step: Step) -> Iterator[str]:
        self.held = {}
        if not isinstance(step, Loop | Map):
            self.shapes[step.target] = tuple(a.size for a in step.axes)
        match step:
            case Map(target, axes, tree, at):
                assert at is not None
                spot = ", ".join([self.place(at), *(self.axis(a) for a in axes)])
                yield from self.plainly(axes, [f"{target}[{spot}] = {self.tree(tree)}"])
            case Contract():
                yield from self.contract(step)
            case Scatter(target, axes, start, parts):
                if start is None:
                    yield f"{target} = np.zeros({shape_code(axes)}, dtype){comment(axes)}"
                else:
                    yield from self.steps([Map(target, axes, start)])
                for part in parts:
                    yield from self.part(step, part)
            case Join(target, axes, pieces):
                yield f"{target} = np.empty({shape_code(axes)}, dtype){comment(axes)}"
                begin = Size.of(0)
                for run, tree in pieces:
                    runs = (*((run,) if run is not None else ()), *axes[1:])
                    spot = f"{self.axis(run)} + {size_code(begin)}" if run is not None else size_code(begin)
                    yield from self.plainly(
                        runs, [f"{target}[{', '.join([spot, *map(self.axis, axes[1:])])}] = {self.tree(tree)}"]
                    )
                    begin = begin + (run.size if run is not None else 1)
            case Invert(target, axes, matrix) | Determine(target, axes, matrix):
                yield from self.matrix(step, target, axes, matrix)
            case Loop():
                yield from self.loop(step)
            case Fold(target, _, _, over, tree):
                lines = [
                    f"item_ = {self.tree(tree)}",
                    "if item_ > best_:",
                    "    best_ = item_",
                    f"    {target} = {self.axis(over[0])}",
                ]
                yield from (f"{target} = 0", "best_ = real(-np.inf)")
                yield from self.plainly(over, lines)
            case _:
                assert_never(step)

    def matrix(self, step: Step, target: str, axes: Sequence[Axis], matrix: Read) -> Iterator[str]:
        rest = [a for a in axes_of(matrix) if a not in self.fixed][:-2]
        spots = ", ".join(map(self.axis, rest))
        inside = f"{matrix.array}[{spots}]" if rest else matrix.array
        call = f"np.linalg.inv({inside})" if isinstance(step, Invert) else f"np.linalg.det({inside})"
        if not rest:
            yield f"{target} = {call}{comment(tuple(axes))}"
            return
        yield f"{target} = np.empty({shape_code(axes)}, dtype){comment(tuple(axes))}"
        yield from self.plainly(rest, [f"{target}[{spots}] = {call}"])

    def part(self, step: Scatter, part: Part) -> Iterator[str]:
        kept = [a for a, p in zip(step.axes, part.places, strict=True) if p is None]
        spots = [p for p in part.places if p is not None]
        looked = [a for p in spots for term, _ in p.terms if isinstance(term, Read) for a in axes_of(term)]
        runs = list(dict.fromkeys([*looked, *(a for p in spots for a in axes_of(p)), *part.over]))
        runs = [a for a in runs if a not in self.fixed and a not in kept]

        def write(text: str) -> list[str]:
            spots, tests = [], []
            for axis, place in zip(step.axes, part.places, strict=True):
                spots.append(self.axis(axis) if place is None else self.place(place))
                if place is not None and part.guarded:
                    tests.append(f"0 <= {self.place(place)} < {size_code(axis.size)}")
            line = f"{step.target}[{', '.join(spots)}] += {text}"
            return [f"if {' and '.join(tests)}:", f"    {line}"] if tests else [line]

        where = Call("where", (part.tree, *spots))
        yield from self.around([*runs, *kept], part.tree, write, where)

    def loop(self, step: Loop) -> Iterator[str]:
        length = size_code(step.axis.size)
        for state in step.states:
            sizes = (state.axes[0].size + state.before + state.after, *(a.size for a in state.axes[1:]))
            self.shapes[state.target] = sizes
            yield f"{state.target} = np.zeros(({', '.join(map(size_code, sizes))},), dtype){comment(state.axes)}, and {state.before + state.after} more"
            if not (isinstance(state.start, Constant) and not state.start.value):
                ends = [f"{length} + {state.before + k}" for k in range(state.after)]
                for spot in ends if step.backwards else map(str, range(state.before)):
                    entry = ", ".join([spot, *map(self.axis, state.axes[1:])])
                    yield from self.plainly(state.axes[1:], [f"{state.target}[{entry}] = {self.tree(state.start)}"])
        yield f"for {step.axis.name} in range({f'{length} - 1, -1, -1' if step.backwards else length}):"
        self.fixed.add(step.axis)
        yield from ("    " + line for line in self.steps(step.steps))
        self.fixed.discard(step.axis)

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
        self.need(kernel)
        a = self.flat(one, right if swapped else left, mine, over)
        b = self.flat(other, left if swapped else right, others, over)
        shape = (*mine, *others)
        text = f"{kernel}({a}, {b})"
        if len(mine) > 1 or len(others) > 1:
            text += f".reshape({shape_code(shape)})"
        yield f"{step.target} = {text}{comment(shape)}"

    def laid(self, read: Read) -> list[Axis]:
        return [a for a in axes_of(read) if a not in self.fixed]

    def copied(self, read: Read, order: Sequence[Axis]) -> tuple[Read, list[str]]:
        """A factor with its axes in another order in memory, and the statements that bring it there."""
        if self.laid(read) == list(order):
            return read, []
        self.count += 1
        name = f"{read.array}_{self.count}_"
        lines = list(self.fused([self.map(Map(name, tuple(order), read))], 0))
        return Read(name, tuple(Place(((a, 1),)) for a in order)), lines

    def flat(self, read: Read, have: Sequence[Axis], mine: Sequence[Axis], over: Sequence[Axis]) -> str:
        """A factor as a matrix or a vector, laid out as it is in memory."""
        cuts = []
        for place, size in zip(read.at, self.shapes[read.array], strict=True):
            run = place.run
            if run is None or run[0] in self.fixed:
                cuts.append(self.place(place))
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
            if p.run is None or p.run[0] in self.fixed or self.shapes[read.array][k] != p.run[0].size
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
        ends = [a for read in (step.left, step.right) for a in _plainly_read(read)[-1:] if a not in self.fixed]
        ends.sort(key=lambda a: a is not step.axes[-1] if step.axes else a not in step.over)
        order = [*step.axes, *step.over]
        entry = self.entry(step.target, step.axes)
        yield (
            f"{step.target} = "
            + (f"np.zeros({shape_code(step.axes)}, dtype)" if step.axes else "real(0)")
            + comment(step.axes)
        )
        if ends:
            order = [*(a for a in order if a is not ends[0]), ends[0]]
        yield from self.around(order, Call("multiply", (step.left, step.right)), lambda text: [f"{entry} += {text}"])

    def around(
        self, axes: Sequence[Axis], tree: Tree, write: Callable[[str], list[str]], seen: Tree | None = None
    ) -> Iterator[str]:
        """Loops around statements about a tree, with what the innermost does not change in front of it."""
        self.held = {}
        indent = ""
        for axis in axes[:-1]:
            yield f"{indent}for {self.axis(axis)} in range({size_code(axis.size)}):"
            indent += "    "
        if axes:
            yield from (indent + line for line in self.hoisted(seen or tree, axes[-1]))
            yield f"{indent}for {self.axis(axes[-1])} in range({size_code(axes[-1].size)}):"
            indent += "    "
        yield from (indent + line for line in write(self.tree(tree)))
        self.held = {}


def _plainly_read(read: Read) -> list[Axis]:
    """The axes along which a read runs through its array, outermost first."""
    return [p.run[0] for p in read.at if p.run is not None]


def _looked_up(tree: Tree) -> list[Read]:
    return [term for p in tree.at for term, _ in p.terms if isinstance(term, Read)] if isinstance(tree, Read) else []


def _below(tree: Tree) -> bool:
    match tree:
        case Call("power", (_, Constant(value))):
            return value == -1
    return False


def _reads(tree: Tree) -> tuple[Read, ...]:
    return tuple(sub for sub in subtrees(tree) if isinstance(sub, Read))


def _natural(step: Fold) -> tuple[Axis, ...]:
    """The axes of a fold in the order of the biggest array it reads."""
    every = (*step.axes, *step.over)
    biggest = max(_reads(step.tree), key=lambda r: len({*axes_of(r)} & {*every}), default=None)
    mine = [a for a in axes_of(biggest) if a in every] if biggest is not None else []
    return tuple(mine) if len(mine) == len(every) else every


def _together(run: Sequence[_Nest], nest: _Nest, depth: int) -> bool:
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
    return True


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


def emit(program: Program, name: str, dtype: str = "float64") -> str:
    """Source of a compiled function of that name: the inputs in order, a tuple of the outputs back."""
    writer = _Writer(program)
    lines = list(writer.steps(program.steps))
    results = [_result(o.read, o.axes, writer) for o in program.outputs]
    lines.append(f"return {', '.join(results)}{',' if len(results) == 1 else ''}")
    reals = [i.name for i in program.inputs if not i.whole]
    first = [f"dtype = {reals[0]}.dtype" if reals else "dtype = np.dtype(np.float64)", "real = dtype.type"]
    helpers = [JIT + kernel(n, dtype) for n in writer.needed]
    return document(
        ["import math\n\n", "import numpy as np\nfrom numba import njit\n"],
        helpers,
        name,
        program,
        [*head(program), *first, *lines],
        JIT,
    )


def _result(read: Read, axes: Sequence[Axis], writer: _Writer) -> str:
    have = axes_of(read)
    cuts = [
        ":" if not p.offset.terms and n == a.size else f"{size_code(p.offset)}:{size_code(p.offset + a.size)}"
        for p, n, a in zip(read.at, writer.shapes[read.array], have, strict=True)
    ]
    text = read.array + (f"[{', '.join(cuts)}]" if any(c != ":" for c in cuts) else "")
    if list(have) == list(axes):
        return text
    return f"np.transpose({text}, ({', '.join(str(have.index(a)) for a in axes)},))"


def load(source: str, name: str, dtype: str = "float64") -> Callable[..., Any]:
    """The function that ``emit`` wrote. Its compiled form is kept on disk, in the user's cache."""
    checked(source, name)
    module = f"papergrad_{sha256((source + numba.__version__).encode()).hexdigest()[:24]}"
    file = _cache() / f"{module}.py"
    if not file.exists() or file.read_text(encoding="utf-8") != source:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(source, encoding="utf-8")
        fresh.replace(file)
    spec = spec_from_file_location(module, file)
    assert spec is not None and spec.loader is not None
    loaded = module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    return getattr(loaded, name)  # type: ignore[no-any-return]


def _cache() -> Path:
    home = os.environ.get("PAPERGRAD_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "papergrad"
    )
    return Path(home) / "programs"
