"""Programs written in a language of whole arrays. NumPy, JAX and PyTorch are dialects of it: each says how it spells things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from papergrad.programs.lengths import comment, head, shape_code, size_atom, size_code
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
    Output,
    Part,
    Program,
    Read,
    Scatter,
    Step,
    Tree,
    axes_of,
    subtrees,
)  # fmt: skip
from papergrad.programs.spelling import ATOM, Code, Dialect, Spelling


class Writer:
    """Writes the steps of one program."""

    def __init__(self, program: Program, dialect: Dialect) -> None:
        self.spell = Spelling(program, dialect)
        self.given_out = {o.read.array for o in program.outputs}

    def step(self, step: Step) -> Iterator[str]:
        if not isinstance(step, Loop):
            self.spell.shapes.setdefault(step.target, tuple(a.size for a in step.axes))
        match step:
            case Map(target, axes, tree, None):
                text = self.spell.full(tree, axes)
                yield f"{target} = {self.owned(text, tree, axes) if target in self.given_out else text}{comment(axes)}"
            case Map(target, axes, tree, at):
                assert at is not None
                yield self.spell.dialect.write.format(target, self.spell.whole(at), self.spell.full(tree, axes))
            case Fold():
                yield f"{step.target} = {self.fold(step)}{comment(step.axes)}"
            case Contract():
                yield f"{step.target} = {self.contract(step)}{comment(step.axes)}"
            case Scatter():
                yield from self.scatter(step)
            case Join(target, axes, pieces):
                parts = []
                for run, tree in pieces:
                    inner = (run, *axes[1:]) if run is not None else axes[1:]
                    text = self.spell.full(tree, inner, ATOM)
                    parts.append(text if run is not None else self.lifted(text, axes[1:]))
                yield f"{target} = {self.spell.dialect.concatenate.format(', '.join(parts))}{comment(axes)}"
            case Invert(target, axes, matrix):
                yield f"{target} = {self.spell.dialect.inverse.format(self.spell.read(matrix, axes_of(matrix)).text)}{comment(axes)}"
            case Determine(target, axes, matrix):
                text = self.spell.dialect.determinant.format(self.spell.read(matrix, axes_of(matrix)).text)
                yield f"{target} = {text}{comment(axes)}"
            case Loop():
                yield from self.loop(step)
            case _:
                assert_never(step)

    def owned(self, text: str, tree: Tree, axes: Sequence[Axis]) -> str:
        """An array that may be written to: a copy, where the tree is but a view of another or of fewer numbers."""
        fresh = isinstance(tree, Call) and set(axes_of(tree)) >= set(axes)
        return text if fresh else self.spell.dialect.copy.format(text)

    def lifted(self, text: str, axes: Sequence[Axis]) -> str:
        """An array with one more axis in front, of length 1 (a number too)."""
        return self.spell.dialect.broadcast.format(text, "(1, " + "".join(size_code(a.size) + ", " for a in axes) + ")")

    def fold(self, step: Fold) -> str:
        order = self.natural(step.tree, step.axes, step.over)
        text = self.spell.full(step.tree, order)
        places = [k for k, a in enumerate(order) if a in step.over]
        if step.kind == "argmax":
            return self.spell.dialect.argmax.format(text, places[0])
        if not step.axes and step.kind == "sum":
            return self.spell.dialect.folds["all"].format(text)
        return self.spell.dialect.folds[step.kind].format(
            text, places[0] if len(places) == 1 else "(" + ", ".join(map(str, places)) + ")"
        )

    def natural(self, tree: Tree, axes: Sequence[Axis], over: Sequence[Axis]) -> list[Axis]:
        """The axes of a fold in the order of the biggest array it reads, as far as that keeps those that stay in order."""
        reads = [sub for sub in subtrees(tree) if isinstance(sub, Read)]
        biggest = max(reads, key=lambda r: len({*axes_of(r)} & {*axes, *over}), default=None)
        mine = [a for a in axes_of(biggest) if a in (*axes, *over)] if biggest is not None else []
        kept = [a for a in mine if a in axes]
        if len(mine) == len(axes) + len(over) and kept == list(axes):
            return mine
        return [*axes, *over]

    def contract(self, step: Contract) -> str:
        over = list(step.over)
        left = [a for a in axes_of(step.left) if a not in self.spell.fixed]
        right = [a for a in axes_of(step.right) if a not in self.spell.fixed]
        rows, columns = [a for a in left if a not in right], [a for a in right if a not in left]
        if set(left) & set(right) == set(over):
            if not rows and not columns and len(over) > 1:
                return self.einsum(step, left, right)
            if len(over) <= 1 and len(rows) <= 1 and len(columns) <= 1 and list(step.axes) == rows + columns:
                one = self.spell.read(step.left, (*rows, *over)).text
                other = self.spell.read(step.right, (*over, *columns)).text
                return f"{one} @ {other}"
            if list(step.axes) == rows + columns:
                return self.flattened(step, rows, over, columns)
        return self.einsum(step, left, right)

    def flattened(self, step: Contract, rows: Sequence[Axis], over: Sequence[Axis], columns: Sequence[Axis]) -> str:
        """A product over several axes at a time, as a product of matrices."""

        def flat(read: Read, one: Sequence[Axis], other: Sequence[Axis]) -> str:
            have = [a for a in axes_of(read) if a in one or a in other]
            swapped = have[: len(other)] == list(other) and have[len(other) :] == list(one) and len(other) > 0
            first, second = (other, one) if swapped else (one, other)
            text = self.spell.read(read, (*first, *second)).text
            if len(first) > 1 or len(second) > 1:
                dims = [" * ".join(size_atom(a.size) for a in axes) for axes in (first, second) if axes]
                text += f".reshape({', '.join(dims)})"
            return text + (".T" if swapped and one else "")

        text = f"{flat(step.left, rows, over)} @ {flat(step.right, over, columns)}"
        if len(rows) > 1 or len(columns) > 1:
            return f"({text}).reshape({', '.join(size_code(a.size) for a in (*rows, *columns))})"
        return text

    def einsum(self, step: Contract, left: Sequence[Axis], right: Sequence[Axis]) -> str:
        letters = {a: chr(97 + k) for k, a in enumerate(dict.fromkeys((*left, *right)))}
        formula = (
            "".join(letters[a] for a in left)
            + ","
            + "".join(letters[a] for a in right)
            + "->"
            + "".join(letters[a] for a in step.axes)
        )
        return self.spell.dialect.einsum.format(
            f'"{formula}"', self.spell.read(step.left, left).text, self.spell.read(step.right, right).text
        )

    def scatter(self, step: Scatter) -> Iterator[str]:
        if step.start is None:
            yield f"{step.target} = {self.spell.dialect.zeros.format(shape_code(step.axes))}{comment(step.axes)}"
        else:
            text = self.owned(self.spell.full(step.start, step.axes), step.start, step.axes)
            yield f"{step.target} = {text}{comment(step.axes)}"
        for part in step.parts:
            yield self.added(step, part)

    def added(self, step: Scatter, part: Part) -> str:
        """The statement that adds a part of a scatter."""
        kept = [a for a, p in zip(step.axes, part.places, strict=True) if p is None]
        spots = [p for p in part.places if p is not None]
        inner = [
            a for a in dict.fromkeys([*(a for p in spots for a in axes_of(p)), *part.over]) if a not in self.spell.fixed
        ]
        simple = not set(inner) & set(kept) and all(p is not None for p in part.places[: len(spots)])
        order = [*inner, *(a for a in kept if a not in inner)]
        varies = bool(self.spell.number(part.tree, order).axes)
        rows = simple and len(spots) == 1 and bool(kept and inner) and "add_rows" in self.spell.dialect.helpers
        values = self.spell.full(part.tree, order) if varies or rows else self.spell.number(part.tree, order).text
        guards, texts = [], []
        for axis, place in zip(step.axes, part.places, strict=True):
            if place is None:
                if not simple:
                    texts.append(
                        self.spell.aligned(Code(self.spell.dialect.arange.format(size_code(axis.size)), (axis,)), order)
                    )
                continue
            code = self.spell.positions(place, inner if simple else order)
            text = self.spell.aligned(code, inner if simple else order)
            if part.guarded:
                top = size_code(axis.size)
                guards.append(f"({text} >= 0) & ({text} < {top})")
                text = self.spell.dialect.clip.format(text, f"{top} - 1")
            texts.append(text)
        if guards:
            guard = " & ".join(guards)
            tail = ", None" * (len(order) - len(inner)) if simple else ""
            guard = f"({guard})[...{tail}]" if tail else guard
            values = self.spell.dialect.choose.format(guard, values, "0")
        if rows:
            self.spell.note("add_rows")
            return f"add_rows({step.target}, {texts[0]}, {values})"
        # without further axes in its places, every position is met once
        spelling = self.spell.dialect.add_at if part.over or simple else self.spell.dialect.add_once
        return spelling.format(step.target, ", ".join(texts) + ("," if len(texts) == 1 else ""), values)

    def loop(self, step: Loop) -> Iterator[str]:
        length = size_code(step.axis.size)
        for state in step.states:
            sizes = (state.axes[0].size + state.before + state.after, *(a.size for a in state.axes[1:]))
            self.spell.shapes[state.target] = sizes
            shape = "(" + ", ".join(map(size_code, sizes)) + ("," if len(sizes) == 1 else "") + ")"
            start = state.start == Constant(Fraction(0))
            more = f"{comment(state.axes)}, and {state.before + state.after} more"
            yield f"{state.target} = {self.spell.dialect.zeros.format(shape)}{more}"
            if not start:
                value = self.spell.full(state.start, state.axes[1:])
                ends = [f"{length} + {state.before + k}" for k in range(state.after)]
                for spot in ends if step.backwards else map(str, range(state.before)):
                    yield self.spell.dialect.write.format(state.target, spot, value)
        self.spell.fixed.append(step.axis)
        lines = [line for inner in step.steps for line in self.step(inner)]
        self.spell.fixed.pop()
        yield from self.spell.dialect.loop(step, length, lines)

    def output(self, output: Output) -> str:
        code = self.spell.read(output.read, output.axes)
        return code.text


def counted(step: Loop, length: str, lines: Sequence[str]) -> Iterator[str]:
    """A loop of Python's own."""
    span = f"range({length})"
    yield f"for {step.axis.name} in {f'reversed({span})' if step.backwards else span}:"
    yield from ("    " + line for line in lines)


def body(program: Program, dialect: Dialect, dtype: str) -> tuple[list[str], list[str]]:
    """The lines of a function that runs a program, and the helpers they call."""
    writer = Writer(program, dialect)
    lines = [line for step in program.steps for line in writer.step(step)]
    results = [writer.output(o) for o in program.outputs]
    lines.append(f"return {', '.join(results)}{',' if len(results) == 1 else ''}")
    first = list(head(program))
    if any("dtype" in line for line in lines):
        reals = [i.name for i in program.inputs if not i.whole]
        first.append(f"dtype = {reals[0]}.dtype" if reals else f"dtype = {dialect.library}.{dtype}")
    return [*first, *lines], list(writer.spell.needed)
