"""What a text says about its symbols, beyond their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from papergrad.algebra.nodes import (
    Add,
    Apply,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Mul,
    Number,
    Power,
    Product,
    Select,
    Sum,
)
from papergrad.records import dataclass


@dataclass(frozen=True)
class Mean:
    """``symbol[axes]`` is the mean of ``body`` over an index."""

    axes: tuple[Index, ...]
    over: Index
    body: Expr


@dataclass(frozen=True)
class Facts:
    """Words about symbols: ``one-hot`` and ``probability`` (along the last axis), ``symmetric``, ``positive``, ``binary``,
    ``orthogonal``; and the symbols that are means of others."""

    properties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    means: Mapping[str, Mean] = field(default_factory=dict)

    def say(self, symbol: str, *words: str) -> bool:
        """Whether one of the words is said of a symbol."""
        return not self.properties.get(symbol, frozenset()).isdisjoint(words)


NOTHING = Facts()


def is_positive(e: Expr, facts: Facts) -> bool:
    """Whether an expression is known to be greater than 0 wherever it is defined."""
    match e:
        case Number(value):
            return value > 0
        case Extent():
            return True
        case Entry(symbol):
            return facts.say(symbol, "positive")
        case Apply("exp" | "sigmoid" | "softplus" | "cosh"):
            return True
        case Add(parts) | Mul(parts):
            return all(is_positive(part, facts) for part in parts)
        case Power(base):
            return is_positive(base, facts)
        case Sum(_, body) | Product(_, body) | Select(_, _, body):
            return is_positive(body, facts)
        case _:
            return False


def is_zero_or_one(e: Expr, facts: Facts) -> bool:
    """Whether an expression only takes the values 0 and 1."""
    match e:
        case Delta() | Indicator() | Apply("step"):
            return True
        case Entry(symbol):
            return facts.say(symbol, "binary", "one-hot")
        case _:
            return False


def sums_to_one(e: Expr, over: Index, facts: Facts) -> bool:
    """Whether ``Σ_over e = 1`` is said."""
    return (
        isinstance(e, Entry)
        and bool(e.at)
        and e.at[-1] is over
        and facts.say(e.symbol, "one-hot", "probability")
        and not any(over in getattr(at, "terms", ()) or at is over for at in e.at[:-1])
    )
