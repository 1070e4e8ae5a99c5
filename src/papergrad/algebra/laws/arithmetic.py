"""Numbers, sums of terms, products of factors and powers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import product as choose
from math import gcd, isqrt, lcm, prod

from papergrad.algebra.facts import Facts, is_positive, is_zero_or_one
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Add,
    Affine,
    Expr,
    Extent,
    Index,
    LogSumExp,
    Mul,
    Number,
    Position,
    Power,
    add,
    mul,
    power,
)
from papergrad.algebra.terms import factors, key, negative, split, tell_apart, terms, weighted
from papergrad.algebra.traversal import children, free, kinds
from papergrad.source import LimitError

MOST_TERMS = 600  # of one sum that is multiplied out


def name_number(e: Expr, facts: Facts) -> Expr | None:
    """``|5| = 5``: an axis of known length, a place of known position."""
    if isinstance(e, Extent) and e.size.number is not None:
        return Number(e.size.number)
    if isinstance(e, Position) and isinstance(e.at, Affine) and not e.at.terms and e.at.offset.number is not None:
        return Number(e.at.offset.number + 1)
    return None


def collect_terms(e: Add, facts: Facts) -> Expr | None:
    """``(a + b) + c = a + b + c`` and ``2 a + 3 a = 5 a``."""
    flat = [split(inner) for t in e.terms for inner in terms(t)]
    names = tell_apart([rest for _, rest in flat])
    if len(set(names)) == len(e.terms) == len(flat) and ZERO not in e.terms:
        return None
    weights: dict[Hashable, Fraction] = {}
    rests: dict[Hashable, Expr] = {}
    for (weight, rest), name in zip(flat, names, strict=True):
        weights[name] = weights[name] + weight if name in weights else weight
        rests.setdefault(name, rest)
    result = add(*(weighted(w, rests[name]) for name, w in weights.items() if w))
    return None if result is e else result


def collect_powers(e: Mul, facts: Facts) -> Expr | None:
    """``a · (b · c) = a · b · c``, ``2 · 3 = 6`` and ``a² · a = a³``."""
    below = kinds(e)
    flat = [inner for f in e.factors for inner in factors(f)] if Mul in below else e.factors
    kept = flat if below.isdisjoint((Number, Mul)) else [f for f in flat if not isinstance(f, Number)]
    names = tell_apart(
        kept if below.isdisjoint((Power, Mul)) else [f.base if isinstance(f, Power) else f for f in kept]
    )
    numbers = [f.value for f in flat if isinstance(f, Number)] if len(kept) < len(flat) else []
    if (
        flat is e.factors
        and len(set(names)) == len(names)
        and (not numbers or (len(numbers) == 1 and isinstance(flat[0], Number) and flat[0] not in (ZERO, ONE)))
    ):
        return None
    powers = [(f.base, f.exponent) if isinstance(f, Power) else (f, ONE) for f in kept]
    weight = prod(numbers[1:], start=numbers[0]) if numbers else ONE.value
    if not weight:
        return ZERO
    exponents: dict[Hashable, list[Expr]] = {}
    bases: dict[Hashable, Expr] = {}
    for (base, exponent), name in zip(powers, names, strict=True):
        exponents.setdefault(name, []).append(exponent)
        bases.setdefault(name, base)
    found = []
    for name, ups in exponents.items():
        up = ups[0] if len(ups) == 1 else _plus(ups)
        part = power(bases[name], up)
        if isinstance(part, Number):
            weight *= part.value
        else:
            found.append(part)
    result = weighted(weight, mul(*found))
    return None if result is e else result


def _plus(exponents: list[Expr]) -> Expr:
    numeric = sum((x.value for x in exponents if isinstance(x, Number)), Fraction(0))
    return add(*(x for x in exponents if not isinstance(x, Number)), Number(numeric) if numeric else ZERO)


def fold_power(e: Power, facts: Facts) -> Expr | None:
    """``a¹ = a``, ``2³ = 8``, ``(aᵐ)ⁿ = aᵐⁿ`` and ``(a b)ⁿ = aⁿ bⁿ`` where n is whole or the base positive; ``x² = x`` for 0 and 1."""
    base, exponent = e.base, e.exponent
    if exponent is ONE or base is ONE:
        return base
    if exponent is ZERO:
        return ONE
    if not isinstance(exponent, Number):
        return None
    n, whole = exponent.value, exponent.value.denominator == 1
    if isinstance(base, Number):
        return _number_power(base.value, n)
    if is_zero_or_one(base, facts) and n > 0:
        return base
    if isinstance(base, Power) and isinstance(base.exponent, Number) and (whole or is_positive(base.base, facts)):
        return power(base.base, base.exponent.value * n)
    if isinstance(base, Mul):
        outside = [f for f in base.factors if whole or is_positive(f, facts)]
        inside = [f for f in base.factors if f not in outside]
        if outside:
            return mul(*(power(f, n) for f in outside), power(mul(*inside), n) if inside else ONE)
    if isinstance(base, Add) and whole:
        content, rest = _content(base)
        if content != 1 and content:
            return mul(Number(content**n.numerator), power(rest, n))
    return None


def _number_power(base: Fraction, n: Fraction) -> Expr | None:
    if n.denominator == 1 and abs(n) <= 64 and (base or n > 0):
        return Number(base**n.numerator)
    if n.denominator == 2 and base > 0 and abs(n) <= 16:
        above, below = isqrt(base.numerator), isqrt(base.denominator)
        if above**2 == base.numerator and below**2 == base.denominator:
            return Number(Fraction(above, below) ** n.numerator)
    return None


def _content(e: Add) -> tuple[Fraction, Expr]:
    """The number that all terms share, with the sign that all have; and the rest."""
    weights = [split(t)[0] for t in e.terms]
    above, below = [w.numerator for w in weights], lcm(*(w.denominator for w in weights))
    number = -gcd(*above) if max(above) < 0 else gcd(*above)
    if number == below or not all(above):
        return ONE.value, e
    common = Fraction(number, below)
    return common, add(*(weighted(w / common, split(t)[1]) for w, t in zip(weights, e.terms, strict=True)))


def factor_out(e: Add, facts: Facts) -> Expr | None:
    """``a b + a c = a (b + c)``, and ``(a - b) c + (b - a) d = (a - b) (c - d)``."""
    content, rest = _in_front(e)
    found = [split(t) for t in terms(rest)]
    parts = [list(factors(t)) for _, t in found]
    weights = [w for w, _ in found]
    common = [f for f in parts[0] if f is not ONE and all(_place(f, p) is not None for p in parts[1:])]
    if common and _unlike([[f for f in p if not any(_place(c, [f]) for c in common)] for p in parts]):
        common = [f for f in common if not free(f)]
    if not common and content == 1:
        return None
    for n, p in enumerate(parts):
        for f in common:
            place = _place(f, p)
            if place is None:  # it stands twice in the first term only
                return None
            weights[n] *= place[1]
            del p[place[0]]
    inside = add(*(weighted(w, mul(*p)) for w, p in zip(weights, parts, strict=True)))
    return weighted(content, mul(*common, inside))


def join_terms(e: Add, facts: Facts) -> Expr | None:
    """``a (1 - h) + b - a h = a (1 - 2 h) + b``: two terms that share the rest become one where something collects."""
    if len(e.terms) == 2:  # factor_out has seen to these
        return None
    wide = [t for t in e.terms if any(isinstance(f, Add) for f in factors(t))]
    for one in wide:
        for other in e.terms:
            if other is one:
                continue
            (v, left), (w, right) = split(one), split(other)
            mine, theirs = _apart(factors(left), factors(right))
            if len(mine) != 1 or not isinstance(mine[0], Add) or len(theirs) > 1:
                continue
            common = [f for f in factors(left) if f is not mine[0]]
            inside = add(*(weighted(v, t) for t in mine[0].terms), *(weighted(w, t) for t in terms(mul(*theirs))))
            short = collect_terms(inside, facts) if isinstance(inside, Add) else None
            if short is not None and len(terms(short)) < len(terms(inside)):
                joined = mul(*common, short)
                return add(*(joined if t is one else t for t in e.terms if t is not other))
    return None


def _apart(one: Sequence[Expr], other: Sequence[Expr]) -> tuple[list[Expr], list[Expr]]:
    """What two products do not share."""
    mine, theirs = [f for f in one if f is not ONE], [f for f in other if f is not ONE]
    for f in list(mine):
        if f in theirs:
            mine.remove(f)
            theirs.remove(f)
    return mine, theirs


def factor_powers(e: Add, facts: Facts) -> Expr | None:
    """``a² b c - a b² c = a b c (a - b)`` where that is shorter."""
    if not any(isinstance(f, Power) for t in e.terms for f in factors(t)):
        return None
    weights, products = zip(*map(split, e.terms), strict=True)
    parts = [_repeated(p) for p in products]
    if not any(len(p) > len(factors(whole)) for p, whole in zip(parts, products, strict=True)):
        return None
    common: list[Expr] = []
    for f in parts[0]:
        if all(p.count(f) > common.count(f) for p in parts):
            common.append(f)
    for p in parts:
        for f in common:
            p.remove(f)
    if not common:
        return None
    inside = add(*(weighted(w, mul(*p)) for w, p in zip(weights, parts, strict=True)))
    inside = (collect_terms(inside, facts) or inside) if isinstance(inside, Add) else inside
    whole = mul(*common, inside)
    whole = (collect_powers(whole, facts) or whole) if isinstance(whole, Mul) else whole
    return whole if weigh(whole) < weigh(e) else None


def _repeated(e: Expr) -> list[Expr]:
    """The factors of a product, with squares and cubes as several."""
    found: list[Expr] = []
    for f in factors(e):
        whole = f.exponent.value if isinstance(f, Power) and isinstance(f.exponent, Number) else Fraction(1)
        found += [f.base] * whole.numerator if isinstance(f, Power) and whole in (2, 3) else [f]
    return found


def _in_front(e: Add) -> tuple[Fraction, Expr]:
    """What people put in front of a sum: a whole number, or one that all terms have (``x/2 - 2 y`` stays as it is)."""
    if any(split(t)[0] is ONE.value for t in e.terms):
        return ONE.value, e
    content, rest = _content(e)
    if content < 0 and any(isinstance(split(t)[1], LogSumExp) for t in e.terms):
        content, rest = -content, add(*map(negative, terms(rest)))  # -a - lse b is the exponent of a softmax
    if content.denominator == 1 or len({abs(split(t)[0]) for t in e.terms}) == 1:
        return content, rest
    sign = -1 if content < 0 else 1
    return Fraction(sign), e if sign > 0 else add(*map(negative, e.terms))


def _unlike(rests: list[list[Expr]]) -> bool:
    """Whether what is left of the terms would be a matrix here and a vector or a number there, which nobody adds up."""
    indices = [frozenset[Index]().union(*map(free, rest)) for rest in rests]
    return len(frozenset().union(*indices)) > 1 and len(set(indices)) > 1


def factor_slope(e: Add, facts: Facts) -> Expr | None:
    """``h - h² = h (1 - h)``."""
    if len(e.terms) != 2 or not any(isinstance(f, Power) for t in e.terms for f in factors(t)):
        return None
    (v, one), (w, other) = sorted(map(split, e.terms), key=lambda t: -len(factors(t[1])))
    if v != -w:
        return None
    for square, (u, plain) in ((one, (w, other)), (other, (v, one))):
        for f in factors(square):
            if isinstance(f, Power) and f.exponent == Number(Fraction(2)) and f.base in factors(plain):
                rest = [g for g in factors(square) if g is not f]
                if sorted(map(key, [*rest, f.base])) == sorted(map(key, factors(plain))):
                    return weighted(u, mul(*factors(plain), add(ONE, negative(f.base))))
    return None


def _place(f: Expr, parts: list[Expr]) -> tuple[int, int] | None:
    """Where a factor stands, with its sign there."""
    if f in parts:
        return parts.index(f), 1
    if isinstance(f, Add):
        names, turned = [key(p) for p in parts], key(add(*map(negative, f.terms)))
        if turned in names:
            return names.index(turned), -1
    return None


def multiply_out_if_shorter(e: Add, facts: Facts) -> Expr | None:
    """``t (s - 1) + (1 - t) s = s - t``: multiplied out where most of it goes away."""
    if not any(isinstance(f, Add) for t in e.terms for f in factors(t)):
        return None
    products = [[f.terms if isinstance(f, Add) else (f,) for f in factors(t)] for t in e.terms]
    if sum(prod(map(len, p)) for p in products) > 12:
        return None
    single = [
        collect_powers(m, facts) or m if isinstance(m := mul(*c), Mul) else m for p in products for c in choose(*p)
    ]
    both = add(*single)
    short = (collect_terms(both, facts) or both) if isinstance(both, Add) else both
    return short if len(terms(short)) < len(single) and weigh(short) < weigh(e) else None


def weigh(e: Expr) -> int:
    """How long an expression is to read: the number of its nodes, a number in front left out."""
    return isinstance(e, Number) or 1 + sum(weigh(c) for c in children(e) if not isinstance(c, Number))


def turn_sign(e: Mul, facts: Facts) -> Expr | None:
    """``-(a - b) = b - a``."""
    if Add not in kinds(e):
        return None
    weight, rest = split(e)
    if weight >= 0:
        return None
    for f in factors(rest):
        if isinstance(f, Add) and any(split(t)[0] < 0 for t in f.terms):
            plus = [t for t in f.terms if split(t)[0] < 0]
            turned = add(*(negative(t) for t in [*plus, *(t for t in f.terms if t not in plus)]))
            return weighted(-weight, mul(*(turned if g is f else g for g in factors(rest))))
    return None


def multiply_out(e: Mul, facts: Facts) -> Expr | None:
    """``a (b + c) = a b + a c``."""
    sums = [f for f in e.factors if isinstance(f, Add)]
    if not sums:
        return None
    result: list[tuple[Expr, ...]] = [tuple(f for f in e.factors if not isinstance(f, Add))]
    for one in sums:
        result = [(*left, t) for left in result for t in one.terms]
        if len(result) > MOST_TERMS:
            raise LimitError("multiplied out, the formula has too many terms", hint="name parts of it", code="PG902")
    return add(*(mul(*parts) for parts in result))


def multiply_power_out(e: Power, facts: Facts) -> Expr | None:
    """``(a + b)² = a a + a b + b a + b b``."""
    if isinstance(e.base, Add) and isinstance(e.exponent, Number) and e.exponent.value in range(2, 9):
        return multiply_out(Mul((e.base,) * e.exponent.value.numerator), facts)
    return None
