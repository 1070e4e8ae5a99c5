"""Products and sums of products seen flat, and the key that tells two expressions apart.

A term is ``weight · Σ_bound Π factors``. Its key does not depend on the order of factors, terms and sums, nor on the names
of bound indices, which are told apart by how they are used (colour refinement, then trying out what is left).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import assert_never

from papergrad.algebra.nodes import (
    ONE,
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Part,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    mul,
    total,
)
from papergrad.algebra.substitution import avoid
from papergrad.algebra.traversal import free, symbols
from papergrad.records import dataclass
from papergrad.remembered import remembered

Names = Mapping[Index, str]


@dataclass(frozen=True)
class Term:
    """``weight · Σ_bound Π factors``; no factor is a number, a product or a sum."""

    weight: Fraction
    bound: tuple[Index, ...]
    factors: tuple[Expr, ...]

    def expression(self) -> Expr:
        return weighted(self.weight, total(self.bound, mul(*self.factors)))


def weighted(weight: Fraction, e: Expr) -> Expr:
    """A number times an expression, the number first."""
    if weight is ONE.value or weight == 1:
        return e
    if not weight or e is ONE:
        return Number(weight)
    return Mul((Number(weight), *(e.factors if isinstance(e, Mul) else (e,))))


def factors(e: Expr) -> tuple[Expr, ...]:
    return e.factors if isinstance(e, Mul) else (e,)


def terms(e: Expr) -> tuple[Expr, ...]:
    return e.terms if isinstance(e, Add) else (e,)


def split(e: Expr) -> tuple[Fraction, Expr]:
    """The number in front of an expression, and the rest."""
    if isinstance(e, Mul):
        return _split(e) or (ONE.value, e)
    return (e.value, ONE) if isinstance(e, Number) else (ONE.value, e)


@remembered(Mul)
def _split(e: Mul) -> tuple[Fraction, Expr] | tuple[()]:
    numbers = [f for f in e.factors if isinstance(f, Number)]
    if not numbers:
        return ()
    weight = numbers[0].value if len(numbers) == 1 else prod((f.value for f in numbers), start=ONE.value)
    return weight, mul(*(f for f in e.factors if not isinstance(f, Number)))


def negative(e: Expr) -> Expr:
    """``-e``, the sign in its number."""
    weight, rest = split(e)
    return weighted(-weight, rest)


def term(e: Expr) -> Term:
    """An expression as a flat term: sums inside products inside sums become one sum."""
    bound: list[Index] = []
    found: list[Expr] = []
    weight = ONE.value
    taken = set(free(e))
    left = [e]
    while left:
        part = left.pop()
        match part:
            case Number(value):
                weight *= value
            case Mul(inside):
                left += reversed(inside)
            case Sum():
                apart_part = avoid(part, taken | set(bound))
                assert isinstance(apart_part, Sum)
                bound.append(apart_part.over)
                left.append(apart_part.body)
            case _:
                found.append(part)
    return Term(weight, tuple(bound), tuple(found))


def key(e: Expr, names: Names | None = None) -> str:
    """Equal for expressions that differ in order and bound names only."""
    if not names or (own := free(e)).isdisjoint(names):
        return _own_key(e)
    if isinstance(e, (Sum, Mul, Add)):  # within sums within sums the same is asked again and again
        return _named_key(e, tuple(sorted(((i, names[i]) for i in own if i in names), key=lambda pair: pair[1])))
    return _key(e, names)


@lru_cache(maxsize=50_000)
def _named_key(e: Expr, names: tuple[tuple[Index, str], ...]) -> str:
    """The key of an expression some of whose indices have other names."""
    return _key(e, dict(names))


@remembered(Part)
def _own_key(e: Expr) -> str:
    """The key of an expression whose indices have no other names."""
    return _key(e, {})


@remembered(Part)
def look(e: Expr) -> int:
    """What is plain to see of an expression, as a number: those of one key look alike."""
    return hash(e) if isinstance(e, Entry) else hash((Mul if isinstance(e, Sum) else type(e), free(e), symbols(e)))


def tell_apart(parts: Sequence[Expr]) -> list[Hashable]:
    """For each part something that is equal for parts of equal keys only; a key only where nothing plainer does it."""
    looks: list[Hashable] = list(map(look, parts))
    if len(set(looks)) == len(looks):
        return looks
    first: dict[Hashable, Expr] = {}
    alike = {seen for seen, part in zip(looks, parts, strict=True) if first.setdefault(seen, part) is not part}
    return [key(part) if seen in alike else seen for seen, part in zip(looks, parts, strict=True)]


def _key(e: Expr, names: Names) -> str:
    match e:
        case Number(value):
            return str(value)
        case Extent(size):
            return f"|{size}|"
        case Position(at):
            return f"#{at_key(at, names)}"
        case Entry(symbol, at):
            return f"{symbol}[{_ats(at, names)}]"
        case Delta(one, other):
            return "δ[" + ",".join(sorted((at_key(one, names), at_key(other, names)))) + "]"
        case Indicator(relation, left, right):
            return f"[{key(left, names)}{relation}{key(right, names)}]"
        case Add(parts):
            return "(" + "+".join(sorted(key(part, names) for part in parts)) + ")"
        case Mul() | Sum():
            flat = term(e)
            return f"{flat.weight}*" * (flat.weight != 1) + arrange(flat.bound, flat.factors, names)[0]
        case Power(Add(parts) as base, Number(n)) if n.denominator == 1 and n.numerator % 2 == 0:
            turned = Add(tuple(map(negative, parts)))  # (a - b)² is (b - a)²
            return f"({min(key(base, names), key(turned, names))})^({n})"
        case Power(base, exponent):
            return f"({key(base, names)})^({key(exponent, names)})"
        case Apply(function, argument):
            return f"{function}({key(argument, names)})"
        case Product(i, body) | LogSumExp(i, body):
            return f"{type(e).__name__}<{i.size}>({key(body, _with(names, i))})"
        case Select(i, by, body):
            inner = _with(names, i)
            return f"select<{i.size}>({key(by, inner)};{key(body, inner)})"
        case Cases(branches, otherwise):
            inside = ";".join(f"{key(c, names)}:{key(v, names)}" for c, v in branches)
            return f"{{{inside};{key(otherwise, names)}}}"
        case Inverse(r, c, body, i, j):
            return f"inv<{r.size}>({key(body, _with(names, r, c))})[{_ats((i, j), names)}]"
        case Determinant(r, c, body):
            return f"det<{r.size}>({key(body, _with(names, r, c))})"
        case Stack(at, pieces):
            inside = ";".join(key(b, names) if k is None else f"<{k.size}>{key(b, _with(names, k))}" for k, b in pieces)
            return f"stack({inside})[{at_key(at, names)}]"
        case _:
            assert_never(e)


def at_key(at: At, names: Names) -> str:
    match at:
        case Index(name, size):
            return names.get(at) or f"{name}<{size}>"
        case Affine(parts, offset):
            return "{" + "+".join(sorted(f"{w}{at_key(i, names)}" for i, w in parts)) + f"+{offset}}}"
        case Lookup(symbol, inside):
            return f"{symbol}[{_ats(inside, names)}]"
        case _:
            assert_never(at)


def _ats(at: Iterable[At], names: Names) -> str:
    return ",".join(at_key(a, names) for a in at)


def _with(names: Names, *bound: Index) -> dict[Index, str]:
    first = _unused(names)
    return {**names, **{i: f"%{first + n}<{i.size}>" for n, i in enumerate(bound)}}


def _unused(names: Names) -> int:
    """The first number that no name has, nor any behind it."""
    return max((int(found[1]) + 1 for name in names.values() if (found := _NUMBERED.match(name))), default=0)


_NUMBERED = re.compile(r"%(\d+)<")
MOST_TRIES = 24  # of orders of bound indices that look alike


def arrange(bound: Sequence[Index], parts: Sequence[Expr], names: Names) -> tuple[str, tuple[Index, ...]]:
    """The key of ``Σ_bound Π parts``, and the bound indices in their standard order."""
    if not bound:
        return "·".join(sorted(key(part, names) for part in parts)), ()
    colours = _refine({i: str(i.size) for i in bound}, parts, names)
    return _try(colours, parts, names, MOST_TRIES)


def _refine(colours: dict[Index, str], parts: Sequence[Expr], names: Names) -> dict[Index, str]:
    """Colours of bound indices by how they are used, until that tells no more of them apart."""
    classes = len(set(colours.values()))
    while classes < len(colours):
        others = {**names, **{i: f"?{c}" for i, c in colours.items()}}
        uses = {
            i: colours[i] + "|" + "·".join(sorted(key(p, {**others, i: "@"}) for p in parts if i in free(p)))
            for i in colours
        }
        ranks = {use: f"{n:02}" for n, use in enumerate(sorted(set(uses.values())))}
        colours = {i: ranks[use] for i, use in uses.items()}
        if len(ranks) == classes:
            break
        classes = len(ranks)
    return colours


def _try(colours: dict[Index, str], parts: Sequence[Expr], names: Names, tries: int) -> tuple[str, tuple[Index, ...]]:
    alike: dict[str, list[Index]] = {}
    for i, c in colours.items():
        alike.setdefault(c, []).append(i)
    tied = next((alike[c] for c in sorted(alike) if len(alike[c]) > 1), None)
    if tied is None:
        ordered = tuple(sorted(colours, key=lambda i: colours[i]))
        inner = _with(names, *ordered)
        return f"Σ{len(ordered)}:" + "·".join(sorted(key(part, inner) for part in parts)), ordered
    found = []
    for i in tied[: max(1, tries)]:
        marked = _refine({**colours, i: colours[i] + "!"}, parts, names)
        found.append(_try(marked, parts, names, tries // len(tied)))
    return min(found, key=lambda pair: pair[0])
