"""Trees in a language of whole arrays: how a library spells them, which axes they have, how they broadcast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction

from papergrad.algebra.sizes import Size
from papergrad.programs.lengths import shape_code, size_code, weighted
from papergrad.programs.program import (
    RELATIONS,
    Axis,
    Call,
    Constant,
    Length,
    Loop,
    Place,
    Program,
    Read,
    Tree,
    axes_of,
    subtrees,
)  # fmt: skip
from papergrad.records import dataclass

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


class Spelling:
    """Trees as expressions over whole arrays. ``fixed`` are the axes of the loops around, which are plain whole numbers."""

    def __init__(self, program: Program, dialect: Dialect) -> None:
        self.dialect = dialect
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
            parts.append(weighted(weight, text))
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
            parts.append(weighted(weight, text))
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
        tops, unders = self.divided(tops, unders, axes, order)
        text = " * ".join(self.aligned(c, axes, PRODUCT if k == 0 else POWER) for k, c in enumerate(tops)) or "1"
        for under in unders:
            text += " / " + self.aligned(under, axes, POWER)
        return (
            Code(f"-{text}", axes, SUM)
            if sign < 0
            else Code(text, axes, PRODUCT if len(tops) + len(unders) > 1 or unders else tops[0].binds)
        )

    def divided(
        self, tops: list[Code], unders: list[Code], axes: tuple[Axis, ...], order: Sequence[Axis]
    ) -> tuple[list[Code], list[Code]]:
        """What stands below, under the narrowest factor that has its axes: the division then does not run over everything."""
        rest = []
        for under in unders:
            fitting = [
                k for k, top in enumerate(tops) if set(under.axes) <= set(top.axes) and len(top.axes) < len(axes)
            ]
            if not fitting:
                rest.append(under)
                continue
            k = fitting[0]
            text = f"{tops[k].inside(PRODUCT)} / {self.aligned(under, tops[k].axes, POWER)}"
            tops[k] = Code(text, tops[k].axes, PRODUCT)
        return tops, rest

    def grouped(self, factors: Sequence[Tree], order: Sequence[Axis]) -> list[Code]:
        """Factors over fewer axes first, those over the same axes together: few operations run over everything."""
        groups: dict[tuple[Axis, ...], list[Code]] = {}
        given = any(isinstance(sub, Read) for f in factors for sub in subtrees(f))
        for f in factors:
            code = self.tree(f, order)
            if code.truth:  # beside numbers of the wanted type it need not become one first
                code = replace(code, text=f"({code.text})", binds=ATOM) if given else self.number(f, order)
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

    def full(self, tree: Tree, axes: Sequence[Axis], binds: int = 0) -> str:
        """A tree as an array over exactly these axes, in this order."""
        code = self.number(tree, axes)
        if code.axes == tuple(axes):
            plain = not axes and not any(isinstance(sub, Read) for sub in subtrees(tree))
            return self.dialect.number.format(code.text) if plain else code.inside(binds)
        return self.dialect.broadcast.format(self.aligned(code, axes, 0), shape_code(axes))


def constant(value: Fraction) -> Code:
    if value.denominator == 1 and abs(value) < 2**53:
        text = str(value.numerator)
    else:
        text = repr(float(value))
    return Code(text, (), ATOM if value >= 0 else SUM)


def _short(cuts: Sequence[str]) -> str:
    kept = list(cuts)
    while len(kept) > 1 and kept[-1] == ":":
        kept.pop()
    return ", ".join(kept)


def _union(order: Sequence[Axis], *codes: Code) -> tuple[Axis, ...]:
    return tuple(a for a in order if any(a in c.axes for c in codes))


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
