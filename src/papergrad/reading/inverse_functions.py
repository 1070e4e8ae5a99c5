r"""Inverses of known functions: ``σ^{-1}(p) = \log \frac{p}{1-p}``, ``\tanh^{-1}(y)``, ``\sin^{-1}(x)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as Exact

from papergrad.algebra.nodes import ONE, Apply, Expr, add, minus, mul, number
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
