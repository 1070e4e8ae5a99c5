"""Programs written in a language of whole arrays. NumPy, JAX and PyTorch are dialects of it: each says how it spells things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from papergrad.algebra.sizes import Size
from papergrad.programs.program import (
    RELATIONS,
    Axis,
    Call,
    Constant,
    Contract,
    Determine,
    Fold,
    Input,
    Invert,
    Join,
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
    axes_of,
    subtrees,
)  # fmt: skip

ATOM, POWER, PRODUCT, SUM, RELATION = 5, 4, 3, 2, 1


@dataclass(frozen=True)
class Dialect:
    """How one library spells what programs are made of. ``{}`` in a spelling is where an argument goes."""

    library: str
    functions: Mapping[str, str]  # of one argument
    choose: str  # condition, value, value
    number: str  # a truth value as a number: truth
    arange: str  # length
    zeros: str  # shape
    empty: str  # shape
    argmax: str  # array, axis
    folds: Mapping[str, str]  # array, axes
    transpose: str  # array, axes
    broadcast: str  # array, shape
    inverse: str
    determinant: str
    concatenate: str  # list of arrays (along the first axis)
    einsum: str
    whole: str  # an array as positions
    clip: str  # positions, top
    clip_one: str  # one position, top
    truth: str  # a condition of any kind as one that ``choose`` takes
    add_at: str  # statement: target, places, values; a place may come more than once
    add_once: str  # statement: target, places, values
    copy: str
    write: str  # statement: target, place, value
    loop: Callable[[Loop, str, Sequence[str]], Iterator[str]]  # step, length, lines of its body
    helpers: Mapping[str, str] = field(default_factory=dict)  # what a spelling needs: its name and definition


@dataclass(frozen=True)
class Code:
    """An expression, the axes of its array in order, and how tightly its outermost operator binds."""

    text: str
    axes: tuple[Axis, ...]
    binds: int = ATOM
    truth: bool = False

    def inside(self, binds: int) -> str:
        return self.text if self.binds >= binds else f"({self.text})"


class Writer:
    """Writes the steps of one program. ``fixed`` are the axes of the loops around, which are plain whole numbers."""

    def __init__(self, program: Program, dialect: Dialect) -> None:
        self.program, self.dialect = program, dialect
        self.fixed: list[Axis] = []
        self.shapes: dict[str, tuple[Size, ...]] = {i.name: i.shape for i in program.inputs}
        self.needed: dict[str, None] = {}

    # -- trees ----------------------------------------------------------------------------------------------------

    def read(self, read: Read, order: Sequence[Axis]) -> Code:
        """An entry for every position of its axes, which come in ``order``."""
        mine = tuple(a for a in order if a in axes_of(read) and a not in self.fixed)
        runs = [p.run for p in read.at]
        free = [r[0] for r in runs if r is not None and r[0] not in self.fixed]
        still = all(
            (r is not None and r[0] not in self.fixed) or not [a for a in axes_of(p) if a not in self.fixed]
            for r, p in zip(runs, read.at, strict=True)
        )
        if still and len(set(free)) == len(free) and not read.guarded:
            cuts = [self.cut(p, size) for p, size in zip(read.at, self.shapes[read.array], strict=True)]
            text = read.array + ("" if all(c == ":" for c in cuts) else f"[{_short(cuts)}]")
            return Code(self.permuted(text, free, mine), mine)
        return self.picked(read, mine)

    def cut(self, place: Place, size: Size) -> str:
        run = place.run
        if run is None or run[0] in self.fixed:
            return self.whole(place)
        axis, weight = run
        if weight == 1 and not place.offset.terms and axis.size == size:
            return ":"
        start = size_code(place.offset)
        stop = size_code(place.offset + (axis.size - 1) * weight + 1)
        if weight == 1 and place.offset + axis.size == size:
            stop = ""
        return f"{start if start != '0' else ''}:{stop}" + (f":{weight}" if weight != 1 else "")

    def whole(self, place: Place) -> str:
        """A place that does not run, as a whole number."""
        parts = []
        for term, weight in place.terms:
            text = term.name if isinstance(term, Axis) else self.read(term, ()).text
            parts.append(text if weight == 1 else f"{weight} * {text}")
        if place.offset.terms or not parts:
            parts.append(size_code(place.offset))
        return " + ".join(parts).replace("+ -", "- ")

    def positions(self, place: Place, order: Sequence[Axis], spread: bool = True) -> Code:
        """A place as an array of whole numbers."""
        mine = tuple(a for a in order if a in axes_of(place) and a not in self.fixed)
        parts = []
        for term, weight in place.terms:
            if isinstance(term, Axis) and term not in self.fixed:
                code = Code(self.dialect.arange.format(size_code(term.size)), (term,))
            elif isinstance(term, Axis):
                code = Code(term.name, ())
            else:
                code = self.read(term, order)
                code = Code(self.dialect.whole.format(code.text), code.axes)
            text = self.aligned(code, mine)
            parts.append(text if weight == 1 else f"{weight} * {text}")
        if place.offset.terms or not parts:
            parts.append(size_code(place.offset))
        text = " + ".join(parts).replace("+ -", "- ")
        return Code(text, mine, ATOM if len(parts) == 1 and " " not in text else SUM)

    def picked(self, read: Read, mine: tuple[Axis, ...]) -> Code:
        """A read at computed places."""
        shape = self.shapes[read.array]
        if not read.guarded:
            moving = [k for k, p in enumerate(read.at) if p.plain is None or p.plain in self.fixed]
            plain = [p.plain for p in read.at if p.plain is not None and p.plain not in self.fixed]
            if len(moving) == 1 and len(set(plain)) == len(plain):
                spot = moving[0]
                inner = tuple(a for a in mine if a in axes_of(read.at[spot]))
                if not set(inner) & set(plain):
                    cuts = [":"] * spot + [self.positions(read.at[spot], inner).text]
                    free = [*plain[:spot], *inner, *plain[spot:]]
                    return Code(self.permuted(f"{read.array}[{', '.join(cuts)}]", free, mine), mine)
        texts, tests = [], []
        for place, size in zip(read.at, shape, strict=True):
            code = self.positions(place, mine)
            text = self.aligned(code, mine)
            if read.guarded and not (place.plain is not None and place.plain.size == size):
                top = size_code(size)
                tests.append(f"({text} >= 0) & ({text} < {top})")
                text = (self.dialect.clip if code.axes else self.dialect.clip_one).format(text, f"{top} - 1")
            texts.append(text)
        text = f"{read.array}[{', '.join(texts)}]"
        if tests:
            text = self.dialect.choose.format(self.dialect.truth.format(" & ".join(tests)), text, "0")
        return Code(text, mine)

    def permuted(self, text: str, have: Sequence[Axis], want: Sequence[Axis]) -> str:
        if list(have) == list(want):
            return text
        if len(have) == 2:
            return f"{text}.T"
        return self.dialect.transpose.format(text, "(" + ", ".join(str(list(have).index(a)) for a in want) + ")")

    def aligned(self, code: Code, want: Sequence[Axis], binds: int = ATOM) -> str:
        """Code whose axes broadcast against ``want``."""
        if not code.axes:
            return code.inside(binds)
        first = list(want).index(code.axes[0])
        cuts = [":" if a in code.axes else "None" for a in want[first:]]
        if "None" not in cuts:
            return code.inside(binds)
        while cuts[0] == ":" and cuts[-1] == ":" and len(cuts) > 1 and "None" not in cuts:
            cuts.pop()
        return f"{code.inside(ATOM)}[{', '.join(cuts)}]"

    def tree(self, tree: Tree, order: Sequence[Axis]) -> Code:
        """A tree for every position of its axes, which come in ``order``."""
        match tree:
            case Constant(value):
                return constant(value)
            case Length(size):
                text = size_code(size)
                return Code(text, (), ATOM if text.isidentifier() else SUM)
            case Place():
                code = self.positions(tree, order)
                reads = any(isinstance(sub, Read) for sub in subtrees(tree))
                return Code(self.dialect.number.format(code.text), code.axes) if code.axes or reads else code
            case Read():
                return self.read(tree, order)
            case Call("add", arguments):
                return self.sum(arguments, order)
            case Call("multiply", arguments):
                return self.product(arguments, order)
            case Call("power", (base, exponent)):
                return self.power(base, exponent, order)
            case Call("choose", (condition, one, other)):
                c, a, b = self.truth(condition, order), self.number(one, order), self.number(other, order)
                axes = _union(order, c, a, b)
                if isinstance(one, Constant) and isinstance(
                    other, Constant
                ):  # two plain numbers have no type of their own
                    a = Code(self.dialect.number.format(a.text), ())
                texts = [self.aligned(code, axes, 0) for code in (c, a, b)]
                return Code(self.dialect.choose.format(*texts), axes)
            case Call(relation, (left, right)) if relation in RELATIONS:
                a, b = self.number(left, order), self.number(right, order)
                axes = _union(order, a, b)
                sign = {"equal": "==", "greater": ">", "atleast": ">="}[relation]
                return Code(f"{self.aligned(a, axes, SUM)} {sign} {self.aligned(b, axes, SUM)}", axes, RELATION, True)
            case Call(function, (argument,)):
                inner = self.number(argument, order)
                if not inner.axes and not any(isinstance(sub, Read) for sub in subtrees(argument)):
                    inner = Code(self.dialect.number.format(inner.text), ())  # a plain number has no type of its own
                spelling = self.dialect.functions[function]
                self.note(function)
                return Code(spelling.format(inner.text), inner.axes)
            case _:
                raise TypeError(tree)

    def note(self, name: str) -> None:
        if name in self.dialect.helpers:
            self.needed[name] = None

    def number(self, tree: Tree, order: Sequence[Axis]) -> Code:
        code = self.tree(tree, order)
        return Code(self.dialect.number.format(code.inside(ATOM)), code.axes) if code.truth else code

    def truth(self, tree: Tree, order: Sequence[Axis]) -> Code:
        code = self.tree(tree, order)
        return code if code.truth else Code(f"{code.inside(SUM)} != 0", code.axes, RELATION, True)

    def sum(self, terms: Sequence[Tree], order: Sequence[Axis]) -> Code:
        signed = [_signed(t) for t in terms]
        signed.sort(key=lambda pair: pair[0] < 0)  # a sum had better not start with a minus
        codes = [(sign, self.number(t, order)) for sign, t in signed]
        axes = _union(order, *(c for _, c in codes))
        # the narrow ones first, so that few operations run over everything
        text = ""
        for sign, code in codes:
            part = self.aligned(code, axes, SUM if not text or sign > 0 else PRODUCT)
            text = (
                f"{text} {'+' if sign > 0 else '-'} {part}"
                if text
                else part
                if sign > 0
                else f"-{self.aligned(code, axes, PRODUCT)}"
            )
        return Code(text, axes, SUM)

    def product(self, factors: Sequence[Tree], order: Sequence[Axis]) -> Code:
        sign, above, below = 1, list[Tree](), list[Tree]()
        for f in _flat(factors):
            match f:
                case Constant(value) if abs(value) == 1:
                    sign = sign if value > 0 else -sign
                case Constant(value) if value.numerator in (1, -1):
                    sign = sign if value > 0 else -sign
                    below.append(Constant(Fraction(value.denominator)))
                case Call("power", (base, Constant(value))) if value == -1:
                    below.append(base)
                case _:
                    above.append(f)
        tops, unders = self.grouped(above, order), self.grouped(below, order)
        axes = _union(order, *tops, *unders)
        text = " * ".join(self.aligned(c, axes, PRODUCT if k == 0 else POWER) for k, c in enumerate(tops)) or "1"
        for under in unders:
            text += " / " + self.aligned(under, axes, POWER)
        return (
            Code(f"-{text}", axes, SUM)
            if sign < 0
            else Code(text, axes, PRODUCT if len(tops) + len(unders) > 1 or unders else tops[0].binds)
        )

    def grouped(self, factors: Sequence[Tree], order: Sequence[Axis]) -> list[Code]:
        """Factors over fewer axes first, those over the same axes together: few operations run over everything."""
        groups: dict[tuple[Axis, ...], list[Code]] = {}
        for f in factors:
            code = self.number(f, order)
            groups.setdefault(code.axes, []).append(code)
        result = []
        for axes, codes in sorted(groups.items(), key=lambda item: len(item[0])):
            if len(groups) == 1 or len(codes) == 1:
                result += codes
            else:
                first, *rest = codes
                text = " * ".join([first.inside(PRODUCT), *(c.inside(POWER) for c in rest)])
                result.append(Code(text, axes, PRODUCT))
        return result

    def power(self, base: Tree, exponent: Tree, order: Sequence[Axis]) -> Code:
        if isinstance(base, Constant) and isinstance(exponent, Constant) and base.value > 0:
            return constant(Fraction(float(base.value) ** float(exponent.value)))
        if isinstance(exponent, Constant):
            code, value = self.number(base, order), exponent.value
            if value == -1:
                return Code(f"1 / {code.inside(POWER)}", code.axes, PRODUCT)
            if value == Fraction(1, 2):
                return Code(self.dialect.functions["sqrt"].format(code.text), code.axes)
            if value == Fraction(-1, 2):
                return Code(f"1 / {self.dialect.functions['sqrt'].format(code.text)}", code.axes, PRODUCT)
            if value.denominator == 1 and value < 0:
                up = f"{-value.numerator}"
                return Code(
                    f"1 / {code.inside(ATOM)}**{up}" if up != "1" else f"1 / {code.inside(POWER)}", code.axes, PRODUCT
                )
        a, b = self.number(base, order), self.number(exponent, order)
        axes = _union(order, a, b)
        return Code(f"{self.aligned(a, axes, ATOM)}**{self.aligned(b, axes, ATOM)}", axes, POWER)

    # -- steps ----------------------------------------------------------------------------------------------------

    def full(self, tree: Tree, axes: Sequence[Axis], binds: int = 0) -> str:
        """A tree as an array over exactly these axes, in this order."""
        code = self.number(tree, axes)
        if code.axes == tuple(axes):
            plain = not axes and not any(isinstance(sub, Read) for sub in subtrees(tree))
            return self.dialect.number.format(code.text) if plain else code.inside(binds)
        return self.dialect.broadcast.format(self.aligned(code, axes, 0), shape_code(axes))

    def step(self, step: Step) -> Iterator[str]:
        if not isinstance(step, Loop):
            self.shapes.setdefault(step.target, tuple(a.size for a in step.axes))
        match step:
            case Map(target, axes, tree, None):
                yield f"{target} = {self.full(tree, axes)}{comment(axes)}"
            case Map(target, axes, tree, at):
                assert at is not None
                yield self.dialect.write.format(target, self.whole(at), self.full(tree, axes))
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
                    text = self.full(tree, inner, ATOM)
                    parts.append(text if run is not None else self.lifted(text, axes[1:]))
                yield f"{target} = {self.dialect.concatenate.format(', '.join(parts))}{comment(axes)}"
            case Invert(target, axes, matrix):
                yield f"{target} = {self.dialect.inverse.format(self.read(matrix, _order(matrix)).text)}{comment(axes)}"
            case Determine(target, axes, matrix):
                yield f"{target} = {self.dialect.determinant.format(self.read(matrix, _order(matrix)).text)}{comment(axes)}"
            case Loop():
                yield from self.loop(step)
            case _:
                assert_never(step)

    def lifted(self, text: str, axes: Sequence[Axis]) -> str:
        """An array with one more axis in front, of length 1 (a number too)."""
        return self.dialect.broadcast.format(text, "(1, " + "".join(size_code(a.size) + ", " for a in axes) + ")")

    def fold(self, step: Fold) -> str:
        order = self.natural(step.tree, step.axes, step.over)
        text = self.full(step.tree, order)
        places = [k for k, a in enumerate(order) if a in step.over]
        if step.kind == "argmax":
            return self.dialect.argmax.format(text, places[0])
        if not step.axes and step.kind == "sum":
            return self.dialect.folds["all"].format(text)
        return self.dialect.folds[step.kind].format(
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
        left = [a for a in axes_of(step.left) if a not in self.fixed]
        right = [a for a in axes_of(step.right) if a not in self.fixed]
        rows, columns = [a for a in left if a not in right], [a for a in right if a not in left]
        if set(left) & set(right) == set(over):
            if not rows and not columns and len(over) > 1:
                return self.einsum(step, left, right)
            if len(over) <= 1 and len(rows) <= 1 and len(columns) <= 1 and list(step.axes) == rows + columns:
                one = self.read(step.left, (*rows, *over)).text
                other = self.read(step.right, (*over, *columns)).text
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
            text = self.read(read, (*first, *second)).text
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
        return self.dialect.einsum.format(
            f'"{formula}"', self.read(step.left, left).text, self.read(step.right, right).text
        )

    def scatter(self, step: Scatter) -> Iterator[str]:
        if step.start is None:
            yield f"{step.target} = {self.dialect.zeros.format(shape_code(step.axes))}{comment(step.axes)}"
        else:
            text = self.full(step.start, step.axes)
            fresh = isinstance(step.start, Call) and set(axes_of(step.start)) >= set(step.axes)
            yield f"{step.target} = {text if fresh else self.dialect.copy.format(text)}{comment(step.axes)}"
        for part in step.parts:
            yield self.added(step, part)

    def added(self, step: Scatter, part: Part) -> str:
        """The statement that adds a part of a scatter."""
        kept = [a for a, p in zip(step.axes, part.places, strict=True) if p is None]
        spots = [p for p in part.places if p is not None]
        inner = [a for a in dict.fromkeys([*(a for p in spots for a in axes_of(p)), *part.over]) if a not in self.fixed]
        simple = not set(inner) & set(kept) and all(p is not None for p in part.places[: len(spots)])
        order = [*inner, *(a for a in kept if a not in inner)]
        code = self.number(part.tree, order)
        values = self.full(part.tree, order) if code.axes else code.text
        guards, texts = [], []
        for axis, place in zip(step.axes, part.places, strict=True):
            if place is None:
                if not simple:
                    texts.append(self.aligned(Code(self.dialect.arange.format(size_code(axis.size)), (axis,)), order))
                continue
            code = self.positions(place, inner if simple else order)
            text = self.aligned(code, inner if simple else order)
            if part.guarded:
                top = size_code(axis.size)
                guards.append(f"({text} >= 0) & ({text} < {top})")
                text = self.dialect.clip.format(text, f"{top} - 1")
            texts.append(text)
        if guards:
            guard = " & ".join(guards)
            tail = ", None" * (len(order) - len(inner)) if simple else ""
            guard = f"({guard})[...{tail}]" if tail else guard
            values = self.dialect.choose.format(guard, values, "0")
        # without further axes in its places, every position is met once
        spelling = self.dialect.add_at if part.over or simple else self.dialect.add_once
        return spelling.format(step.target, ", ".join(texts) + ("," if len(texts) == 1 else ""), values)

    def loop(self, step: Loop) -> Iterator[str]:
        length = size_code(step.axis.size)
        for state in step.states:
            sizes = (state.axes[0].size + state.before + state.after, *(a.size for a in state.axes[1:]))
            self.shapes[state.target] = sizes
            shape = "(" + ", ".join(map(size_code, sizes)) + ("," if len(sizes) == 1 else "") + ")"
            start = state.start == Constant(Fraction(0))
            yield f"{state.target} = {self.dialect.zeros.format(shape)}  # {shape_text(state.axes)}, and {state.before + state.after} more"
            if not start:
                value = self.full(state.start, state.axes[1:])
                ends = [f"{length} + {state.before + k}" for k in range(state.after)]
                for spot in ends if step.backwards else map(str, range(state.before)):
                    yield self.dialect.write.format(state.target, spot, value)
        self.fixed.append(step.axis)
        lines = [line for inner in step.steps for line in self.step(inner)]
        self.fixed.pop()
        yield from self.dialect.loop(step, length, lines)

    def output(self, output: Output) -> str:
        code = self.read(output.read, output.axes)
        return code.text


def counted(step: Loop, length: str, lines: Sequence[str]) -> Iterator[str]:
    """A loop of Python's own."""
    span = f"range({length})"
    yield f"for {step.axis.name} in {f'reversed({span})' if step.backwards else span}:"
    yield from ("    " + line for line in lines)


def body(program: Program, dialect: Dialect) -> tuple[list[str], list[str]]:
    """The lines of a function that runs a program, and the helpers they call."""
    writer = Writer(program, dialect)
    lines = [line for step in program.steps for line in writer.step(step)]
    results = [writer.output(o) for o in program.outputs]
    lines.append(f"return {', '.join(results)}{',' if len(results) == 1 else ''}")
    first = list(head(program))
    if any("dtype" in line for line in lines):
        reals = [i.name for i in program.inputs if not i.whole]
        first.append(f"dtype = {reals[0]}.dtype" if reals else f"dtype = {dialect.library}.float64")
    return [*first, *lines], list(writer.needed)


def head(program: Program) -> Iterator[str]:
    """Lines that read the sizes off the inputs."""
    rows: dict[Input, list[str]] = {}
    late = []
    for name, (given, place) in program.lengths.items():
        if given.shape[place].name is not None:
            rows.setdefault(given, ["_"] * len(given.shape))[place] = name
        else:
            late.append(_solved(name, given, place))
    for given, names in rows.items():
        yield f"{', '.join(names)}{',' if len(names) == 1 else ''} = {given.name}.shape"
    yield from late


# -- small things -------------------------------------------------------------------------------------------------


def constant(value: Fraction) -> Code:
    if value.denominator == 1 and abs(value) < 2**53:
        text = str(value.numerator)
    else:
        text = repr(float(value))
    return Code(text, (), ATOM if value >= 0 else SUM)


def size_code(size: Size) -> str:
    """A size as an expression of whole numbers."""
    parts = []
    denominator = 1
    for _, weight in size.terms:
        denominator = denominator * weight.denominator // _gcd(denominator, weight.denominator)
    for monomial, weight in reversed(size.terms):
        number = int(weight * denominator)
        names = [n if power == 1 else f"{n}**{power}" for n, power in monomial]
        parts.append(" * ".join([*([str(number)] if number != 1 or not names else []), *names]).replace("-1 * ", "-"))
    text = " + ".join(parts).replace("+ -", "- ") or "0"
    return f"({text}) // {denominator}" if denominator > 1 else text


def size_atom(size: Size) -> str:
    text = size_code(size)
    return text if text.isidentifier() or text.isdigit() else f"({text})"


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _solved(name: str, given: Input, place: int) -> str:
    size = given.shape[place]
    weight = next(w for monomial, w in size.terms if monomial)
    offset = next((w for monomial, w in size.terms if not monomial), Fraction(0))
    inner = f"{given.name}.shape[{place}]" + (f" - {offset}" if offset > 0 else f" + {-offset}" if offset else "")
    inner = f"({inner})" if offset else inner
    text = inner if weight == 1 else f"{inner} * {weight.denominator} // {weight.numerator}"
    return f"{name} = {text}"


def shape_code(axes: Sequence[Axis]) -> str:
    return "(" + ", ".join(size_code(a.size) for a in axes) + ("," if len(axes) == 1 else "") + ")"


def shape_text(axes: Sequence[Axis]) -> str:
    return " × ".join(str(a.size) for a in axes) or "a number"


def comment(axes: Sequence[Axis]) -> str:
    return f"  # {shape_text(axes)}"


def _short(cuts: Sequence[str]) -> str:
    kept = list(cuts)
    while len(kept) > 1 and kept[-1] == ":":
        kept.pop()
    return ", ".join(kept)


def _union(order: Sequence[Axis], *codes: Code) -> tuple[Axis, ...]:
    return tuple(a for a in order if any(a in c.axes for c in codes))


def _order(read: Read) -> tuple[Axis, ...]:
    return axes_of(read)


def _flat(factors: Sequence[Tree]) -> Iterator[Tree]:
    for f in factors:
        if isinstance(f, Call) and f.operation == "multiply":
            yield from _flat(f.arguments)
        else:
            yield f


def _signed(tree: Tree) -> tuple[int, Tree]:
    match tree:
        case Constant(value) if value < 0:
            return -1, Constant(-value)
        case Call("multiply", (Constant(value), *rest)) if value < 0:
            if value == -1:
                return -1, rest[0] if len(rest) == 1 else Call("multiply", tuple(rest))
            return -1, Call("multiply", (Constant(-value), *rest))
    return 1, tree
