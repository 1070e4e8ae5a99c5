"""The functions that every backend spells itself, and the rest of the table in terms of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from papergrad.algebra.functions import SELU_ALPHA, SELU_SCALE
from papergrad.programs.program import Call, Constant, Tree

ELEMENTARY = (
    "exp", "log", "expm1", "sigmoid", "softplus", "tanh", "relu", "erf", "abs", "sign", "sin", "cos", "tan", "sinh", "cosh",
    "arcsin", "arccos", "arctan", "sqrt",
)  # fmt: skip

ZERO, ONE, HALF = (Constant(Fraction(value)) for value in (0, 1, Fraction(1, 2)))


def times(*trees: Tree) -> Tree:
    return Call("multiply", trees)


def positive(x: Tree, above: Tree, below: Tree) -> Tree:
    return Call("choose", (Call("greater", (x, ZERO)), above, below))


def _elu(x: Tree) -> Tree:
    # the branch that is not taken must not overflow
    return positive(x, x, Call("expm1", (positive(x, ZERO, x),)))


COMPOSED: dict[str, Callable[[Tree], Tree]] = {
    "leaky_relu": lambda x: positive(x, x, times(Constant(Fraction(1, 100)), x)),
    "gelu": lambda x: times(HALF, x, Call("add", (ONE, Call("erf", (times(x, Call("sqrt", (HALF,))),))))),
    "silu": lambda x: times(x, Call("sigmoid", (x,))),
    "elu": _elu,
    "selu": lambda x: times(
        Constant(SELU_SCALE), positive(x, x, times(Constant(SELU_ALPHA), Call("expm1", (positive(x, ZERO, x),))))
    ),
    "softsign": lambda x: times(x, Call("power", (Call("add", (ONE, Call("abs", (x,)))), Constant(Fraction(-1))))),
    "step": lambda x: Call("greater", (x, ZERO)),
}


def apply(function: str, x: Tree) -> Tree:
    """A function of the table at ``x``, in elementary functions. KeyError for one that is in neither list."""
    return Call(function, (x,)) if function in ELEMENTARY else COMPOSED[function](x)
