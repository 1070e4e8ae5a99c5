r"""Inverses of functions: ``σ^{-1}(p) = \log \frac{p}{1-p}``, ``\tanh^{-1}(y)``, ``\sin^{-1}(x)``; and derivatives by what is a
function of the variable of a formula, ``dL/dη`` of an L of p, where ``η = \log \frac{p}{1-p}``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction as Exact

from papergrad.algebra.derive import derivative
from papergrad.algebra.nodes import (
    ONE,
    Apply,
    Definition,
    Definitions,
    Expr,
    Index,
    Power,
    Tensor,
    add,
    fresh,
    minus,
    mul,
    number,
)
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import entries, symbols
from papergrad.reading.values import Value

INVERSES: dict[str, Callable[[Expr], Expr]] = {
    "exp": lambda y: Apply("log", y),
    "log": lambda y: Apply("exp", y),
    "sigmoid": lambda y: add(Apply("log", y), minus(Apply("log", add(ONE, minus(y))))),
    "tanh": lambda y: mul(number(Exact(1, 2)), add(Apply("log", add(ONE, y)), minus(Apply("log", add(ONE, minus(y)))))),
    "softplus": lambda y: Apply("log", add(Apply("exp", y), minus(ONE))),
    "sin": lambda y: Apply("arcsin", y),
    "cos": lambda y: Apply("arccos", y),
    "tan": lambda y: Apply("arctan", y),
}


def inverse(name: str, value: Value) -> Value | None:
    """The inverse of a function of the table at each entry of a value; None for any other function."""
    made = INVERSES.get(name)
    return replace(value, body=made(value.body)) if made is not None else None


def derivative_by(
    of: Tensor, image: Definition, inner: Collection[str], axes: tuple[Index, ...], known: Definitions
) -> Expr | None:
    """``dL/dη = (dL/dp) / (dη/dp)``, the derivative along ``axes`` by the image η_i of p_i alone, one of the ``inner`` symbols;
    None for any other image."""
    symbol, *others = symbols(image.body) or ("",)
    if symbol not in inner or others or any(e.at != image.axes for e in entries(image.body)):
        return None
    other = tuple(fresh(i.size) for i in image.axes)
    slope = derivative(Tensor(image.body, image.axes), symbol, other, {}).tensor.body
    slope = rename(slope, dict(zip(image.axes + other, axes + axes, strict=True)))
    return mul(derivative(of, symbol, axes, known).tensor.body, Power(slope, number(-1)))
