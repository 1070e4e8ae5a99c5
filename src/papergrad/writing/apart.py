"""Sums and products taken apart, so that matrices can be found in them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction as Exact

from papergrad.algebra.nodes import (
    MINUS_ONE,
    Add,
    Apply,
    Delta,
    Expr,
    Index,
    LogSumExp,
    Mul,
    Number,
    Power,
    Sum,
    add,
    fresh,
    mul,
)
from papergrad.algebra.substitution import rename
from papergrad.algebra.terms import negative, split, terms, weighted
from papergrad.algebra.traversal import children, free, over, symbols
from papergrad.writing.fold import same
from papergrad.writing.hand import Scripts


def factors(e: Expr, scripts: Scripts) -> tuple[list[Expr], list[Index], Exact]:
    """The factors of a product under sums, the indices summed over, and the number in front."""
    found: list[Expr] = []
    summed_over: list[Index] = []
    numeric = Exact(1)
    waiting = [e]
    taken: set[Index] = set(free(e))
    while waiting:
        part = waiting.pop(0)
        match part:
            case Number(value):
                numeric *= value
            case Mul(parts):
                waiting[:0] = parts
            case Sum(index, body) if index in scripts:
                own: list[Expr] = []
                outside: list[Expr] = []
                for factor in body.factors if isinstance(body, Mul) else (body,):
                    (own if index in free(factor) else outside).append(factor)
                waiting[:0] = outside
                found.append(part if not outside else Sum(index, mul(*own)))
            case Sum(index, body):
                new = index if index not in taken else fresh(index)
                taken.add(new)
                summed_over.append(new)
                waiting.insert(0, body if new is index else rename(body, {index: new}))
            case _:
                found.append(part)
    return found, summed_over, numeric


def slopes_upright(e: Expr) -> Expr:
    """``h (h - 1)`` is ``-h (1 - h)``, all the way down."""
    new = over(e, slopes_upright)
    if not isinstance(new, Mul):
        return new
    turned = [isinstance(f, Add) and _slope_turned(f, [g for g in new.factors if g is not f]) for f in new.factors]
    if not any(turned):
        return new
    kept = [
        Add(tuple(map(negative, f.terms))) if t and isinstance(f, Add) else f
        for f, t in zip(new.factors, turned, strict=True)
    ]
    product = mul(*kept)
    return product if sum(turned) % 2 == 0 else negative(product)


def signs(parts: list[Expr]) -> tuple[list[Expr], int]:
    """Differences turned round where that makes them like others.

    ``h (h - 1)`` is ``-h (1 - h)``, ``(a - x) / |x - a|`` is ``-(x - a) / |x - a|``.
    """
    turns = 1
    kept: list[Expr] = []
    for n, factor in enumerate(parts):
        others = parts[:n] + parts[n + 1 :]
        if isinstance(factor, Add) and any(split(t)[0] < 0 for t in factor.terms):
            turned = Add(tuple(negative(t) for t in factor.terms))
            if _slope_turned(factor, others) or any(
                _holds(other, turned, n > m) for m, other in enumerate(parts) if m != n
            ):
                factor, turns = turned, -turns
        kept.append(factor)
    late = [n for n, factor in enumerate(kept) if isinstance(factor, Add) and _late(factor)]
    for n in late[: len(late) // 2 * 2]:  # (b - a) (d - c) is (a - b) (c - d)
        kept[n] = Add(tuple(map(negative, kept[n].terms)))  # type: ignore[union-attr]
    return kept, turns


def _late(e: Add) -> bool:
    """Whether a difference of two has the later name first."""
    if (
        len(e.terms) != 2
        or {split(t)[0] > 0 for t in e.terms} != {True, False}
        or any(isinstance(t, Number) for t in e.terms)
    ):
        return False
    return _first_name(e) > _first_name(Add(tuple(map(negative, e.terms))))


def same_way(terms: list[Expr]) -> list[Expr]:
    """``(b - a) c + (a - b) d`` is ``(a - b) d - (a - b) c``: one difference, one way round, the one in the order of names."""
    differences = list(dict.fromkeys(f for term in terms for f in _inside_product(term) if isinstance(f, Add)))
    turn: dict[Expr, Expr] = {}
    for one in differences:
        other = next((d for d in differences if d is not one and d not in turn and _opposites(one, d)), None)
        if other is not None and one not in turn:
            late = one if _first_name(one) > _first_name(other) else other
            assert isinstance(late, Add)
            turn[late] = mul(MINUS_ONE, Add(tuple(map(negative, late.terms))))
    for one in differences:
        if one in turn or not _late(one):
            continue
        signs_of = [_sign_of_term(term) for term in terms if one in _inside_product(term)]
        if len(signs_of) > 1 and sum(signs_of) <= 0:
            turn[one] = mul(MINUS_ONE, Add(tuple(map(negative, one.terms))))
    return [_turned_in(term, turn) for term in terms] if turn else terms


def joined(terms: list[Expr], scripts: Scripts) -> list[Expr]:
    """``Σ_t a_t - Σ_t b_t`` is ``Σ_t (a_t - b_t)``."""
    found: list[Expr] = []
    for term in terms:
        sign, inner = _sign_of(term)
        if not isinstance(inner, Sum) or inner.over not in scripts:
            found.append(term)
            continue
        for n, other in enumerate(found):
            if isinstance(other, Sum) and other.over.size == inner.over.size and other.over not in free(inner):
                more = rename(inner.body, {inner.over: other.over})
                found[n] = Sum(other.over, add(other.body, more if sign > 0 else negative(more)))
                break
        else:
            found.append(Sum(inner.over, inner.body if sign > 0 else negative(inner.body)))
    return found


def _sign_of_term(e: Expr) -> int:
    return -1 if split(e)[0] < 0 else 1


def _sign_of(e: Expr) -> tuple[int, Expr]:
    if isinstance(e, Mul) and len(e.factors) == 2 and isinstance(e.factors[0], Number) and e.factors[0].value == -1:
        return -1, e.factors[1]
    return 1, e


def _inside_product(e: Expr) -> Iterable[Expr]:
    match e:
        case Mul(factors):
            for factor in factors:
                yield from _inside_product(factor)
        case Sum(_, body):
            yield from _inside_product(body)
        case _:
            yield e


def _turned_in(e: Expr, turn: dict[Expr, Expr]) -> Expr:
    match e:
        case Mul(factors):
            return mul(*(_turned_in(f, turn) for f in factors))
        case Sum(index, body):
            return Sum(index, _turned_in(body, turn))
        case _:
            return turn.get(e, e)


def _opposites(one: Add, other: Add) -> bool:
    if len(one.terms) != len(other.terms) or symbols(one) != symbols(other):
        return False
    turned = Add(tuple(map(negative, one.terms)))
    return set(turned.terms) == set(other.terms) or _similar(turned, other)


def _first_name(e: Add) -> str:
    """The first name that is added."""
    return min((min(symbols(t), default="") for t in e.terms if split(t)[0] > 0), default="")


def _slope_turned(factor: Add, others: list[Expr]) -> bool:
    """``y - 1`` beside y, or ``y² - 1``: the slopes of the sigmoid and of tanh, turned."""
    if len(factor.terms) != 2 or MINUS_ONE not in factor.terms:
        return False
    y = next(t for t in factor.terms if not isinstance(t, Number))
    return y in others or isinstance(y, Power)


def _holds(e: Expr, difference: Expr, before: bool) -> bool:
    """Whether a factor is this difference (and stands before), or has it inside."""
    if isinstance(e, Add):
        return before and _similar(e, difference)
    return isinstance(e, Power) and any(isinstance(part, Add) and _similar(part, difference) for part in _inside(e))


def _inside(e: Expr) -> Iterable[Expr]:
    yield e
    for child in children(e):
        yield from _inside(child)


def _similar(one: Expr, other: Expr) -> bool:
    """Whether two vectors are the same along different indices."""
    mine, theirs = free(one), free(other)
    if len(mine) != 1 or len(theirs) != 1:
        return one is other
    if symbols(one) != symbols(other):
        return False
    return same(rename(one, dict(zip(mine, theirs, strict=True))), other)


def multiplied_out(e: Expr, scripts: Scripts) -> Iterable[Expr]:
    """The terms of a sum; products with a factor that no matrix can be (or that holds an identity) are multiplied out."""
    match e:
        case Add(terms):
            for term in terms:
                yield from multiplied_out(term, scripts)
        case Sum(index, body) if index not in scripts:
            parts = list(multiplied_out(body, scripts))
            yield from (Sum(index, part) for part in parts)
        case Mul(factors):
            wide = next((f for f in factors if isinstance(f, Add) and _wide(f, scripts)), None)
            if wide is None:
                yield e
            else:
                rest = tuple(f for f in factors if f is not wide)
                for term in wide.terms:
                    yield from multiplied_out(mul(term, *rest), scripts)
        case _:
            yield e


def _wide(factor: Add, scripts: Scripts) -> bool:
    if len(scripts.open(factor)) > 2:
        return True
    if scripts.all:
        return False
    return any(
        isinstance(f, Delta) for term in factor.terms for f in (term.factors if isinstance(term, Mul) else (term,))
    )


def softmax_of(argument: Expr) -> tuple[Expr, Index] | None:
    """The z and the i of ``z_i - log Σ_k exp z_k``."""
    if not isinstance(argument, Add):
        return None
    for term in argument.terms:
        if (
            isinstance(term, Mul)
            and len(term.factors) == 2
            and isinstance(term.factors[0], Number)
            and term.factors[0].value == -1
        ):
            inner = term.factors[1]
            if isinstance(inner, LogSumExp):
                rest = tuple(t for t in argument.terms if t is not term)
                logit = rest[0] if len(rest) == 1 else Add(rest)
                for i in free(logit) - free(inner):
                    if same(rename(inner.body, {inner.over: i}), logit):
                        return logit, i
    return None


def log_softmax(e: Expr) -> Expr:
    """``z_i - log Σ_k exp z_k`` as ``log(softmax(z)_i)``, wherever it is no exponent."""
    if isinstance(e, Apply) and e.function == "exp":
        inside = e.argument
        if isinstance(inside, Mul):  # a power of a softmax
            return Apply("exp", over(inside, lambda part: over(part, log_softmax)))
        return Apply("exp", over(inside, log_softmax))
    e = over(e, log_softmax)
    if not isinstance(e, Add):
        return e
    for total in e.terms:
        weight, inner = split(total)
        if isinstance(inner, LogSumExp):
            for i in free(e) - free(inner):
                wanted = [_scaled(t, -weight) for t in terms(rename(inner.body, {inner.over: i}))]
                rest = [t for t in e.terms if t is not total]
                if i.size == inner.over.size and (left := _without(rest, wanted)) is not None:
                    logit = add(*(_scaled(t, -1 / weight) for t in wanted))
                    share = Apply("exp", add(*terms(logit), mul(MINUS_ONE, inner)))
                    return log_softmax(add(_scaled(Apply("log", share), -weight), *left))
    return e


def _scaled(e: Expr, by: Exact) -> Expr:
    weight, rest = split(e)
    return weighted(weight * by, rest)


def _without(parts: list[Expr], some: list[Expr]) -> list[Expr] | None:
    """What is left of terms when some are taken away; None where these are not among them."""
    left = list(parts)
    for wanted in some:
        found = next((t for t in left if same(t, wanted)), None)
        if found is None:
            return None
        left.remove(found)
    return left


def divisor(e: Expr) -> Expr | None:
    """The b of ``1 / b``."""
    if not isinstance(e, Power) or not isinstance(e.exponent, Number) or e.exponent.value >= 0:
        return None
    return e.base if e.exponent.value == -1 else Power(e.base, Number(-e.exponent.value))
