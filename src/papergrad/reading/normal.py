r"""The distribution function Φ and the density φ of the standard normal distribution: ``GELU(x) = x Φ(x)``, ``Φ' = φ``.

They are the normal's where the document says so, in words or by speaking of a GELU, and defines them nowhere. A φ that is only
called may be anything, such as features of x; it is a density where the words say that there is one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction as Exact

from papergrad.algebra.derive import derivative as derive
from papergrad.algebra.nodes import ONE, Apply, Entry, Expr, Tensor, add, minus, mul, number, power
from papergrad.algebra.substitution import substitute
from papergrad.reading.values import Value

_CUMULATIVE = re.compile(
    r"\bgelu\b|(?:standard normal|gaussian|normal)(?: cumulative)? (?:c\.?d\.?f|distribution function)|cumulative (?:distribution"
    r" )?function of (?:the|a) (?:standard )?(?:normal|gaussian)",
    re.IGNORECASE,
)
_DENSITY = re.compile(r"\bgelu\b|(?:normal|gaussian)(?: probability)? (?:p\.?d\.?f|density)", re.IGNORECASE)
HALF = number(Exact(1, 2))


def normal(text: str) -> frozenset[str]:
    """The letters that stand for functions of the standard normal distribution in a document."""
    cumulative = {"Φ"} if _CUMULATIVE.search(text) else set()
    return frozenset(cumulative | ({"φ", "ϕ"} if _DENSITY.search(text) else set()))


def called(name: str, inner: Value, primes: int) -> Value:
    """Φ, φ or a derivative of one, at each entry of a value."""
    at = Entry("%x")
    body = _distribution(at) if name == "Φ" else _density(at)
    for _ in range(primes):
        body = derive(Tensor(body), "%x", (), {}).tensor.body
    return replace(inner, body=substitute(body, lambda e: inner.body if e is at else None))


def _distribution(x: Expr) -> Expr:
    """``Φ(x) = ½ (1 + erf(x / √2))``."""
    return mul(HALF, add(ONE, Apply("erf", mul(x, power(number(2), Exact(-1, 2))))))


def _density(x: Expr) -> Expr:
    """``φ(x) = e^{-x²/2} / √(2π)``."""
    circle = mul(number(8), Apply("arctan", ONE))
    return mul(power(circle, Exact(-1, 2)), Apply("exp", minus(mul(HALF, power(x, 2)))))
