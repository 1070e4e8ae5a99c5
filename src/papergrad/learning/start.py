"""Where parameters start: weights by how many they are summed with and the function behind them, biases at 0, tables small,
what is inverted at the identity.

Glorot, Bengio 2010 (for tanh, sigmoid and anything else): variance ``2 / (in + out)``; He et al. 2015 (before a ReLU): ``2 / in``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod, sqrt
from typing import Any

import numpy as np

from papergrad.algebra.nodes import (
    Add,
    Affine,
    Apply,
    At,
    Definitions,
    Determinant,
    Entry,
    Expr,
    Index,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Product,
    Select,
    Stack,
    Sum,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import children, running, symbols
from papergrad.records import dataclass

Vector = np.ndarray[Any, Any]
RECTIFIERS = frozenset(("relu", "leaky_relu", "elu", "gelu", "silu", "softplus"))
SMALL = 0.1  # how far tables of vectors lie from 0


@dataclass(frozen=True)
class Use:
    """How a formula uses a parameter. ``kind``: ``inverted`` (or its determinant is taken), ``table`` (a row is looked up),
    ``weight`` (summed over with something else), ``scale`` (a factor, entry by entry) or ``bias`` (a term). ``summed`` are the
    axes of a weight that the sum runs along."""

    kind: str
    summed: frozenset[int] = frozenset()
    function: str = ""


def use(symbol: str, objective: Expr, definitions: Definitions) -> Use:
    """How a parameter is used where it first meets something else; in penalties it meets only itself."""
    found = list(_uses(symbol, objective, "", frozenset(), definitions))
    for name, d in definitions.items():
        if symbol in symbols(d.body):
            found += _uses(symbol, d.body, _behind(name, objective, definitions), frozenset(), definitions)
    order = ("inverted", "table", "weight", "scale", "bias")
    return min(found, key=lambda one: order.index(one.kind), default=Use("bias"))


def _uses(symbol: str, e: Expr, function: str, over: frozenset[Index], definitions: Definitions) -> Iterator[Use]:
    """Every use of a parameter in an expression, with the nearest function around it and the sums it stands in."""
    if symbol not in symbols(e):
        return
    match e:
        case Entry(_, at):
            if e.symbol == symbol:
                yield Use("table" if any(map(_is_looked_up, at)) else "bias")
            return
        case Mul(factors):
            mine = [f for f in factors if isinstance(f, Entry) and f.symbol == symbol]
            others = [f for f in factors if symbol not in symbols(f) and symbols(f)]
            if len(mine) == 1 and others:
                yield _factor(mine[0], others, function, over)
                return
        case Sum(index, body) | Product(index, body) | LogSumExp(index, body):
            yield from _uses(symbol, body, function, over | {index}, definitions)
            return
        case Inverse() | Determinant():
            yield Use("inverted")
            return
        case Apply(name, argument):
            yield from _uses(symbol, argument, name, over, definitions)
            return
    for child in children(e):
        yield from _uses(symbol, child, function, over, definitions)


def _factor(entry: Entry, others: list[Expr], function: str, over: frozenset[Index]) -> Use:
    if any(map(_is_looked_up, entry.at)):
        return Use("table")
    met = frozenset[Index]().union(*map(_indices, others))
    summed = frozenset(n for n, at in enumerate(entry.at) if running(at) & over & met)
    return Use("weight", summed, function) if summed else Use("scale", function=function)


def _indices(e: Expr) -> frozenset[Index]:
    own = frozenset[Index]().union(*map(running, getattr(e, "at", ()))) if isinstance(e, Entry) else frozenset[Index]()
    if isinstance(e, Stack):
        own |= running(e.at)
    return own.union(*map(_indices, children(e)))


def _is_looked_up(at: At) -> bool:
    return isinstance(at, Lookup) or (isinstance(at, Affine) and any(_is_looked_up(inner) for inner, _ in at.terms))


def _behind(name: str, objective: Expr, definitions: Definitions) -> str:
    """The function that is applied to a quantity, for ``z = Wx + b`` and ``h = relu(z)``; nothing where there is none."""
    for body in (*(d.body for d in definitions.values()), objective):
        for e in _applied(body):
            if any(isinstance(part, Entry) and part.symbol == name for part in _terms(e.argument)):
                return e.function
    return ""


def _applied(e: Expr) -> Iterator[Apply]:
    if isinstance(e, Apply):
        yield e
    if isinstance(e, Select):
        yield from _applied(e.key)
        return
    for child in children(e):
        yield from _applied(child)


def _terms(e: Expr) -> tuple[Expr, ...]:
    return e.terms if isinstance(e, Add) else (e,)


def draw(
    rng: np.random.Generator,
    parameters: Mapping[str, tuple[Size, ...]],
    sizes: Mapping[str, int],
    objective: Expr,
    definitions: Definitions,
) -> dict[str, Vector]:
    """Values for parameters of these shapes."""
    found: dict[str, Vector] = {}
    for symbol, shape in parameters.items():
        lengths = [size.value(sizes) for size in shape]
        found[symbol] = _values(rng, lengths, use(symbol, objective, definitions))
    return found


def _values(rng: np.random.Generator, lengths: list[int], how: Use) -> Vector:
    match how.kind:
        case "weight":
            before = prod(n for axis, n in enumerate(lengths) if axis in how.summed)
            after = prod(lengths) // max(1, before)
            spread = sqrt(2 / before) if how.function in RECTIFIERS else sqrt(2 / (before + after))
            return rng.normal(size=lengths) * spread
        case "inverted" if len(lengths) == 2:
            return np.eye(*lengths)
        case "table":
            return rng.normal(size=lengths) * SMALL
        case "scale":
            return np.ones(lengths)
    return rng.normal(size=lengths) * SMALL if len(lengths) > 1 else np.zeros(lengths)
