"""A place where a claim fails, small enough to look at and complete enough to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from papergrad.algebra.nodes import (
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Definition,
    Definitions,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    Tensor,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import children, free
from papergrad.records import dataclass


@dataclass(frozen=True)
class Counterexample:
    """Sizes and values for which the two sides of a claim differ."""

    sizes: Mapping[str, int]
    values: Mapping[str, np.ndarray]
    left: np.ndarray
    right: np.ndarray
    seed: int
    claim: tuple[Tensor, Tensor] | None = None
    definitions: Definitions | None = None

    @property
    def place(self) -> tuple[int, ...]:
        """The entry where the two sides differ most (counted from 0)."""
        if self.left.shape != self.right.shape:
            return ()
        gap = np.abs(self.left - self.right)
        return tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape))

    def __str__(self) -> str:
        where = "[" + ", ".join(str(i + 1) for i in self.place) + "]" if self.place else ""
        sizes = ", ".join(f"{name} = {n}" for name, n in self.sizes.items() if name[0].isalpha())
        if self.left.shape != self.right.shape:
            return f"the shapes are {self.left.shape} and {self.right.shape}" + (f" at {sizes}" if sizes else "")
        left, right = self.left[self.place], self.right[self.place]
        return f"left{where} = {left:.6g}, right{where} = {right:.6g}" + (f" at {sizes}" if sizes else "")

    def script(self) -> str:
        """A NumPy program that shows the difference. It runs on its own; every name in it is chosen here."""
        return _Script(self).text()


class _Script:
    """One program: plain loops, one function a definition, nothing clever."""

    def __init__(self, counterexample: Counterexample):
        self.of = counterexample
        self.definitions = counterexample.definitions or {}
        self.names: dict[str, str] = {}
        self.needed: dict[str, None] = {}
        self.functions: set[str] = set()
        self.shared: set[Expr] = set()  # what occurs more than once and is worth a name
        self.parts: dict[
            Expr, tuple[str, str]
        ] = {}  # shared expression -> the call without its arguments, and the function

    def text(self) -> str:
        claim = self.of.claim
        if claim is not None:
            self._share([tensor.body for tensor in claim])
        sides = (
            [self._side(name, tensor) for name, tensor in zip(("left", "right"), claim, strict=True)] if claim else []
        )
        bodies = []
        done: set[str] = set()
        while todo := [symbol for symbol in self.needed if symbol not in done]:
            done.add(todo[0])
            bodies.append(self._definition(self.definitions[todo[0]]))
        bodies += [function for _, function in self.parts.values()]
        lines = ["import functools, math", "import numpy as np", ""]
        lines += ["def entry(a, *at): return a[at] if all(0 <= k < n for k, n in zip(at, a.shape)) else 0.0", ""]
        lines += [f"def {name}(x): return {FUNCTION_TEXT[name]}" for name in sorted(self.functions)]
        lines += [f"{self._value(symbol)} = {_array(value)}" for symbol, value in self.of.values.items()]
        return "\n".join([*lines, *bodies, *sides, *([] if claim else [f"# {self.of}"])]) + "\n"

    def _share(self, todo: list[Expr]) -> None:
        """Find the expressions that are reached twice; definitions that are needed are looked through when they are written."""
        seen: set[Expr] = set()
        while todo:
            for child in children(todo.pop()):
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
                elif children(child):
                    self.shared.add(child)

    def _part(self, e: Expr, letters: Mapping[Index, str]) -> str:
        """A call of the function of a shared expression."""
        own = sorted(free(e), key=lambda i: (i.name, str(i.size)))
        if e not in self.parts:
            name = f"part_{len(self.parts) + 1}"
            self.parts[e] = name, ""  # the name is taken before what is inside takes one
            inner = {i: f"i{n}" for n, i in enumerate(own)}
            self.parts[e] = (
                name,
                f"@functools.cache\ndef {name}({', '.join(inner.values())}): return {self._plain(e, inner)}",
            )
        return f"{self.parts[e][0]}({', '.join(letters[i] for i in own)})"

    def _side(self, name: str, tensor: Tensor) -> str:
        axes = tensor.axes
        shape = ", ".join(self._size(i.size) for i in axes)
        letters = {i: f"i{n}" for n, i in enumerate(axes)}
        body = self._expr(tensor.body, letters)
        for i in reversed(axes):
            body = f"[{body} for {letters[i]} in range({self._size(i.size)})]"
        return f"{name} = np.array({body})  # shape ({shape})\nprint({name!r}, {name}, sep='\\n')"

    def _definition(self, d: Definition) -> str:
        self._share([d.body])
        letters = {i: f"i{n}" for n, i in enumerate(d.axes)}
        lines = ["@functools.cache", f"def {self._value(d.symbol)}({', '.join(letters.values())}):"]
        if d.axes:
            start = self._expr(d.start, letters) if d.start is not None else "0"
            inside = " and ".join(f"0 <= {letter} < {self._size(i.size)}" for i, letter in letters.items())
            lines.append(f"    if not ({inside}): return {start}")
        return "\n".join([*lines, f"    return {self._expr(d.body, letters)}"])

    def _value(self, symbol: str) -> str:
        if symbol not in self.names:
            plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in symbol)
            stem = f"v_{plain}"
            while stem in self.names.values():
                stem += "_"
            self.names[symbol] = stem
        return self.names[symbol]

    def _size(self, length: Size) -> str:
        return str(length.value(self.of.sizes))

    def _at(self, at: At, letters: Mapping[Index, str]) -> str:
        match at:
            case Index():
                return letters[at]
            case Affine(terms, offset):
                weights = [k if isinstance(k, int) else k.value(self.of.sizes) for _, k in terms]
                places = [self._at(i, letters) for i, _ in terms]
                parts = [at if k == 1 else f"{k}*{at}" for k, at in zip(weights, places, strict=True)]
                moved = offset.value(self.of.sizes)
                return "+".join([*parts, *([str(moved)] if moved or not parts else [])]).replace("+-", "-")
            case Lookup(symbol, inner):
                return f"int({self._entry(symbol, inner, letters)})"

    def _entry(self, symbol: str, at: tuple[At, ...], letters: Mapping[Index, str]) -> str:
        places = ", ".join(self._at(a, letters) for a in at)
        if symbol in self.definitions:
            self.needed[symbol] = None
            return f"{self._value(symbol)}({places})"
        if all(isinstance(a, Index) for a in at):
            return f"{self._value(symbol)}[{places}]" if places else self._value(symbol)
        return f"entry({self._value(symbol)}, {places})"  # beyond the ends of a tensor stand zeros

    def _over(self, index: Index, body: Expr, letters: Mapping[Index, str]) -> str:
        inner = {**letters, index: f"k{len(letters)}"}
        return f"{self._expr(body, inner)} for {inner[index]} in range({self._size(index.size)})"

    def _matrix(self, row: Index, column: Index, body: Expr, letters: Mapping[Index, str]) -> str:
        inner = {**letters, row: f"k{len(letters)}", column: f"k{len(letters) + 1}"}
        columns = f"[{self._expr(body, inner)} for {inner[column]} in range({self._size(column.size)})]"
        return f"[{columns} for {inner[row]} in range({self._size(row.size)})]"

    def _stack(self, at: At, pieces: tuple[tuple[Index | None, Expr], ...], letters: Mapping[Index, str]) -> str:
        parts = [
            f"[{self._expr(body, letters)}]" if index is None else f"[{self._over(index, body, letters)}]"
            for index, body in pieces
        ]
        return f"({' + '.join(parts)})[{self._at(at, letters)}]"

    def _expr(self, e: Expr, letters: Mapping[Index, str]) -> str:
        return self._part(e, letters) if e in self.shared else self._plain(e, letters)

    def _plain(self, e: Expr, letters: Mapping[Index, str]) -> str:
        def go(inner: Expr) -> str:
            return self._expr(inner, letters)

        match e:
            case Number(value):
                return f"({value})" if value.denominator != 1 or value < 0 else str(value)
            case Extent(length):
                return self._size(length)
            case Position(at):
                return f"({self._at(at, letters)} + 1)"
            case Entry(symbol, at):
                return self._entry(symbol, at, letters)
            case Delta(one, other):
                return f"float({self._at(one, letters)} == {self._at(other, letters)})"
            case Indicator(relation, left, right):
                return f"float({go(left)} {'==' if relation == '=' else relation} {go(right)})"
            case Add(terms):
                return "(" + " + ".join(go(t) for t in terms) + ")"
            case Mul(factors):
                return " * ".join(go(f) for f in factors)
            case Power(base, exponent):
                return f"({go(base)}) ** ({go(exponent)})"
            case Apply(function, argument):
                self.functions.add(function)
                return f"{function}({go(argument)})"
            case Sum(index, body):
                return f"sum({self._over(index, body, letters)})"
            case Product(index, body):
                return f"math.prod({self._over(index, body, letters)})"
            case LogSumExp(index, body):
                return f"math.log(sum(math.exp(v) for v in ({self._over(index, body, letters)})))"
            case Select(index, key, body):
                keys, bodies = self._over(index, key, letters), self._over(index, body, letters)
                return f"[{bodies}][int(np.argmax([{keys}]))]"
            case Cases(branches, otherwise):
                return "(" + " ".join([*(f"{go(v)} if {go(c)} else" for c, v in branches), go(otherwise)]) + ")"
            case Inverse(row, column, body, i, j):
                return f"np.linalg.inv({self._matrix(row, column, body, letters)})[{self._at(i, letters)}, {self._at(j, letters)}]"
            case Determinant(row, column, body):
                return f"np.linalg.det({self._matrix(row, column, body, letters)})"
            case Stack(at, pieces):
                return self._stack(at, pieces, letters)
            case _:
                assert_never(e)


def _array(value: np.ndarray) -> str:
    """A literal that keeps every digit."""
    return f"np.array({value.tolist()!r})" if value.ndim else repr(value.tolist())


# Every function of the table in plain Python; a test compares each with its row.
FUNCTION_TEXT = {
    "sigmoid": "1 / (1 + math.exp(-x))",
    "tanh": "math.tanh(x)",
    "relu": "max(x, 0.0)",
    "leaky_relu": "x if x > 0 else x / 100",
    "softplus": "math.log(1 + math.exp(x))",
    "gelu": "x * (1 + math.erf(x / math.sqrt(2))) / 2",
    "silu": "x / (1 + math.exp(-x))",
    "elu": "x if x > 0 else math.expm1(x)",
    "selu": "1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x))",
    "softsign": "x / (1 + abs(x))",
    "abs": "math.fabs(x)",
    "sign": "(x > 0) - (x < 0)",
    "step": "float(x > 0)",
    "arcsin": "math.asin(x)",
    "arccos": "math.acos(x)",
    "arctan": "math.atan(x)",
} | {name: f"math.{name}(x)" for name in ("exp", "log", "erf", "sin", "cos", "tan", "sinh", "cosh")}


LONGEST = 3000  # parts of an expression that are still written out


def program(example: Counterexample) -> str:
    """The counterexample as a program; as words where the program would be too long to read."""
    sides = [t.body for t in example.claim or ()]
    bodies = sides + [d.body for d in (example.definitions or {}).values()]
    return example.script() if sum(map(_extent, bodies)) <= LONGEST else str(example)


def _extent(e: Expr) -> int:
    """How many parts an expression has when it is written out."""
    known: dict[Expr, int] = {}

    def count(node: Expr) -> int:
        if node not in known:
            known[node] = 1 + sum(count(child) for child in children(node))
        return known[node]

    return count(e)
