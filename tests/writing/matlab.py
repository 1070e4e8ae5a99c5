"""A small MATLAB-like language for tests: one reader, two meanings (NumPy arrays, tensor expressions), and written trees as arrays.

It shares no code with the readers of the package. Vectors are columns; a value here always has two axes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import numpy as np

from papergrad.algebra import nodes as a
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename
from papergrad.notation import tree as t

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|([A-Za-z_]\w*)|(\.\*|\./|\.\^|[-+*/^'(),>]))")


# -- reading ------------------------------------------------------------------------------------------------------


def parse(text: str):
    tokens = [m.groups() for m in TOKEN.finditer(text)]
    flat = [("n", n) if n else ("w", w) if w else ("o", o) for n, w, o in tokens] + [("o", "")]
    place = 0

    def peek():
        return flat[place][1] if flat[place][0] == "o" else None

    def take():
        nonlocal place
        place += 1
        return flat[place - 1]

    def compare():
        left = total()
        if peek() == ">":
            take()
            return (">", left, total())
        return left

    def total():
        left = product()
        while peek() in ("+", "-"):
            sign = take()[1]
            left = (sign, left, product())
        return left

    def product():
        left = unary()
        while peek() in ("*", "/", ".*", "./"):
            sign = take()[1]
            left = (sign, left, unary())
        return left

    def unary():
        if peek() == "-":
            take()
            return ("neg", unary())
        return power()

    def power():
        base = postfix()
        if peek() in ("^", ".^"):
            sign = take()[1]
            exponent = unary() if peek() == "-" else postfix()
            base = (sign, base, exponent)
            while peek() == "'":
                take()
                base = ("'", base)
        return base

    def postfix():
        node = atom()
        while peek() == "'":
            take()
            node = ("'", node)
        return node

    def atom():
        kind, text = take()
        if kind == "n":
            return ("num", text)
        if text == "(":
            inside = compare()
            take()
            return inside
        if peek() == "(":
            take()
            arguments = [compare()]
            while peek() == ",":
                take()
                arguments.append(compare())
            take()
            return ("call", text, *arguments)
        return ("name", text)

    found = compare()
    assert peek() == "", (text, flat[place:])
    return found


# -- as arrays ----------------------------------------------------------------------------------------------------


def sigma(x):
    return 1 / (1 + np.exp(-x))


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def rowsoftmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def diagonal(x):
    return np.diag(x.reshape(-1)) if 1 in x.shape else np.diag(x).reshape(-1, 1)


ARRAYS = {
    "sigma": sigma, "softmax": softmax, "rowsoftmax": rowsoftmax, "tr": lambda x: np.trace(x).reshape(1, 1),
    "det": lambda x: np.linalg.det(x).reshape(1, 1), "logdet": lambda x: np.linalg.slogdet(x)[1].reshape(1, 1),
    "inv": np.linalg.inv, "diag": diagonal, "sum": lambda x: x.sum().reshape(1, 1),
    "norm2": lambda x: np.sqrt((x * x).sum()).reshape(1, 1),
    "relu": lambda x: np.maximum(x, 0), "step": lambda x: (x > 0) * 1.0, "kron": np.kron,
    "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan, "tanh": np.tanh, "sqrt": np.sqrt,
    "abs": np.abs, "sign": np.sign,
}  # fmt: skip


def arrays(node, values, sizes):
    def go(node):
        match node:
            case ("num", text):
                return np.array([[float(text)]])
            case ("name", name):
                if name in values:
                    return values[name]
                return np.array([[float(sizes[name])]])
            case ("neg", x):
                return -go(x)
            case ("'", x):
                return go(x).T
            case ("call", "ones" | "eye" as name, *extents):
                lengths = [sizes[e[1]] for e in extents]
                return (
                    np.eye(lengths[0])
                    if name == "eye"
                    else np.ones((lengths[0], lengths[1] if len(lengths) > 1 else 1))
                )
            case ("call", name, x):
                return ARRAYS[name](go(x))
            case (sign, x, y):
                return combine(sign, go(x), go(y))

    def combine(sign, x, y):
        match sign:
            case "*":
                return x * y if x.size == 1 or y.size == 1 else x @ y
            case "^" if x.size > 1:
                return np.linalg.matrix_power(x, int(y.item()))
            case "^" | ".^":
                return x ** y.item()
            case "+":
                return x + y
            case "-":
                return x - y
            case ".*":
                return x * y
            case "/" | "./":
                return x / y
            case ">":
                return (x > y) * 1.0

    return go(node)


# -- as tensor expressions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """An expression over a row and a column; None where there is one entry."""

    e: a.Expr
    row: a.Index | None = None
    column: a.Index | None = None

    @property
    def axes(self):
        return tuple(i for i in (self.row, self.column) if i is not None)

    def at(self, row, column):
        pairs = ((self.row, row), (self.column, column))
        return rename(self.e, {old: new for old, new in pairs if old and new and old is not new})


def one(n):
    return a.number(Fraction(n))


class Meaning:
    """Expressions of the language as tensors; ``shapes``: name -> sizes."""

    def __init__(self, shapes, lets=()):
        self.shapes, self.numbers = dict(shapes), count(1)
        self.definitions: dict[str, a.Definition] = {}
        self.named: dict[str, Value] = {}
        for name, text in lets:
            value = self(parse(text)) if isinstance(text, str) else text(self)
            self.definitions[name] = a.Definition(name, value.axes, value.e)
            self.named[name] = value

    @staticmethod
    def value(e, row=None, column=None):
        return Value(e, row, column)

    def index(self, size):
        return a.Index(f"i{next(self.numbers)}", Size.of(size))

    def fresh(self, v: Value) -> Value:
        row = v.row and a.Index(f"i{next(self.numbers)}", v.row.size)
        column = v.column and a.Index(f"i{next(self.numbers)}", v.column.size)
        return Value(v.at(row, column), row, column)

    def name(self, name) -> Value:
        if name in self.named:
            v = self.named[name]
            row, column = v.row and self.index(v.row.size), v.column and self.index(v.column.size)
            return Value(a.Entry(name, tuple(i for i in (row, column) if i is not None)), row, column)
        if name not in self.shapes:
            return Value(a.Extent(Size.of(name)))
        axes = tuple(self.index(s) for s in self.shapes[name])
        return Value(a.Entry(name, axes), *axes)

    def __call__(self, node) -> Value:
        match node:
            case ("num", text):
                return Value(a.number(Fraction(text)))
            case ("name", name):
                return self.name(name)
            case ("neg", x):
                x = self(x)
                return Value(a.minus(x.e), x.row, x.column)
            case ("'", x):
                x = self(x)
                return Value(x.e, x.column, x.row)
            case ("call", "eye", ("name", n)):
                i, j = self.index(n), self.index(n)
                return Value(a.Delta(i, j), i, j)
            case ("call", "ones", *extents):
                return Value(a.ONE, *(self.index(e[1]) for e in extents))
            case ("call", name, x):
                return self.apply(name, self(x))
            case (sign, x, y):
                return self.combine(sign, self(x), self(y))

    def apply(self, name, x: Value) -> Value:
        match name:
            case "tr":
                return Value(a.Sum(x.row, x.at(x.row, x.row)))
            case "det":
                return Value(a.Determinant(x.row, x.column, x.e))
            case "logdet":
                return Value(a.Apply("log", a.Determinant(x.row, x.column, x.e)))
            case "inv":
                i, j = self.index(x.row.size), self.index(x.row.size)
                return Value(a.Inverse(x.row, x.column, x.e, i, j), i, j)
            case "diag" if x.column is None:
                j = self.index(x.row.size)
                return Value(a.mul(a.Delta(x.row, j), x.e), x.row, j)
            case "sum":
                return Value(a.total(x.axes, x.e))
            case "norm2":
                return Value(a.power(a.total(x.axes, a.power(x.e, 2)), Fraction(1, 2)))
            case "softmax":
                y = self.fresh(x)
                return Value(a.Apply("exp", a.add(x.e, a.minus(a.LogSumExp(y.row, y.e)))), x.row)
            case "rowsoftmax":
                y = self.fresh(x)
                return Value(
                    a.Apply("exp", a.add(x.e, a.minus(a.LogSumExp(y.column, y.at(x.row, None))))), x.row, x.column
                )
            case "sqrt":
                return Value(a.power(x.e, Fraction(1, 2)), x.row, x.column)
            case "sigma":
                return Value(a.Apply("sigmoid", x.e), x.row, x.column)
            case _:
                return Value(a.Apply(name, x.e), x.row, x.column)

    def meet(self, x: Value, y: Value, f) -> Value:
        row, column = x.row or y.row, x.column or y.column
        return Value(f(x.at(row, column), y.at(row, column)), row, column)

    def combine(self, sign, x: Value, y: Value) -> Value:
        """``x sign y``; no index is in both, since every symbol has its own wherever it stands."""
        match sign:
            case "+":
                return self.meet(x, y, a.add)
            case "-":
                return self.meet(x, y, lambda p, q: a.add(p, a.minus(q)))
            case ".*":
                return self.meet(x, y, a.mul)
            case "/" | "./":
                return self.meet(x, y, a.divide)
            case ">":
                return self.meet(x, y, lambda p, q: a.Indicator(">", p, q))
            case "^" if x.axes:
                n = int(self.exponent(y.e))
                found = x
                for _ in range(n - 1):
                    found = self.combine("*", found, self.fresh(x))
                return found
            case "^" | ".^":
                return Value(a.power(x.e, self.exponent(y.e)), x.row, x.column)
            case "*":
                if x.column is None and y.row is None or not x.axes or not y.axes:
                    return Value(
                        a.mul(x.e, y.e),
                        x.row or (y.row if not x.axes else None),
                        y.column or (x.column if not y.axes else None),
                    )
                return Value(a.Sum(x.column, a.mul(x.e, y.at(x.column, y.column))), x.row, y.column)

    @staticmethod
    def exponent(e):
        match e:
            case a.Number(value):
                return value
            case a.Mul(factors):
                return np.prod([Meaning.exponent(f) for f in factors])
            case a.Power(base, exponent):
                return Meaning.exponent(base) ** Meaning.exponent(exponent)


# -- written trees as arrays --------------------------------------------------------------------------------------


class Page:
    """What a written tree says, for given values. ``letters``: numbers for running letters, counted from 1.

    ``places``: what letters of largest positions stand for, as pairs of trees.
    """

    def __init__(self, values, sizes, letters=None, places=()):
        self.values, self.sizes, self.letters, self.places = values, sizes, letters or {}, dict(places)

    def with_letter(self, name, number):
        return Page(self.values, self.sizes, self.letters | {name: number}, self.places)

    def symbol(self, node):
        """The key of a written symbol, if it is one that has a value."""
        key = self.spelled(node)
        greek = {"λ": "l", "σ": "sigma", "μ": "mu"}
        return next((k for k in (key, greek.get(key)) if k in self.values), None)

    def spelled(self, node):
        match node:
            case t.Name(text, accents):
                return text + "".join(accents)
            case t.Script(base, (t.Numeral(label) | t.Name(label)), None, 0) if label not in self.letters:
                inner = self.spelled(base)
                return None if inner is None else inner + label
        return None

    def subscripts(self, node):
        parts = (
            node.items
            if isinstance(node, t.Run)
            else node.operands
            if isinstance(node, t.Infix) and node.operators[0] == ","
            else (node,)
        )
        return tuple(round(self(p).item()) - 1 for p in parts)

    def __call__(self, node):
        key = self.symbol(node)
        if key is not None:
            return self.values[key]
        if node in self.places:
            return self(self.places[node])
        match node:
            case t.Big("argmax", t.Name(letter), None, body):
                found = [self.with_letter(letter, n + 1)(body).item() for n in range(self.reach(letter, body))]
                return np.array([[np.argmax(found) + 1.0]])
            case t.Numeral(text):
                return np.array([[float(text)]])
            case t.Name("1", (), "bold"):
                return ONES
            case t.Name(text) if text in self.letters:
                return np.array([[float(self.letters[text])]])
            case t.Name("I"):
                return IDENTITY
            case t.Name(text) if text in self.sizes:
                return np.array([[float(self.sizes[text])]])
            case t.Script(base, sub, t.Name("T" | "⊤"), 0):
                return turn(self(base if sub is None else t.Script(base, sub)))
            case t.Script(base, None, t.Prefix("-", t.Name("T"))):
                return np.linalg.inv(self(base)).T
            case t.Script(base, None, t.Prefix("-", t.Numeral("1"))):
                return np.linalg.inv(self(base))
            case t.Script(t.Fence("‖", inside, "‖"), _, sup):
                length = np.sqrt((self(inside) ** 2).sum()).reshape(1, 1)
                return length if sup is None else length ** self(sup)
            case t.Script(t.Name("δ"), t.Run((i, j))):
                return (self(i) == self(j)) * 1.0
            case t.Script(base, sub, sup, 0) if sub is not None:
                value = self.picked(self(base), self.subscripts(sub))
                return value if sup is None else value ** self(sup)
            case t.Script(base, None, sup, 0):
                return self(base) ** self(sup)
            case t.Fraction(above, below):
                return self(above) / self(below)
            case t.Root(inside):
                return np.sqrt(self(inside))
            case t.Fence("‖", inside, _):
                return np.sqrt((self(inside) ** 2).sum()).reshape(1, 1)
            case t.Fence("|", inside, _):
                return np.abs(self(inside))
            case t.Fence(_, t.Infix((x, y), (">" | "=" as sign,)), _):
                x, y = self(x), self(y)
                return ((x > y) if sign == ">" else (x == y)) * 1.0
            case t.Fence(_, inside, _):
                return self(inside)
            case t.Prefix("-", x):
                return -self(x)
            case t.Infix(operands, operators):
                return self.infix(operands, operators)
            case t.Run(items):
                return self.run(items)
            case t.Big("∑", t.Name(letter), None, body):
                sizes = range(self.reach(letter, body))
                return sum(self.with_letter(letter, n + 1)(body) for n in sizes)
        raise ValueError(node)

    @staticmethod
    def picked(value, places):
        """Entries of a tensor; those of a vector, whichever way it lies; a row as a column."""
        if value.ndim == 2 and len(places) == 1 and 1 in value.shape:
            value = value.reshape(-1)
        found = value[places]
        return found.reshape(-1, 1) if found.ndim < 2 else found

    def reach(self, letter, body):
        """How far a letter runs: as long as the axis it is first seen on."""
        for part in t.walk(body):
            if isinstance(part, t.Script) and part.sub is not None:
                key = self.symbol(part.base)
                items = part.sub.items if isinstance(part.sub, t.Run) else (part.sub,)
                if key and t.Name(letter) in items:
                    known = self.values[key]  # a vector with one letter may lie: (1, m)
                    return known.shape[items.index(t.Name(letter))] if len(items) > 1 else known.size
                if isinstance(part.base, t.Fence) and t.Name(letter) in items:  # an entry of a whole formula
                    whole = self(part.base)
                    return whole.shape[items.index(t.Name(letter))] if len(items) > 1 else whole.size
        raise ValueError(letter)

    def infix(self, operands, operators):
        result = self(operands[0])
        for sign, x in zip(operators, map(self, operands[1:]), strict=True):
            match sign:
                case "+" | "-":
                    x = -x if sign == "-" else x
                    x = np.eye(result.shape[0]) * scale(x) if isinstance(x, Identity) else x
                    result = np.eye(x.shape[0]) * scale(result) if isinstance(result, Identity) else result
                    assert 1 in (result.size, x.size) or result.shape == x.shape, (result.shape, x.shape)
                    result = result + x
                case "/":
                    result = result / x
                case "⊙" | "∘":
                    assert result.shape == x.shape or 1 in (result.size, x.size), (result.shape, x.shape)
                    result = result * x
                case _:
                    raise ValueError(sign)
        return result

    def run(self, items):
        factors = []
        at = 0
        while at < len(items):
            head = items[at]
            if (
                isinstance(head, t.Script)
                and isinstance(head.base, t.Name)
                and head.base.text in ARRAYS
                and head.sub is None
            ):
                factors.append(self(t.Run((head.base, items[at + 1]))) ** self(head.sup))
                at += 2
                continue
            if (
                isinstance(head, t.Name)
                and self.symbol(head) is None
                and at + 1 < len(items)
                and isinstance(items[at + 1], t.Fence)
            ):
                name = {"σ": "sigma", "sigmoid": "sigma", "ReLU": "relu"}.get(head.text, head.text)
                if name in ARRAYS:
                    factors.append(ARRAYS["softmax" if name == "softmax" else name](self(items[at + 1])))
                    at += 2
                    continue
            factors.append(self(head))
            at += 1
        return chain(factors)


ONES, ONES_LYING, IDENTITY = object(), object(), None


class Identity:
    """An identity matrix whose size its neighbours say, times a number."""

    def __init__(self, by=1.0):
        self.by = by
        self.size = 2

    def __neg__(self):
        return Identity(-self.by)

    def __mul__(self, x):
        return Identity(self.by * float(x.item()))

    __rmul__ = __mul__

    def __truediv__(self, x):
        return Identity(self.by / float(x.item()))


IDENTITY = Identity()


def scale(x):
    return x.by if isinstance(x, Identity) else x


def turn(x):
    return ONES_LYING if x is ONES else x if isinstance(x, Identity) else x.T


def chain(factors):
    """A product of matrices, with vectors of ones as long as their neighbours."""
    numbers = 1.0
    kept = []
    for f in factors:
        if isinstance(f, np.ndarray) and f.size == 1:
            numbers = numbers * float(f.item())
        else:
            kept.append(f)
    if not kept:
        return np.array([[numbers]])
    if len(kept) == 1 and isinstance(kept[0], Identity):
        return kept[0] * np.array([[numbers]])
    result = kept[0]
    for f in kept[1:]:
        if result is ONES_LYING:
            result = f.sum(axis=0, keepdims=True)
        elif f is ONES:
            result = result.sum(axis=1, keepdims=True)
        elif f is ONES_LYING or result is ONES:
            raise ValueError("outer products with ones need a size")
        elif isinstance(result, np.ndarray) and result.size == 1:  # an inner product is a number from here on
            result = result.item() * f
        else:
            result = result @ f
    return result * numbers if isinstance(result, np.ndarray) else np.array([[numbers]])
