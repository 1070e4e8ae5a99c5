"""Error signals as they are taught: one for every place where gradients part, with the slope of its layer inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papergrad.algebra.facts import NOTHING, Facts
from papergrad.algebra.nodes import (
    Add,
    Affine,
    At,
    Definition,
    Definitions,
    Entry,
    Expr,
    Index,
    Lookup,
    Mul,
    Number,
    Sum,
    Tensor,
    mul,
    shift,
    within,
)
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import children, free, over, running, symbols


def tidy(
    tensors: Sequence[Tensor], deltas: Sequence[Definition], facts: Facts = NOTHING
) -> tuple[tuple[Tensor, ...], tuple[Definition, ...]]:
    """The same gradients with fewer and plainer signals, all simplified.

    A signal that is used in one place alone is put in there; a factor that stands beside a signal wherever it is used
    becomes part of it: ``δ = ((ŷ - y) Uᵀ) ⊙ h ⊙ (1 - h)``.
    """
    tensors, deltas = _put_in(tuple(tensors), tuple(deltas))
    tensors = tuple(replace(t, body=simplify(t.body, facts)) for t in tensors)
    deltas = tuple(replace(d, body=simplify(d.body, facts)) for d in deltas)
    for delta in deltas:
        tensors, deltas = _absorbed(delta.symbol, tensors, deltas, facts)
    return tensors, deltas


def _put_in(
    tensors: tuple[Tensor, ...], deltas: tuple[Definition, ...]
) -> tuple[tuple[Tensor, ...], tuple[Definition, ...]]:
    """Signals that only one formula uses, put into it."""
    starts = frozenset().union(*(symbols(d.start) for d in deltas if d.start is not None))
    for delta in deltas:
        users = [d for d in deltas if delta.symbol in symbols(d.body)]
        if (
            delta in users
            or delta.symbol in starts
            or delta.start is not None
            or len(users) + sum(delta.symbol in symbols(t.body) for t in tensors) > 1
        ):
            continue
        others = tuple(d for d in deltas if d is not delta)
        left = tuple(replace(d, body=_with(d.body, delta, others)) for d in others)
        return _put_in(tuple(replace(t, body=_with(t.body, delta, others)) for t in tensors), left)
    return tensors, deltas


def _with(e: Expr, delta: Definition, others: Sequence[Definition]) -> Expr:
    """``e`` with the body of a signal in its place; 0 where it is read outside its axes, as it is itself."""
    signals = {d.symbol: d for d in others}

    def change(entry: Entry) -> Expr | None:
        if entry.symbol != delta.symbol:
            return None
        places = {i: at for i, at in zip(delta.axes, entry.at, strict=True) if i is not at}
        body = rename(delta.body, places)
        for i, at in places.items():
            body = body if _vanishes(body, at, i.size, signals) else within(at, i.size, body)
        return body

    return substitute(e, change)


def _vanishes(e: Expr, at: At, size: Size, signals: Definitions) -> bool:
    """Whether an expression is 0 by itself where a subscript is off an axis of that size: a signal in it is."""
    match e:
        case Entry(symbol, where) if symbol in signals:
            axes = signals[symbol].axes
            return any(a == at and i.size == size for a, i in zip(where, axes, strict=True))
        case Mul(factors):
            return any(_vanishes(f, at, size, signals) for f in factors)
        case Add(terms):
            return all(_vanishes(t, at, size, signals) for t in terms)
        case Sum(i, body):
            return i not in running(at) and _vanishes(body, at, size, signals)
        case _:
            return False


def _absorbed(
    symbol: str, tensors: tuple[Tensor, ...], deltas: tuple[Definition, ...], facts: Facts
) -> tuple[tuple[Tensor, ...], tuple[Definition, ...]]:
    delta = next(d for d in deltas if d.symbol == symbol)
    bodies = (*(t.body for t in tensors), *(d.body for d in deltas), *(d.start for d in deltas if d.start is not None))
    uses = [use for body in bodies for use in _uses(body, symbol)]
    sets = [_companions(use, delta) for use in uses]
    if not sets or any(s is None for s in sets):
        return tensors, deltas
    shared = [f for f in sets[0] or [] if all(f in (s or []) for s in sets)]
    if not shared:
        return tensors, deltas

    def without(e: Expr) -> Expr:
        if isinstance(e, Mul) and (entry := _of(e, symbol)) is not None:
            back = _back(entry, delta)
            gone = [f for f in e.factors if back is not None and rename(f, back) in shared]
            return mul(*(without(f) for f in e.factors if f not in gone))
        return over(e, without)

    less = tuple(replace(d, body=without(d.body)) for d in deltas)
    grown = tuple(replace(d, body=simplify(mul(d.body, *shared), facts)) if d.symbol == symbol else d for d in less)
    return tuple(replace(t, body=without(t.body)) for t in tensors), grown


def _of(e: Mul, symbol: str) -> Entry | None:
    return next((f for f in e.factors if isinstance(f, Entry) and f.symbol == symbol), None)


def _uses(e: Expr, symbol: str) -> list[Expr]:
    """The products that hold a signal, or the signal where it stands alone."""
    if symbol not in symbols(e):
        return []
    if isinstance(e, Entry) or (isinstance(e, Mul) and _of(e, symbol) is not None):
        return [e]
    return [use for child in children(e) for use in _uses(child, symbol)]


def _companions(use: Expr, delta: Definition) -> list[Expr] | None:
    """What stands beside a signal and runs along its axes only, at the axes of its definition; None where it stands alone."""
    if not isinstance(use, Mul):
        return None
    entry = _of(use, delta.symbol)
    back = None if entry is None else _back(entry, delta)
    if back is None:
        return None
    others = [f for f in use.factors if f is not entry and not isinstance(f, Number)]
    if not delta.axes:  # beside a number, what else is a number of the network's own
        return [f for f in others if not free(f) and not symbols(f).isdisjoint(symbols(delta.body))]
    return [rename(f, back) for f in others if free(f) and free(f) <= set(back)]


def _back(entry: Entry, delta: Definition) -> dict[Index, At] | None:
    """From the subscripts of a use to the axes of the definition: ``t + 1`` there is t here."""
    found: dict[Index, At] = {}
    for at, axis in zip(entry.at, delta.axes, strict=True):
        match at:
            case Index():
                found[at] = axis
            case Affine(((Index() as inner, 1),), offset) if (by := offset.number) is not None and by.denominator == 1:
                found[inner] = shift(axis, -by.numerator)
            case Affine() | Lookup():
                return None
    return found
