"""The open table of elementwise functions: a row says all there is to know about one function.

A slope is an expression in the argument ``x`` and the value ``y = f(x)``, so that second derivatives, code, printing and
tests follow from the row. ``value`` takes NumPy arrays (real, extended or complex: the complex step must work, so
comparisons look at real parts); ``exact`` takes one mpmath number, whose own context does the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from papergrad.algebra.nodes import (
    MINUS_ONE,
    ONE,
    ZERO,
    Apply,
    Cases,
    Expr,
    Indicator,
    add,
    minus,
    mul,
    number,
    power,
)
from papergrad.records import dataclass

INFINITY = math.inf
Interval = tuple[float, float]
REALS: Interval = (-INFINITY, INFINITY)


@dataclass(frozen=True)
class Function:
    """One elementwise function. ``domain``, ``range`` and ``slopes`` (the range of the derivative) are closed hulls.

    ``kinks`` are the places without a derivative (there ``slope`` gives the value that software uses). ``parity`` is
    ``odd``, ``even`` or empty. ``spellings`` are the plain words people use for the function.
    """

    name: str
    value: Callable[[Any], Any]
    exact: Callable[[Any], Any]
    slope: Callable[[Expr, Expr], Expr]
    domain: Interval = REALS
    range: Interval = REALS
    slopes: Interval = REALS
    kinks: tuple[float, ...] = ()
    parity: str = ""
    spellings: tuple[str, ...] = ()


def _real(x: Any) -> Any:
    return x.real if np.iscomplexobj(x) else x


def _sigmoid(x: Any) -> Any:
    small = np.exp(np.where(_real(x) > 0, -x, x))  # never overflows
    return np.where(_real(x) > 0, 1 / (1 + small), small / (1 + small))


def _softplus(x: Any) -> Any:
    return np.where(_real(x) > 0, x, 0) + np.log1p(np.exp(np.where(_real(x) > 0, -x, x)))


def _erf(x: Any) -> Any:
    """The error function. Outside float64 by ``2/√π e^{-x²} Σ 2ⁿ x^{2n+1}/(2n+1)!!``, whose terms have one sign."""
    x = np.asarray(x)
    if x.dtype == np.float64:
        return np.asarray(np.frompyfunc(math.erf, 1, 1)(x), dtype=np.float64)
    inside = np.where(abs(_real(x)) < 7, x, 0)
    term = total = inside
    for n in range(1, 220):
        term = term * (2 * inside * inside / (2 * n + 1))
        total = total + term
    pi = np.longdouble("3.14159265358979323846264338327950288")
    found = np.where(abs(_real(x)) < 7, 2 / np.sqrt(pi) * np.exp(-inside * inside) * total, np.sign(_real(x)))
    return found.astype(x.dtype) if x.dtype.kind in "fc" else found  # π would make every number a long one


def _gelu(x: Any) -> Any:
    return x * (1 + _erf(x / np.sqrt(np.asarray(2, dtype=np.asarray(x).real.dtype)))) / 2


def _elu(x: Any) -> Any:
    return np.where(_real(x) > 0, x, np.expm1(np.where(_real(x) > 0, 0, x)))


# the constants of Klambauer et al. 2017, equation 14
SELU_SCALE = Fraction("1.0507009873554804934193349852946")
SELU_ALPHA = Fraction("1.6732632423543772848170429916717")


def _positive(x: Expr) -> Expr:
    return Indicator(">", x, ZERO)


def _one_minus(e: Expr) -> Expr:
    return add(ONE, minus(e))


def _square(e: Expr) -> Expr:
    return power(e, 2)


def _two_over_root_pi() -> Expr:
    # π is 4 arctan 1: exact in every precision
    return mul(number(2), power(mul(number(4), Apply("arctan", ONE)), Fraction(-1, 2)))


def _gaussian_slope(x: Expr) -> Expr:
    return mul(_two_over_root_pi(), Apply("exp", minus(_square(x))))


def _gelu_slope(x: Expr, y: Expr) -> Expr:
    scaled = mul(x, power(number(2), Fraction(-1, 2)))
    half = number(Fraction(1, 2))
    bell = mul(half, power(number(2), Fraction(-1, 2)), _gaussian_slope(scaled))
    return add(mul(half, add(ONE, Apply("erf", scaled))), mul(x, bell))


def _silu_slope(x: Expr, y: Expr) -> Expr:
    s = Apply("sigmoid", x)
    return add(s, mul(x, s, _one_minus(s)))


def _branches(x: Expr, above: Expr, below: Expr) -> Expr:
    return Cases(((_positive(x), above),), below)


_ROWS = (
    Function(
        "sigmoid", _sigmoid, lambda x: 1 / (1 + x.context.exp(-x)), lambda x, y: mul(y, _one_minus(y)),
        range=(0, 1), slopes=(0, 0.25), spellings=("sigmoid", "logistic", "sigm", "sigmoidal", "expit"),
    ),
    Function(
        "tanh", np.tanh, lambda x: x.context.tanh(x), lambda x, y: _one_minus(_square(y)),
        range=(-1, 1), slopes=(0, 1), parity="odd", spellings=("tanh", "th"),
    ),
    Function(
        "relu", lambda x: np.where(_real(x) > 0, x, 0), lambda x: x if x.real > 0 else x * 0, lambda x, y: _positive(x),
        range=(0, INFINITY), slopes=(0, 1), kinks=(0,), spellings=("relu", "ReLU", "Relu", "RELU", "ReLu", "rect", "rectifier"),
    ),
    Function(
        "leaky_relu", lambda x: np.where(_real(x) > 0, x, x / 100), lambda x: x if x.real > 0 else x / 100,
        lambda x, y: _branches(x, ONE, number(Fraction(1, 100))),
        slopes=(0.01, 1), kinks=(0,), spellings=("leaky_relu", "LeakyReLU", "leakyrelu", "LReLU", "lrelu"),
    ),
    Function(
        "softplus", _softplus, lambda x: x.context.log(1 + x.context.exp(x)), lambda x, y: Apply("sigmoid", x),
        range=(0, INFINITY), slopes=(0, 1), spellings=("softplus", "SoftPlus", "Softplus"),
    ),
    Function(
        "gelu", _gelu, lambda x: x * (1 + x.context.erf(x / x.context.sqrt(2))) / 2, _gelu_slope,
        range=(-0.17, INFINITY), slopes=(-0.13, 1.13), spellings=("gelu", "GELU", "GeLU"),
    ),
    Function(
        "silu", lambda x: x * _sigmoid(x), lambda x: x / (1 + x.context.exp(-x)), _silu_slope,
        range=(-0.28, INFINITY), slopes=(-0.1, 1.1), spellings=("silu", "SiLU", "swish", "Swish"),
    ),
    Function(
        "elu", _elu, lambda x: x if x.real > 0 else x.context.expm1(x), lambda x, y: _branches(x, ONE, Apply("exp", x)),
        range=(-1, INFINITY), slopes=(0, 1), spellings=("elu", "ELU"),
    ),
    Function(
        "selu",
        lambda x: float(SELU_SCALE) * np.where(_real(x) > 0, x, float(SELU_ALPHA) * _elu(np.where(_real(x) > 0, 0, x))),
        lambda x: _ratio(SELU_SCALE, x) * (x if x.real > 0 else _ratio(SELU_ALPHA, x) * x.context.expm1(x)),
        lambda x, y: _branches(x, number(SELU_SCALE), mul(number(SELU_SCALE * SELU_ALPHA), Apply("exp", x))),
        range=(-1.7581, INFINITY), slopes=(0, 1.7581), kinks=(0,), spellings=("selu", "SELU"),
    ),
    Function(
        "softsign", lambda x: x / (1 + _abs(x)), lambda x: x / (1 + abs(x)),
        lambda x, y: power(add(ONE, Apply("abs", x)), -2),
        range=(-1, 1), slopes=(0, 1), parity="odd", spellings=("softsign", "Softsign"),
    ),
    Function(
        "exp", np.exp, lambda x: x.context.exp(x), lambda x, y: y,
        range=(0, INFINITY), slopes=(0, INFINITY), spellings=("exp",),
    ),
    Function(
        "log", np.log, lambda x: x.context.log(x), lambda x, y: power(x, -1),
        domain=(0, INFINITY), slopes=(0, INFINITY), spellings=("log", "ln"),
    ),
    Function(
        "erf", _erf, lambda x: x.context.erf(x), lambda x, y: _gaussian_slope(x),
        range=(-1, 1), slopes=(0, 1.1284), parity="odd", spellings=("erf",),
    ),
    Function(
        "abs", lambda x: _abs(x), lambda x: abs(x) if x.real == x else (x if x.real > 0 else -x), lambda x, y: Apply("sign", x),
        range=(0, INFINITY), slopes=(-1, 1), kinks=(0,), parity="even", spellings=("abs",),
    ),
    Function(
        "sign", lambda x: np.sign(_real(x)), lambda x: x.context.sign(x.real), lambda x, y: ZERO,
        range=(-1, 1), slopes=(0, 0), kinks=(0,), parity="odd", spellings=("sign", "sgn"),
    ),
    Function(
        "step", lambda x: np.where(_real(x) > 0, 1, 0), lambda x: x.context.mpf(1 if x.real > 0 else 0), lambda x, y: ZERO,
        range=(0, 1), slopes=(0, 0), kinks=(0,), spellings=("step", "heaviside", "Heaviside"),
    ),
    Function(
        "sin", np.sin, lambda x: x.context.sin(x), lambda x, y: Apply("cos", x),
        range=(-1, 1), slopes=(-1, 1), parity="odd", spellings=("sin",),
    ),
    Function(
        "cos", np.cos, lambda x: x.context.cos(x), lambda x, y: minus(Apply("sin", x)),
        range=(-1, 1), slopes=(-1, 1), parity="even", spellings=("cos",),
    ),
    Function(
        "tan", np.tan, lambda x: x.context.tan(x), lambda x, y: add(ONE, _square(y)),
        slopes=(1, INFINITY), parity="odd", spellings=("tan", "tg"),
    ),
    Function(
        "sinh", np.sinh, lambda x: x.context.sinh(x), lambda x, y: Apply("cosh", x),
        slopes=(1, INFINITY), parity="odd", spellings=("sinh", "sh"),
    ),
    Function(
        "cosh", np.cosh, lambda x: x.context.cosh(x), lambda x, y: Apply("sinh", x),
        range=(1, INFINITY), parity="even", spellings=("cosh", "ch"),
    ),
    Function(
        "arcsin", np.arcsin, lambda x: x.context.asin(x), lambda x, y: power(_one_minus(_square(x)), Fraction(-1, 2)),
        domain=(-1, 1), range=(-1.5708, 1.5708), slopes=(1, INFINITY), parity="odd", spellings=("arcsin", "asin"),
    ),
    Function(
        "arccos", np.arccos, lambda x: x.context.acos(x),
        lambda x, y: mul(MINUS_ONE, power(_one_minus(_square(x)), Fraction(-1, 2))),
        domain=(-1, 1), range=(0, 3.1416), slopes=(-INFINITY, -1), spellings=("arccos", "acos"),
    ),
    Function(
        "arctan", np.arctan, lambda x: x.context.atan(x), lambda x, y: power(add(ONE, _square(x)), -1),
        range=(-1.5708, 1.5708), slopes=(0, 1), parity="odd", spellings=("arctan", "atan"),
    ),
)  # fmt: skip


def _abs(x: Any) -> Any:
    return np.where(_real(x) < 0, -x, x)


def _ratio(value: Fraction, like: Any) -> Any:
    """A fraction as an mpmath number of the same precision as ``like``."""
    return like.context.mpf(value.numerator) / value.denominator


FUNCTIONS: dict[str, Function] = {row.name: row for row in _ROWS}


def slope(function: str, argument: Expr) -> Expr:
    """The derivative of ``function`` at ``argument``."""
    return FUNCTIONS[function].slope(argument, Apply(function, argument))
