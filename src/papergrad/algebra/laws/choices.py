"""Deltas, indicators and cases."""

from __future__ import annotations

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Delta,
    Expr,
    Index,
    Indicator,
    Mul,
    Number,
    add,
    affine,
    inside,
    mul,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename
from papergrad.algebra.terms import factors, key, split, weighted
from papergrad.algebra.traversal import kinds


def compare_subscripts(e: Delta, facts: Facts) -> Expr | None:
    """``δ_ii = 1``, and 0 for subscripts a fixed distance apart."""
    if e.one is e.other:
        return ONE
    apart = affine(((e.one, 1), (e.other, -1)))
    if isinstance(apart, Affine) and not apart.terms and apart.offset.number is not None:
        return ZERO if apart.offset.number else ONE
    return None


def split_blocks(e: Delta, facts: Facts) -> Expr | None:
    """``[q i + k = q j + l] = [i = j] [k = l]`` where k and l run over a block of q."""
    sides = [at.terms if isinstance(at, Affine) else ((at, 1),) for at in (e.one, e.other)]
    offsets = [at.offset if isinstance(at, Affine) else Size.of(0) for at in (e.one, e.other)]
    for block in {Size.of(w) for terms in sides for _, w in terms} - {Size.of(1), Size.of(-1)}:
        split = [[(at, w, Size.of(w).over(block)) for at, w in terms] for terms in sides]
        high = [affine((at, q) for at, _, q in terms if q is not None) for terms in split]
        low = [affine(((at, w) for at, w, q in terms if q is None), o) for terms, o in zip(split, offsets, strict=True)]
        gap = affine(((low[0], 1), (low[1], -1)), block - 1)  # from 0 to 2 (q - 1) where it lies within a block
        if all(any(q is not None for _, _, q in terms) for terms in split) and inside(gap, block * 2 - 1):
            return mul(Delta(*high), Delta(*low))
    return None


def compare_numbers(e: Indicator, facts: Facts) -> Expr | None:
    """``[2 > 1] = 1``, ``[a > a] = 0``."""
    if e.left is e.right:
        return ZERO if e.relation == ">" else ONE
    if isinstance(e.left, Number) and isinstance(e.right, Number):
        a, b = e.left.value, e.right.value
        return ONE if (a > b if e.relation == ">" else a >= b if e.relation == ">=" else a == b) else ZERO
    return None


def name_step(e: Apply, facts: Facts) -> Expr | None:
    """``step(a) = [a > 0]``."""
    return Indicator(">", e.argument, ZERO) if e.function == "step" else None


def name_relu(e: Apply, facts: Facts) -> Expr | None:
    """``relu(a) = a [a > 0]``."""
    return mul(e.argument, Indicator(">", e.argument, ZERO)) if e.function == "relu" else None


def name_abs(e: Apply, facts: Facts) -> Expr | None:
    """``|a| = a sign(a)``."""
    return mul(e.argument, Apply("sign", e.argument)) if e.function == "abs" else None


def sign_times_abs(e: Mul, facts: Facts) -> Expr | None:
    """``sign(a) |a| = a``."""
    if Apply not in kinds(e):
        return None
    for f in e.factors:
        if isinstance(f, Apply) and f.function == "sign" and Apply("abs", f.argument) in e.factors:
            rest = list(e.factors)
            rest.remove(f)
            rest.remove(Apply("abs", f.argument))
            return mul(f.argument, *rest)
    return None


def prune_cases(e: Cases, facts: Facts) -> Expr | None:
    """A branch that cannot be taken goes away, so does a choice between equal values."""
    kept: list[tuple[Expr, Expr]] = []
    otherwise = e.otherwise
    for condition, value in e.branches:
        if condition is ZERO or any(condition is c for c, _ in kept):
            continue
        if isinstance(condition, Number):
            otherwise = value
            break
        kept.append((condition, value))
    while kept and kept[-1][1] is otherwise:
        kept.pop()
    result = Cases(tuple(kept), otherwise) if kept else otherwise
    return None if result is e else result


OPPOSITE = {">": ">=", ">=": ">"}


def name_choice(e: Cases, facts: Facts) -> Expr | None:
    """``{1 if c; else 0} = [c]``, and ``{0 if c; else 1} = [not c]``."""
    if len(e.branches) != 1:
        return None
    condition, value = e.branches[0]
    if value is ONE and e.otherwise is ZERO and isinstance(condition, Indicator):
        return condition
    if value is ZERO and e.otherwise is ONE and isinstance(condition, Indicator) and condition.relation in OPPOSITE:
        return Indicator(OPPOSITE[condition.relation], condition.right, condition.left)
    return None


def join_cases(e: Add, facts: Facts) -> Expr | None:
    """``{a if c; else b} + {d if c; else e} = {a + d if c; else b + e}``."""
    chosen = [t for t in e.terms if any(isinstance(f, Cases) for f in factors(t))]
    for n, one in enumerate(chosen):
        for other in chosen[n + 1 :]:
            (v, left), (w, right) = split(one), split(other)
            if not isinstance(left, Cases) or not isinstance(right, Cases):
                continue
            if [key(c) for c, _ in left.branches] != [key(c) for c, _ in right.branches]:
                continue
            pairs = zip((*left.branches, (ONE, left.otherwise)), (*right.branches, (ONE, right.otherwise)), strict=True)
            *branches, (_, otherwise) = [(c, add(weighted(v, a), weighted(w, b))) for (c, a), (_, b) in pairs]
            joined = Cases(tuple(branches), otherwise)
            return add(*(joined if t is one else t for t in e.terms if t is not other))
    return None


def into_cases(e: Mul, facts: Facts) -> Expr | None:
    """``a {b if c; else 0} = {a b if c; else 0}``: what is not needed is not computed."""
    for f in e.factors:
        if isinstance(f, Cases) and f.otherwise is ZERO and len(f.branches) == 1:
            rest = [g for g in e.factors if g is not f and not isinstance(g, Number)]
            if rest:
                numbers = [g for g in e.factors if isinstance(g, Number)]
                return mul(*numbers, Cases(((f.branches[0][0], mul(f.branches[0][1], *rest)),), ZERO))
    return None


def same_subscript(e: Mul, facts: Facts) -> Expr | None:
    """``δ_ij f_j = δ_ij f_i``."""
    for d in e.factors:
        if isinstance(d, Delta):
            for j, i in ((d.one, d.other), (d.other, d.one)):
                if isinstance(j, Index) and _earlier(i, j):
                    changed = [f if f is d else rename(f, {j: i}) for f in e.factors]
                    if any(a is not b for a, b in zip(changed, e.factors, strict=True)):
                        return mul(*changed)
    return None


def _earlier(i: At, j: Index) -> bool:
    return isinstance(i, Index) and i.size == j.size and i.name < j.name
