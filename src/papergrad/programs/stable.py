"""Forms that do not overflow: laws that change how an expression is computed, never what it is.

Each law is a function whose docstring states it; ``stable`` applies them everywhere in an expression, inside first.
"""

from __future__ import annotations

from fractions import Fraction

from papergrad.algebra.nodes import (
    Add,
    Apply,
    Definitions,
    Entry,
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
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import over


def flat(e: Expr) -> Expr:
    """``(a + b) + c = a + b + c``, ``(a b) c = a b c`` with the numbers in front, ``1/(a b) = 1/a 1/b``, and ``(xᵃ)ᵇ = xᵃᵇ`` for
    whole a and b."""
    match e:
        case Add(terms):
            return add(*(u for t in terms for u in (t.terms if isinstance(t, Add) else (t,))))
        case Mul(factors):
            parts = [u for f in factors for u in (f.factors if isinstance(f, Mul) else (f,))]
            weight = Fraction(1)
            for part in parts:
                weight *= part.value if isinstance(part, Number) else 1
            return mul(Number(weight), *(p for p in parts if not isinstance(p, Number)))
        case Power(Mul(factors), Number(value)) if value == -1:
            return flat(
                mul(*(Number(1 / f.value) if isinstance(f, Number) and f.value else power(f, -1) for f in factors))
            )
        case Power(Power(base, Number(one)), Number(two)) if one.denominator == 1 and two.denominator == 1:
            return power(base, one * two)
        case Power(Number(base), Number(up)) if up.denominator == 1 and base and abs(up) < 64:
            return Number(base ** int(up))
    return e


def quotient_as_softmax(e: Expr) -> Expr:
    """``exp(a) / Σ exp(z) = exp(a - log Σ exp z)``."""
    match e:
        case Mul(factors):
            for below in factors:
                match below:
                    case Power(Sum(i, Apply("exp", z)), Number(value)) if value == -1:
                        for above in factors:
                            match above:
                                case Apply("exp", a):
                                    one = Apply("exp", flat(add(a, minus(LogSumExp(i, z)))))
                                    rest = [f for f in factors if f is not above and f is not below]
                                    if len(rest) == len(factors) - 2:
                                        return mul(*rest, one)
    return e


def reciprocal_as_sigmoid(e: Expr) -> Expr:
    """``1 / (1 + exp(-u)) = σ(u)``."""
    match e:
        case Power(Add((Number(one), Apply("exp", u)) | (Apply("exp", u), Number(one))), Number(value)) if (
            one == 1 and value == -1
        ):
            return Apply("sigmoid", negated(u))
    return e


def log_of_exponential(e: Expr) -> Expr:
    """``log exp u = u``, ``log σ(u) = -softplus(-u)``, ``log(1 - σ(u)) = -softplus(u)``, ``log(1 + exp u) = softplus(u)``,
    ``log Σ exp z = logsumexp z``."""
    match e:
        case Apply("log", Apply("exp", u)):
            return u
        case Apply("log", Apply("sigmoid", u)):
            return minus(Apply("softplus", negated(u)))
        case Apply("log", Add((Number(one), Mul((Number(sign), Apply("sigmoid", u)))))) if one == 1 and sign == -1:
            return minus(Apply("softplus", u))
        case Apply("log", Add((Mul((Number(sign), Apply("sigmoid", u))), Number(one)))) if one == 1 and sign == -1:
            return minus(Apply("softplus", u))
        case Apply("log", Add((Number(one), Apply("exp", u)) | (Apply("exp", u), Number(one)))) if one == 1:
            return Apply("softplus", u)
        case Apply("log", Sum(i, Apply("exp", z))):
            return LogSumExp(i, z)
    return e


def negated(u: Expr) -> Expr:
    """``-u``, without two signs."""
    match u:
        case Number(value):
            return Number(-value)
        case Mul((Number(value), *rest)):
            return mul(*rest) if value == -1 else mul(Number(-value), *rest)
        case Add(terms):
            return add(*map(negated, terms))
    return minus(u)


def seen_through(e: Expr, definitions: Definitions) -> Expr:
    """A defined name as its definition, where that is an exponential or a sigmoid: a logarithm of it must see it."""
    match e:
        case Entry(symbol, at) if symbol in definitions and definitions[symbol].start is None:
            d = definitions[symbol]
            body = everywhere(d.body, {})
            if isinstance(body, Entry) or (isinstance(body, Apply) and body.function in ("exp", "sigmoid")):
                return seen_through(rename(body, dict(zip(d.axes, at, strict=True))), definitions)
        case Add(terms):
            return add(*(seen_through(t, definitions) for t in terms))
        case Mul((Number() as n, one)):
            return mul(n, seen_through(one, definitions))
    return e


def everywhere(e: Expr, definitions: Definitions) -> Expr:
    """All laws, everywhere in ``e``, inside first; logarithms see through ``definitions``."""
    known: dict[Expr, Expr] = {}

    def go(node: Expr) -> Expr:
        if node not in known:
            result = over(node, go)
            if isinstance(result, Apply) and result.function == "log":
                result = Apply("log", seen_through(result.argument, definitions))
            for law in (flat, quotient_as_softmax, reciprocal_as_sigmoid, log_of_exponential, flat):
                result = law(result)
            known[node] = result
        return known[node]

    return go(e)


def stable(e: Expr, definitions: Definitions) -> Expr:
    """``e`` in forms that do not overflow; ``definitions`` are those of the document (recurrences are left alone)."""
    return everywhere(e, definitions)
