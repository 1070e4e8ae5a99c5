"""Sums, products and choices over an index."""

from __future__ import annotations

from itertools import combinations

from papergrad.algebra.facts import Facts, sums_to_one
from papergrad.algebra.laws.arithmetic import multiply_out_if_shorter
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Add,
    Apply,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    LogSumExp,
    Mul,
    Number,
    Power,
    Product,
    Select,
    Sum,
    add,
    blocks,
    inside,
    minus,
    mul,
    power,
    total,
)
from papergrad.algebra.substitution import rename
from papergrad.algebra.terms import factors, key, split, term, terms, weighted
from papergrad.algebra.traversal import free, running


def sum_of_constant(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i c = n c``."""
    return mul(Extent(e.over.size), e.body) if e.over not in free(e.body) else None


def pull_out(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i a b_i = a Σ_i b_i``."""
    outside = [f for f in factors(e.body) if e.over not in free(f)]
    if not outside or not isinstance(e.body, Mul):
        return None
    return mul(*outside, Sum(e.over, mul(*(f for f in e.body.factors if e.over in free(f)))))


def sift(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i δ_ij f_i = f_j``; where i runs over blocks, as in Kronecker's products, it is one index to a reader."""
    return _sifted(e, in_blocks=False)


def sift_blocks(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_r [r = q j + l] f_r = f_{q j + l}``."""
    return _sifted(e, in_blocks=True)


def _sifted(e: Sum, in_blocks: bool) -> Expr | None:
    if not _waits(e.body):
        return None
    flat = term(e)
    for delta in flat.factors:
        if isinstance(delta, Delta):
            for i, at in ((delta.one, delta.other), (delta.other, delta.one)):
                if blocks(at) is not None and not in_blocks:
                    continue
                if isinstance(i, Index) and i in flat.bound and i not in running(at) and inside(at, i.size):
                    rest = mul(*(f for f in flat.factors if f is not delta))
                    left = tuple(k for k in flat.bound if k is not i)
                    return weighted(flat.weight, total(left, rename(rest, {i: at})))
    return None


def _waits(e: Expr) -> bool:
    """Whether a delta stands in a product, in the sums within it too."""
    match e:
        case Delta():
            return True
        case Mul(parts):
            return any(map(_waits, parts))
        case Sum(_, body):
            return _waits(body)
        case _:
            return False


def split_for_delta(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i (δ_ij + a_i) f_i = Σ_i δ_ij f_i + Σ_i a_i f_i``."""
    for f in factors(e.body):
        if isinstance(f, Add) and any(_meets(t, e.over) for t in f.terms):
            others = [g for g in factors(e.body) if g is not f]
            with_delta = [t for t in f.terms if _meets(t, e.over)]
            without = add(*(t for t in f.terms if t not in with_delta))
            return add(*(Sum(e.over, mul(t, *others)) for t in (*with_delta, without)))
    return None


def _meets(e: Expr, i: Index) -> bool:
    return any(isinstance(f, Delta) and (f.one is i or f.other is i) for f in factors(e))


def split_sum(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i (a_i + b_i) = Σ_i a_i + Σ_i b_i``."""
    return add(*(Sum(e.over, t) for t in e.body.terms)) if isinstance(e.body, Add) else None


def join_sums(e: Add, facts: Facts) -> Expr | None:
    """``Σ_i a_i c_i + Σ_i b_i c_i = Σ_i (a_i + b_i) c_i``."""
    summed = [t for t in e.terms if any(isinstance(f, Sum) for f in factors(t))]
    for one, other in combinations(summed, 2):
        (v, left), (w, right) = split(one), split(other)
        outer_left, outer_right = list(factors(left)), list(factors(right))
        sums_left, sums_right = (
            [f for f in outer_left if isinstance(f, Sum)],
            [f for f in outer_right if isinstance(f, Sum)],
        )
        if len(sums_left) != 1 or len(sums_right) != 1 or sums_left[0].over.size != sums_right[0].over.size:
            continue
        a, b = sums_left[0], sums_right[0]
        outer_left.remove(a)
        outer_right.remove(b)
        if (
            sorted(map(key, outer_left)) != sorted(map(key, outer_right))
            or a.over in free(b.body)
            and a.over is not b.over
        ):
            continue
        inner_left, inner_right = list(factors(a.body)), list(factors(rename(b.body, {b.over: a.over})))
        common = [f for f in inner_left if f in inner_right and a.over in free(f)]
        most = max(len(inner_left), len(inner_right))
        for f in common:
            inner_left.remove(f)
            inner_right.remove(f)
        both = add(weighted(v, mul(*inner_left)), weighted(w, mul(*inner_right)))
        if common and (len(common) >= most - 1 or _shortens(both, facts)):
            joined = mul(*outer_left, Sum(a.over, mul(both, *common)))
            return add(*(joined if t is one else t for t in e.terms if t is not other))
    return None


def _shortens(e: Expr, facts: Facts) -> bool:
    return isinstance(e, Add) and multiply_out_if_shorter(e, facts) is not None


def sum_of_probabilities(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i y_i = 1`` where the text says so."""
    return ONE if sums_to_one(e.body, e.over, facts) else None


def sum_of_deviations(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i (a_i - μ) = 0`` where μ is the mean of a."""
    if not facts.means or not isinstance(e.body, Add) or len(e.body.terms) != 2:
        return None
    for one, other in (e.body.terms, e.body.terms[::-1]):
        weight, symbol = split(other)
        mean = facts.means.get(symbol.symbol) if isinstance(symbol, Entry) else None
        if mean is None or not isinstance(symbol, Entry) or mean.over.size != e.over.size or e.over in free(symbol):
            continue
        here = rename(mean.body, {**dict(zip(mean.axes, symbol.at, strict=True)), mean.over: e.over})
        if key(one) == key(weighted(-weight, here)):
            return ZERO
    return None


def sum_of_softmax(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i exp(z_i - lse z) = 1``."""
    if not (isinstance(e.body, Apply) and e.body.function == "exp"):
        return None
    from_terms = terms(e.body.argument)
    running_terms = [t for t in from_terms if e.over in free(t)]
    rest = [t for t in from_terms if e.over not in free(t)]
    if not rest:
        return None
    lse = key(minus(LogSumExp(e.over, add(*running_terms))))
    gone = next((t for t in rest if key(t) == lse), None)
    if gone is None:
        return None
    return Apply("exp", add(*(t for t in rest if t is not gone))) if len(rest) > 1 else ONE


def sum_of_choice(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_i f_i [i is where a is largest] = f where a is largest``."""
    parts = factors(e.body)
    for choice in parts:
        if isinstance(choice, Select) and isinstance(choice.body, Delta):
            pair = (choice.body.one, choice.body.other)
            if (
                set(pair) == {choice.over, e.over}
                and choice.over.size == e.over.size
                and e.over not in free(choice.key)
            ):
                rest = mul(*(f for f in parts if f is not choice))
                joint = choice.over
                if joint in free(rest):
                    continue
                return Select(joint, choice.key, rename(rest, {e.over: joint}))
    return None


def sum_of_orthogonal(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_k Q_ki Q_kj = δ_ij = Σ_k Q_ik Q_jk`` where Q is orthogonal."""
    parts = factors(e.body)
    if len(parts) == 2 and all(
        isinstance(f, Entry) and facts.say(f.symbol, "orthogonal") and len(f.at) == 2 for f in parts
    ):
        one, other = parts
        assert isinstance(one, Entry) and isinstance(other, Entry)
        for k in (0, 1):
            if one.symbol == other.symbol and one.at[k] is other.at[k] is e.over:
                return Delta(one.at[1 - k], other.at[1 - k])
    return None


def product_of_constant(e: Product, facts: Facts) -> Expr | None:
    """``Π_i c = cⁿ``, ``Π_i a b_i = aⁿ Π_i b_i`` and ``Π_i exp(b_i) = exp(Σ_i b_i)``."""
    if e.over not in free(e.body):
        return power(e.body, Extent(e.over.size))
    if isinstance(e.body, Apply) and e.body.function == "exp":
        return Apply("exp", Sum(e.over, e.body.argument))
    if isinstance(e.body, Mul):
        return mul(*(Product(e.over, f) for f in e.body.factors))
    if isinstance(e.body, Power) and isinstance(n := e.body.exponent, Number) and n.value.denominator == 1:
        return power(Product(e.over, e.body.base), e.body.exponent)
    return None


def choose_constant(e: Select, facts: Facts) -> Expr | None:
    """What does not depend on the choice is not chosen; ``select(a, c b_i) = c select(a, b_i)``."""
    if e.over not in free(e.body):
        return e.body
    outside = [f for f in factors(e.body) if e.over not in free(f)]
    if outside and isinstance(e.body, Mul):
        return mul(*outside, Select(e.over, e.key, mul(*(f for f in e.body.factors if e.over in free(f)))))
    return None
