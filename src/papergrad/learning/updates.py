"""Update rules: how parameters move along a gradient. A rule is one row, and its formula is the one of the paper it is from.

Everything is one flat vector here: ``g`` is the gradient, ``α`` the rate, ``t`` the number of the step (from 1), and ``memory``
holds what the rule keeps from step to step. A formula gives the way to go (subtracted from the parameters) and the new memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from papergrad.records import dataclass

Vector = Any  # of numbers, of any array library
Formula = Callable[..., tuple[Vector, tuple[Vector, ...]]]


@dataclass(frozen=True)
class Rule:
    """``kept`` names the vectors of the memory, all 0 at first; ``rate`` is the usual one."""

    kept: tuple[str, ...]
    rate: float
    formula: Formula


def gradient_descent(g: Vector, α: float, t: int) -> tuple[Vector, tuple[Vector, ...]]:
    """``θ ← θ - α g``"""
    return α * g, ()


def momentum(g: Vector, α: float, t: int, v: Vector, μ: float = 0.9) -> tuple[Vector, tuple[Vector, ...]]:
    """``v ← μ v + g,  θ ← θ - α v`` (Polyak 1964)"""
    v = μ * v + g
    return α * v, (v,)


def adagrad(g: Vector, α: float, t: int, s: Vector, ε: float = 1e-8) -> tuple[Vector, tuple[Vector, ...]]:
    """``s ← s + g²,  θ ← θ - α g / (√s + ε)`` (Duchi, Hazan, Singer 2011)"""
    s = s + g**2
    return α * g / (s**0.5 + ε), (s,)


def adam(
    g: Vector, α: float, t: int, m: Vector, v: Vector, β1: float = 0.9, β2: float = 0.999, ε: float = 1e-8
) -> tuple[Vector, tuple[Vector, ...]]:
    """``m ← β₁ m + (1-β₁) g,  v ← β₂ v + (1-β₂) g²,  θ ← θ - α m̂ / (√v̂ + ε)`` (Kingma, Ba 2015)"""
    m = β1 * m + (1 - β1) * g
    v = β2 * v + (1 - β2) * g**2
    return α * (m / (1 - β1**t)) / ((v / (1 - β2**t)) ** 0.5 + ε), (m, v)


RULES = {
    "sgd": Rule((), 0.1, gradient_descent),
    "momentum": Rule(("v",), 0.05, momentum),
    "adagrad": Rule(("s",), 0.1, adagrad),
    "adam": Rule(("m", "v"), 0.01, adam),
}
