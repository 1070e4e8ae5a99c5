"""Quotients that what stands beside them cancels."""

from __future__ import annotations

from papergrad.algebra.facts import Facts
from papergrad.algebra.laws.arithmetic import collect_powers, collect_terms, multiply_out
from papergrad.algebra.nodes import Add, Expr, Mul, Number, Power, add, mul
from papergrad.algebra.terms import factors, terms
from papergrad.algebra.traversal import children, kinds

MOST_FACTORS = 6


def cancel_quotients(e: Mul, facts: Facts) -> Expr | None:
    """``s (1 - s) (y / s - (1 - y) / (1 - s)) = y - s``: a product that cancels what a sum divides by is multiplied in."""
    if Add not in kinds(e):
        return None
    for n, one in enumerate(e.factors):
        if not isinstance(one, Add) or len(e.factors) > MOST_FACTORS:
            continue
        divided = {
            f.base
            for t in one.terms
            for f in factors(t)
            if isinstance(f, Power) and isinstance(f.exponent, Number) and f.exponent.value == -1
        }
        needed = [f for f in e.factors[:n] + e.factors[n + 1 :] if f in divided]
        if not needed or len(needed) < len(divided):
            continue
        rest = [f for f in e.factors if f is not one and f not in needed]
        for multiplied in (_multiplied, _cancelled):
            inside = add(*(part for t in one.terms for part in terms(multiplied(mul(*needed, t), facts))))
            inside = (collect_terms(inside, facts) or inside) if isinstance(inside, Add) else inside
            if _size(inside) + 1 < _size(one) + sum(map(_size, needed)):
                return mul(*rest, inside)
    return None


def _cancelled(e: Expr, facts: Facts) -> Expr:
    """A product with its powers collected."""
    return (collect_powers(e, facts) or e) if isinstance(e, Mul) else e


def _multiplied(e: Expr, facts: Facts) -> Expr:
    """A product with its powers collected and its sums multiplied out."""
    e = _cancelled(e, facts)
    if isinstance(e, Mul):
        e = multiply_out(e, facts) or e
    return add(*(_cancelled(t, facts) for t in terms(e)))


def _size(e: Expr) -> int:
    return 1 + sum(map(_size, children(e)))
