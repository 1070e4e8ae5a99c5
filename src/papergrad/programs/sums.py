"""Sums of products before they are scheduled: flattened, and rid of the deltas that only rename an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from papergrad.algebra.facts import NOTHING
from papergrad.algebra.laws.choices import split_blocks
from papergrad.algebra.nodes import (
    ONE,
    Add,
    Affine,
    At,
    Definition,
    Delta,
    Expr,
    Extent,
    Index,
    Indicator,
    Lookup,
    Mul,
    Position,
    Sum,
    affine,
    mul,
    number,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import apart, rename
from papergrad.algebra.traversal import free, running
from papergrad.records import dataclass


@dataclass(frozen=True)
class Term:
    """``Σ over Π factors``, written to ``targets``: pairs of a free index and the place where it must stand."""

    over: tuple[Index, ...]
    factors: tuple[Expr, ...]
    targets: tuple[tuple[Index, At], ...] = ()


def certain(size: Size) -> bool:
    """Whether a size is surely not negative, when every name in it is at least 1."""
    return all(weight >= 0 for _, weight in size.terms) or _at_one(size)


def _at_one(size: Size) -> bool:
    # a polynomial in names of at least 1 does not fall below its value at 1 if only its constant is negative
    return all(w >= 0 for m, w in size.terms if m) and sum(w for _, w in size.terms) >= 0


Tops = Mapping[str, Size]


def inside(at: At, size: Size, tops: Tops) -> bool:
    """Whether a subscript surely falls on an axis of this size. What is looked up does; ``tops`` say how far it can go."""
    match at:
        case Index():
            return at.size == size or certain(size - at.size)
        case Lookup():
            return True
        case Affine(terms, offset):
            low, high = offset, offset
            for term, weight in terms:
                if isinstance(term, Lookup) and term.symbol not in tops:
                    return False
                reach = ((tops[term.symbol] if isinstance(term, Lookup) else term.size) - 1) * weight
                if certain(Size.of(weight)):
                    high = high + reach
                elif certain(Size.of(-weight)):
                    low = low + reach
                else:
                    return False
            return certain(low) and certain(size - 1 - high)


def on_axis(at: At, size: Size, tops: Tops) -> tuple[Expr, ...]:
    """Factors that are 0 where a subscript falls off an axis of this size."""
    if inside(at, size, tops):
        return ()
    return Indicator(">=", Position(at), number(1)), Indicator(">=", Extent(size), Position(at))


def looked_up(at: At) -> bool:
    """Whether a subscript depends on an entry of a tensor."""
    return isinstance(at, Lookup) or (isinstance(at, Affine) and any(isinstance(term, Lookup) for term, _ in at.terms))


def term(over: Sequence[Index], body: Expr, opens: Callable[[Sum], bool], tops: Tops) -> Term:
    """A sum over a product: nested sums for which ``opens`` holds are pulled out, deltas are solved for an index of the sum."""
    indices, factors = list(over), [body]
    done: list[Expr] = []
    while factors:
        match factors.pop():
            case Mul(inner):
                factors += inner
            case Sum(i, inner) as e if opens(e):
                j = apart(i, {*indices, *free(e), *(k for f in (*factors, *done) for k in free(f))})
                indices.append(j)
                factors.append(inner if i is j else rename(inner, {i: j}))
            case e if e is not ONE:
                done.append(e)
    return _solved(indices, done[::-1], tops)


def _solved(over: list[Index], factors: list[Expr], tops: Tops) -> Term:
    targets: list[tuple[Index, At]] = []
    waiting: list[Delta] = [f for f in factors if isinstance(f, Delta)]
    rest: list[Expr] = [f for f in factors if not isinstance(f, Delta)]
    while waiting:
        delta = waiting.pop()
        if delta.one is delta.other:
            continue
        if (one_by_one := split_blocks(delta, NOTHING)) is not None:
            waiting += [f for f in _factors(one_by_one) if isinstance(f, Delta)]
            continue
        found = _solution(delta, over)
        if found is None:
            rest.append(delta)
            continue
        i, at = found
        over.remove(i)
        guards = on_axis(at, i.size, tops)
        everything: list[Expr] = [*waiting, *rest]
        split = [g for f in everything for g in _factors(rename(f, {i: at}))]
        waiting = [f for f in split if isinstance(f, Delta)]
        rest = [*(f for f in split if not isinstance(f, Delta)), *guards]
    for delta in [f for f in rest if isinstance(f, Delta)]:  # what is not solved
        for axis, place in (*_seen_from(delta, over), (delta.one, delta.other), (delta.other, delta.one)):
            if isinstance(axis, Index) and axis not in over and _worth(axis, place, over, targets):
                targets.append((axis, place))
                rest = [rename(f, {axis: place}) for f in rest if f is not delta]  # elsewhere the delta is 0
                break
    return Term(tuple(over), tuple(rest), tuple(targets))


def _seen_from(delta: Delta, over: list[Index]) -> list[tuple[At, At]]:
    """``δ(t - w, p)`` as ``δ(t, p + w)``, for a free t."""
    found: list[tuple[At, At]] = []
    for at, other in ((delta.one, delta.other), (delta.other, delta.one)):
        if not isinstance(at, Affine):
            continue
        for i, w in at.terms:
            if w == 1 and isinstance(i, Index) and i not in over and i not in running(other):
                rest = [(j, -v) for j, v in at.terms if j is not i]
                found.append((i, affine(((other, 1), *rest), -at.offset)))
    return found


def _factors(e: Expr) -> tuple[Expr, ...]:
    return e.factors if isinstance(e, Mul) else (e,)


def _solution(delta: Delta, over: list[Index]) -> tuple[Index, At] | None:
    """An index of the sum, and the subscript that a delta makes it equal to."""
    for i, at in ((delta.one, delta.other), (delta.other, delta.one)):
        if isinstance(i, Index) and i in over and i not in running(at):
            return i, at
    for at, other in ((delta.one, delta.other), (delta.other, delta.one)):
        if isinstance(at, Affine) and not looked_up(at) and not looked_up(other):
            inner = [(i, w) for i, w in at.terms if i in over]
            if len(inner) == 1 and inner[0][1] in (1, -1) and inner[0][0] not in running(other):
                i, w = inner[0]
                rest = [(j, -w * v) for j, v in at.terms if j is not i]
                return i, affine(((other, w), *rest), at.offset * -w)
    return None


def _worth(i: Index, at: At, over: list[Index], targets: list[tuple[Index, At]]) -> bool:
    """Whether to add at looked-up or summed places instead of summing over zeros."""
    if i in running(at) or any(i is j or i in running(a) for j, a in targets):
        return False
    return looked_up(at) or any(k in over for k in running(at))


def placed(d: Definition) -> tuple[Index, ...]:
    """The axes of a definition that is a product and 0 but where these axes stand at looked-up places."""
    pairs = [pair for f in _factors(d.body) if isinstance(f, Delta) for pair in ((f.one, f.other), (f.other, f.one))]
    return tuple(i for i, at in pairs if isinstance(i, Index) and i in d.axes and looked_up(at))


def spread(e: Expr, over: Sequence[Index]) -> bool:
    """Whether the terms of a sum had better be summed one by one: one of them has a product over fewer indices, or a delta."""
    everything = free(e)
    for t in e.terms if isinstance(e, Add) else ():
        parts = [f for f in _factors(t) if free(f)]
        if any(isinstance(f, Sum | Delta) and not free(f).isdisjoint(over) for f in parts):
            return True
        if any(free(f) != everything for f in parts) and (len(parts) > 1 or free(t) != everything):
            return True
        if not parts:
            return True
    return False


def opened(factors: Sequence[Expr], over: Sequence[Index]) -> list[tuple[Expr, ...]] | None:
    """The products that a factor with a delta in it stands for, or None: ``Σ y (δ - p) = Σ y δ - Σ y p``."""
    for place, factor in enumerate(factors):
        if isinstance(factor, Add) and any(_touches(t, over) for t in factor.terms):
            return [(*factors[:place], *_factors(t), *factors[place + 1 :]) for t in factor.terms]
    return None


def _touches(e: Expr, over: Sequence[Index]) -> bool:
    return any(isinstance(f, Delta) and not free(f).isdisjoint(over) for f in _factors(e))


def together(factors: Sequence[Expr]) -> list[Expr]:
    """Factors over the same indices as one."""
    groups: dict[frozenset[Index], list[Expr]] = {}
    for f in factors:
        groups.setdefault(free(f), []).append(f)
    return [mul(*group) for group in groups.values()]
