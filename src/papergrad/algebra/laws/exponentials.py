"""Exponentials, logarithms, log-sum-exp, and the functions made of them."""

from __future__ import annotations

from fractions import Fraction

from papergrad.algebra.facts import Facts, is_positive
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Expr,
    LogSumExp,
    Mul,
    Number,
    Power,
    Sum,
    add,
    minus,
    mul,
    power,
)
from papergrad.algebra.terms import factors, key, negative, split, terms, weighted
from papergrad.algebra.traversal import free, kinds

AT_ZERO: dict[str, Fraction | None] = {
    "exp": Fraction(1),
    "cos": Fraction(1),
    "cosh": Fraction(1),
    "sigmoid": Fraction(1, 2),
    "arccos": None,
    "log": None,
    "softplus": None,
}


def value_at_number(e: Apply, facts: Facts) -> Expr | None:
    """``exp 0 = 1``, ``log 1 = 0``, ``σ(0) = 1/2``, ``tanh 0 = 0``."""
    if e.argument is ZERO:
        value = AT_ZERO.get(e.function, Fraction(0))
        return None if value is None else Number(value)
    if e.argument is ONE and e.function == "log":
        return ZERO
    if isinstance(e.argument, Number) and e.function in ("abs", "relu", "sign", "step"):
        x = e.argument.value
        values = {
            "abs": abs(x),
            "relu": max(x, Fraction(0)),
            "sign": Fraction((x > 0) - (x < 0)),
            "step": Fraction(x > 0),
        }
        return Number(values[e.function])
    return None


def exp_of_log(e: Apply, facts: Facts) -> Expr | None:
    """``exp(n log a + b) = aⁿ exp(b)``."""
    if e.function != "exp":
        return None
    outside, inside = [], []
    for t in terms(e.argument):
        logs = [f for f in factors(t) if isinstance(f, Apply) and f.function == "log"]
        if len(logs) == 1:
            outside.append(power(logs[0].argument, mul(*(f for f in factors(t) if f is not logs[0]))))
        else:
            inside.append(t)
    return mul(*outside, *([Apply("exp", add(*inside))] if inside else [])) if outside else None


def log_of_exp(e: Apply, facts: Facts) -> Expr | None:
    """``log(exp a) = a``, ``log(aⁿ) = n log a`` where n is odd or no whole number, ``log(a b) = log a + log b`` for positive a."""
    if e.function != "log":
        return None
    match e.argument:
        case Apply("exp", a):
            return a
        case Sum(i, Apply("exp", a)):
            return LogSumExp(i, a)
        case Power(base, Number(n)) if n.denominator != 1 or n.numerator % 2 or is_positive(base, facts):
            return mul(Number(n), Apply("log", base))
        case Mul(parts):
            outside = [f for f in parts if is_positive(f, facts)]
            rest = [f for f in parts if f not in outside]
            if outside and (rest or len(outside) > 1):
                return add(*(Apply("log", f) for f in outside), *([Apply("log", mul(*rest))] if rest else []))
    return None


def shift_lse(e: LogSumExp, facts: Facts) -> Expr | None:
    """``lse_i(a_i + c) = c + lse_i(a_i)``, and ``lse_i(c) = c + log n``."""
    outside = [t for t in terms(e.body) if e.over not in free(t)]
    if not outside:
        return None
    rest = [t for t in terms(e.body) if t not in outside]
    return add(*outside, LogSumExp(e.over, add(*rest)) if rest else Apply("log", _length(e)))


def _length(e: LogSumExp) -> Expr:
    return Sum(e.over, ONE)


def softmax_of_quotient(e: Mul, facts: Facts) -> Expr | None:
    """``exp(a) / Σ_i exp(b_i) = exp(a - lse b)``, and so ``exp(a) exp(c) / (Σ_i exp(b_i))²`` for each of the two."""
    if Power not in kinds(e):
        return None
    for below in e.factors:
        match below:
            case Power(Sum(i, Apply("exp", b)), Number(n)) if n < 0 and n.denominator == 1:
                lse = minus(LogSumExp(i, b))
                above = [
                    f
                    for f in e.factors
                    if (x := _exponent(f)) is not None and key(lse) not in map(key, _plain_terms(x))
                ]
                if above:
                    one = Apply("exp", add(_exponent(above[0]) or above[0], lse))
                    left = power(Sum(i, Apply("exp", b)), n + 1)
                    return mul(*(one if f is above[0] else left if f is below else f for f in e.factors))
    return None


def _plain_terms(e: Expr) -> list[Expr]:
    """The terms of a sum, those of ``-(a + b)`` too."""
    weight, rest = split(e)
    return _signed_terms(rest, weight)


def _exponent(e: Expr) -> Expr | None:
    return e.argument if isinstance(e, Apply) and e.function == "exp" else None


def cancel_exponentials(e: Mul, facts: Facts) -> Expr | None:
    """``exp(a + b) exp(-a) = exp(b)``: only where something cancels."""
    if kinds(e).isdisjoint((Apply, Power)):
        return None
    parts = [(f, *_as_exp(f)) for f in e.factors if _as_exp(f) is not None]  # type: ignore[misc]
    for n, (f, a, m) in enumerate(parts):
        for g, b, k in parts[n + 1 :]:
            whole = _signed_terms(a, m), _signed_terms(b, k)
            if any(key(x) == key(negative(y)) for x in whole[0] for y in whole[1]):
                joint = Apply("exp", add(*whole[0], *whole[1]))
                return mul(*(joint if h is f else h for h in e.factors if h is not g))
    return None


def _as_exp(e: Expr) -> tuple[Expr, Fraction] | None:
    match e:
        case Apply("exp", a):
            return a, ONE.value
        case Power(Apply("exp", a), Number(n)):
            return a, n
    return None


def _signed_terms(e: Expr, by: Fraction) -> list[Expr]:
    return [weighted(w * by, rest) for w, rest in map(split, terms(e))]


def join_exponentials(e: Mul, facts: Facts) -> Expr | None:
    """``exp(a) exp(b) = exp(a + b)``."""
    parts = [f for f in e.factors if _as_exp(f) is not None]
    if len(parts) < 2 and not any(isinstance(f, Power) for f in parts):
        return None
    inside = [t for f in parts for t in _signed_terms(*_as_exp(f))]  # type: ignore[misc]
    return mul(*(f for f in e.factors if f not in parts), Apply("exp", add(*inside)))


def power_of_exponential(e: Power, facts: Facts) -> Expr | None:
    """``exp(a)ⁿ = exp(n a)``."""
    found = _as_exp(e)
    return Apply("exp", add(*_signed_terms(*found))) if found is not None else None


def sum_of_exponentials(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i exp(a_i) = exp(lse a)``."""
    return (
        Apply("exp", LogSumExp(e.over, e.body.argument))
        if isinstance(e.body, Apply) and e.body.function == "exp"
        else None
    )


def sigmoid_of_quotient(e: Power, facts: Facts) -> Expr | None:
    """``1 / (1 + exp(-a)) = σ(a)``."""
    match e:
        case Power(Add(parts), Number(n)) if len(parts) == 2 and n < 0 and n.denominator == 1 and ONE in parts:
            other = parts[1] if parts[0] is ONE else parts[0]
            exponent = _exponent(other)
            if exponent is not None:
                return power(Apply("sigmoid", add(*_signed_terms(exponent, Fraction(-1)))), -n)
    return None


def sigmoid_times_exp(e: Mul, facts: Facts) -> Expr | None:
    """``exp(a) σ(-a) = σ(a)``."""
    if Apply not in kinds(e):
        return None
    if all(_exponent(f) is None for f in e.factors):
        return None
    for f in e.factors:
        base, n = (f.base, f.exponent) if isinstance(f, Power) else (f, ONE)
        if isinstance(base, Apply) and base.function == "sigmoid" and isinstance(n, Number) and n.value >= 1:
            turned = add(*_signed_terms(base.argument, Fraction(-1)))
            for g in e.factors:
                exponent = _exponent(g)
                if exponent is not None and key(exponent) == key(turned):
                    left = power(base, n.value - 1)
                    return mul(*(left if h is f else Apply("sigmoid", turned) if h is g else h for h in e.factors))
    return None


def one_minus_sigmoid_minus(e: Add, facts: Facts) -> Expr | None:
    """``1 - σ(-a) = σ(a)``."""
    if len(e.terms) != 2 or ONE not in e.terms:
        return None
    weight, rest = split(e.terms[1] if e.terms[0] is ONE else e.terms[0])
    if weight == -1 and isinstance(rest, Apply) and rest.function == "sigmoid" and is_turned(rest.argument):
        return Apply("sigmoid", add(*_signed_terms(rest.argument, Fraction(-1))))
    return None


def is_turned(e: Expr) -> bool:
    """Whether an expression has a minus in front: the first of its terms by key has."""
    return split(min(terms(e), key=lambda t: key(split(t)[1])))[0] < 0


def turn_argument(e: Apply, facts: Facts) -> Expr | None:
    """``tanh(-a) = -tanh(a)``, ``cos(-a) = cos(a)``, ``σ(-a) = 1 - σ(a)``, ``softplus(-a) = softplus(a) - a``."""
    if not is_turned(e.argument):
        return None
    turned = add(*_signed_terms(e.argument, Fraction(-1)))
    match e.function, FUNCTIONS[e.function].parity:
        case _, "odd":
            return minus(Apply(e.function, turned))
        case _, "even":
            return Apply(e.function, turned)
        case "sigmoid", _:
            return add(ONE, minus(Apply("sigmoid", turned)))
        case "softplus", _:
            return add(Apply("softplus", turned), minus(turned))
    return None


def log_of_sigmoid(e: Apply, facts: Facts) -> Expr | None:
    """``log(1 + exp(a)) = softplus(a)``, ``log σ(a) = -softplus(-a)`` and ``log(1 - σ(a)) = -softplus(a)``."""
    if e.function != "log":
        return None
    match e.argument:
        case Apply("sigmoid", a):
            return minus(Apply("softplus", mul(MINUS_ONE, a)))
        case Add(parts) if len(parts) == 2 and ONE in parts:
            weight, rest = split(parts[1] if parts[0] is ONE else parts[0])
            match weight, rest:
                case 1, Apply("exp", a):
                    return Apply("softplus", a)
                case -1, Apply("sigmoid", a):
                    return minus(Apply("softplus", a))
    return None
