"""Trees as numbers at one position, in loops that are compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from papergrad.algebra.sizes import Size
from papergrad.programs.kernels import KERNELS
from papergrad.programs.lengths import size_code, weighted
from papergrad.programs.program import (
    RELATIONS,
    Axis,
    Call,
    Constant,
    Length,
    Place,
    Program,
    Read,
    Tree,
    axes_of,
    subtrees,
)  # fmt: skip

FUNCTIONS = {
    **{name: f"math.{name}({{}})" for name in ("expm1", "erf", "sin", "cos", "tan", "sinh", "cosh", "sqrt")},
    "arcsin": "math.asin({})", "arccos": "math.acos({})", "arctan": "math.atan({})", "abs": "abs({})", "sign": "np.sign({})",
    **{name: f"{name}({{}})" for name in ("exp", "log", "tanh", "sigmoid", "softplus", "relu")},
}  # fmt: skip


class Scalars:
    """Writes trees as numbers at one position. ``same`` are axes that run under the name of another.

    Names that end with ``_`` are its own: no identifier of a program does.
    """

    def __init__(self, program: Program) -> None:
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
            parts.append(weighted(weight, text))
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
            case Call("power", (base, Constant(value))) if abs(value) == Fraction(1, 2):
                root = f"math.sqrt({self.tree(base)})"
                return root if value > 0 else f"(real(1) / {root})"
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

    def plainly(self, axes: Sequence[Axis], lines: Sequence[str]) -> Iterator[str]:
        indent = ""
        for axis in axes:
            yield f"{indent}for {self.axis(axis)} in range({size_code(axis.size)}):"
            indent += "    "
        yield from (indent + line for line in lines)

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


def _looked_up(tree: Tree) -> list[Read]:
    return [term for p in tree.at for term, _ in p.terms if isinstance(term, Read)] if isinstance(tree, Read) else []


def _below(tree: Tree) -> bool:
    match tree:
        case Call("power", (_, Constant(value))):
            return value == -1
    return False
