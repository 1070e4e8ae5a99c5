"""Random well-typed expressions over all nodes, with numbers to evaluate them at."""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Add,
    Affine,
    Apply,
    Cases,
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
    add,
    mul,
    number,
    shift,
)
from papergrad.algebra.sizes import Size, size

ASKED = os.environ.get("PAPERGRAD_DRAWS", "")
DRAWS = int(ASKED) if ASKED.isdigit() else 60  # of each property; a nightly run asks for 10000
MANY = max(300, DRAWS)  # where a draw costs little

SIZES = {"n": 2, "m": 3}
SYMBOLS = {"a": (), "x": ("n",), "y": ("m",), "A": ("n", "m"), "B": ("m", "m")}
LOOKED_UP = "w"  # whole numbers: for each place along m, a place along n
I, J, K, L, P, Q = (Index(*pair) for pair in zip("ijklpq", map(size, "nmnmnm"), strict=True))
FREE = (I, J)

SMOOTH = ("sigmoid", "tanh", "softplus", "sin", "cos", "arctan", "erf", "gelu", "silu", "softsign")
KINKED = ("relu", "leaky_relu", "abs", "elu", "selu")


def values(seed: int) -> dict[str, np.ndarray]:
    """Numbers for every symbol."""
    rng = np.random.default_rng(seed)
    found = {s: rng.uniform(-1.5, 1.5, [SIZES[n] for n in axes]) for s, axes in SYMBOLS.items()}
    return {**found, LOOKED_UP: rng.integers(0, SIZES["n"], SIZES["m"])}


def positive(e: Expr) -> Expr:
    """An expression made positive, and not too small."""
    return add(number(Fraction(1, 2)), Apply("softplus", e))


def small(e: Expr) -> Expr:
    return Apply("tanh", e)


@st.composite
def subscripts(draw: st.DrawFn, axis: str, scope: tuple[Index, ...]):
    """A subscript for an axis, of what is in scope."""
    here = [i for i in scope if i.size == size(axis)]
    choices = ["fixed"] + ["index"] * 6 * bool(here) + ["shifted"] * bool(here)
    choices += ["lookup"] * (axis == "n" and any(i.size == size("m") for i in scope))
    match draw(st.sampled_from(choices)):
        case "index":
            return draw(st.sampled_from(here))
        case "shifted":
            return shift(draw(st.sampled_from(here)), draw(st.sampled_from((-1, 1))))
        case "lookup":
            return Lookup(LOOKED_UP, (draw(st.sampled_from([i for i in scope if i.size == size("m")])),))
        case _:
            return Affine((), Size.of(draw(st.integers(0, SIZES[axis] - 1))))


@st.composite
def leaves(draw: st.DrawFn, scope: tuple[Index, ...]) -> Expr:
    kind = draw(st.sampled_from(["entry"] * 8 + ["number", "extent", "position", "delta"]))
    if kind == "number":
        return Number(draw(st.fractions(-3, 3, max_denominator=4)))
    if kind == "extent":
        return Extent(size(draw(st.sampled_from("nm"))))
    if kind == "position" and scope:
        return Position(draw(st.sampled_from(scope)))
    if kind == "delta" and scope:
        one = draw(st.sampled_from(scope))
        return Delta(one, draw(subscripts(one.size.name or "n", scope)))
    symbol = draw(st.sampled_from(sorted(SYMBOLS)))
    return Entry(symbol, tuple(draw(subscripts(axis, scope)) for axis in SYMBOLS[symbol]))


NODES = (
    "add", "add", "mul", "mul", "mul", "power", "root", "exponent", "smooth", "smooth", "kinked", "exp", "log", "sum", "sum", "sum",
    "softmax", "product", "lse", "select", "cases", "inverse", "determinant", "stack",
)  # fmt: skip


@st.composite
def expressions(draw: st.DrawFn, scope: tuple[Index, ...] = (), depth: int = 3) -> Expr:
    """An expression whose free indices are among ``scope``."""
    if depth == 0:
        return draw(leaves(scope))

    def sub(*more: Index, shallower: int = 1) -> Expr:
        return draw(expressions(scope + more, max(0, depth - shallower)))

    def some() -> Index:
        return draw(st.sampled_from([i for i in (K, L, P, Q, I, J) if i not in scope] or [K]))

    def generic(along: Index | None = None) -> Expr:
        """Nowhere 0 and nowhere twice the same but by bad luck: for keys, conditions and kinks, where rounding must not decide."""
        at = along if along is not None else Affine((), Size.of(draw(st.integers(0, 1))))
        symbol = "x" if along is None or along.size == size("n") else "y"
        return add(Entry(symbol, (at,)), mul(number(Fraction(1, 8)), small(sub(*((along,) if along else ())))))

    match draw(st.sampled_from(NODES)):
        case "add":
            return Add((sub(), sub()))
        case "mul":
            return Mul((sub(), sub()))
        case "power":
            n = draw(st.sampled_from((2, 3, -1, -2)))
            return Power(sub() if n > 0 else positive(sub()), number(n))
        case "root":
            return Power(positive(sub()), number(Fraction(draw(st.sampled_from((1, -1))), 2)))
        case "exponent":
            return Power(positive(sub()), small(sub()))
        case "smooth":
            return Apply(draw(st.sampled_from(SMOOTH)), sub())
        case "kinked":
            return Apply(draw(st.sampled_from(KINKED)), generic())
        case "exp":
            return Apply("exp", small(sub()))
        case "log":
            return Apply("log", positive(sub()))
        case "sum":
            i = some()
            return Sum(i, sub(i))
        case "softmax":
            # so that the laws of softmax meet it
            i = some()
            z = sub(i)
            return Sum(i, Mul((Apply("exp", Add((z, Mul((number(-1), LogSumExp(i, z)))))), sub(i))))
        case "product":
            i = some()
            return Product(i, sub(i, shallower=2))
        case "lse":
            i = some()
            return LogSumExp(i, sub(i))
        case "select":
            i = some()
            return Select(i, generic(i), sub(i))
        case "cases":
            relation = draw(st.sampled_from((">", ">=")))
            return Cases(((Indicator(relation, generic(), ZERO), sub()),), sub())
        case "inverse" | "determinant" as kind:
            r, c = draw(st.sampled_from([(K, P), (L, Q)]))
            r, c = (Index(i.name + "'", i.size) for i in (r, c))
            body = add(mul(number(3), Delta(r, c)), mul(number(Fraction(1, 3)), small(sub(r, c, shallower=2))))
            if kind == "determinant":
                return Determinant(r, c, body)
            axis = r.size.name or "n"
            return Inverse(r, c, body, draw(subscripts(axis, scope)), draw(subscripts(axis, scope)))
        case "stack":
            i = some()
            at = draw(subscripts("m", scope))
            return Stack(at, ((None, sub()), (i, sub(i)), (None, ONE)))
        case other:
            raise AssertionError(other)


@st.composite
def tensors(draw: st.DrawFn, depth: int = 3) -> Tensor:
    """A tensor of up to two axes."""
    axes = draw(st.sampled_from(((), (), (), (I,), (J,), (I, J))))
    return Tensor(draw(expressions(axes, depth)), axes)
