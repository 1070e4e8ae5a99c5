"""Mathematics as meant: the closed set of expressions, in index notation.

An expression is a number that depends on its *free indices*: ``Entry("W", (i, j))`` is the number W_ij. A tensor is an
expression with its free indices put in order (``Tensor``). Positions count from 0 here; documents count from 1, and the
readers and writers take care of it.

Nodes are interned: two equal expressions are the same object, so ``==`` and ``hash`` cost nothing and a pass can remember
what it did to a node. Build them with positional arguments. Sums whose bound indices differ in name only are different
objects; ``simplify.canonical`` brings them to one form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar, TypeVar, dataclass_transform

from papergrad.algebra.interning import Interned
from papergrad.algebra.sizes import Size
from papergrad.records import dataclass

_C = TypeVar("_C")


@dataclass_transform(frozen_default=True, eq_default=False)
def _node(cls: type[_C]) -> type[_C]:
    return dataclass(frozen=True, eq=False, repr=True)(cls)


class Part(metaclass=Interned):
    """What expressions are made of: a node or a subscript."""

    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


# -- subscripts ---------------------------------------------------------------------------------------------------


@_node
class Index(Part):
    """A running subscript with the size of the axis it runs along."""

    name: str
    size: Size


@_node
class Affine(Part):
    """A position computed from others: ``t - 1``, ``s i + k``, or a fixed one such as ``0`` or ``n - 1``. Build it with ``affine``.

    A weight is a number, or a length: ``q j + l`` is the place of (j, l) where an axis is laid out in blocks of q.
    """

    terms: tuple[tuple[Index | Lookup, int | Size], ...]
    offset: Size


@_node
class Lookup(Part):
    """A position read from a tensor of whole numbers: the ``w_t`` of ``L_{w_t, j}``. ``at`` subscripts that tensor."""

    symbol: str
    at: tuple[At, ...]


At = Index | Affine | Lookup

# -- expressions --------------------------------------------------------------------------------------------------


@_node
class Number(Part):
    """An exact constant."""

    value: Fraction


@_node
class Extent(Part):
    """The number of entries along an axis, as a number: the N of 1/N."""

    size: Size


@_node
class Position(Part):
    """The place of a subscript as a number, counted from 1 as people do: the ``t`` of ``γ^t``."""

    at: At


@_node
class Entry(Part):
    """One entry of a named tensor; a scalar has no subscripts."""

    symbol: str
    at: tuple[At, ...] = ()


@_node
class Delta(Part):
    """1 where two subscripts agree, else 0."""

    one: At
    other: At


@_node
class Indicator(Part):
    """1 where ``left relation right`` holds, else 0; relation is one of ``> >= =``. Its derivative is 0."""

    relation: str
    left: Expr
    right: Expr


@_node
class Add(Part):
    terms: tuple[Expr, ...]


@_node
class Mul(Part):
    factors: tuple[Expr, ...]


@_node
class Power(Part):
    """``base`` to ``exponent``; ``1/x`` is a power of -1, a square root of 1/2."""

    base: Expr
    exponent: Expr


@_node
class Apply(Part):
    """An elementwise function of the table (``functions.FUNCTIONS``), by name."""

    function: str
    argument: Expr


@_node
class Sum(Part):
    """The body summed over an index (which is bound)."""

    over: Index
    body: Expr


@_node
class Product(Part):
    """The body multiplied over an index (which is bound)."""

    over: Index
    body: Expr


@_node
class LogSumExp(Part):
    """``log Σ exp(body)`` over an index (bound). Softmax is ``exp(z_i - LogSumExp(j, z_j))``, and stays stable that way."""

    over: Index
    body: Expr


@_node
class Select(Part):
    """``body`` at the position of ``over`` (bound) where ``key`` is largest, the first if several are. ``max a = Select(i, a, a)``."""

    over: Index
    key: Expr
    body: Expr


@_node
class Cases(Part):
    """The value of the first branch whose condition (an expression that is 0 or 1) is 1, else ``otherwise``."""

    branches: tuple[tuple[Expr, Expr], ...]  # (condition, value)
    otherwise: Expr


@_node
class Inverse(Part):
    """Entry (``i``, ``j``) of the inverse of the matrix with entries ``body`` (``row`` and ``column`` are bound)."""

    row: Index
    column: Index
    body: Expr
    i: At
    j: At


@_node
class Determinant(Part):
    """The determinant of the matrix with entries ``body`` (``row`` and ``column`` are bound)."""

    row: Index
    column: Index
    body: Expr


@_node
class Stack(Part):
    """Pieces along one axis, read at position ``at``: a matrix literal, ``[x; h]``, a block.

    A piece ``(None, e)`` takes one place; ``(k, e)`` takes as many as the index ``k`` (bound in ``e``) is long.
    """

    at: At
    pieces: tuple[tuple[Index | None, Expr], ...]


Expr = (
    Number | Extent | Position | Entry | Delta | Indicator | Add | Mul | Power | Apply | Sum | Product | LogSumExp | Select
    | Cases | Inverse | Determinant | Stack
)  # fmt: skip

BINDING = frozenset[type]((Sum, Product, LogSumExp, Select, Inverse, Determinant, Stack))

ZERO, ONE, MINUS_ONE = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(-1))

# -- tensors and definitions --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tensor:
    """An expression with its free indices in order: the axes of an array."""

    body: Expr
    axes: tuple[Index, ...] = ()

    @property
    def shape(self) -> tuple[Size, ...]:
        return tuple(i.size for i in self.axes)


@dataclass(frozen=True)
class Definition:
    """``symbol[axes] = body``.

    A body that mentions its own symbol at an earlier position of an axis (``h`` at ``Affine(((t, 1),), -1)``), itself or
    through other definitions, is a recurrence along that axis. Before the first position stands ``start`` (over the other
    axes), by default zero. A body that mentions its own symbol at a later position (``t + 1``) runs backwards, from the
    last position to the first; then ``start`` stands after the last.
    """

    symbol: str
    axes: tuple[Index, ...]
    body: Expr
    start: Expr | None = None


Definitions = Mapping[str, Definition]

_fresh = count(1_000_000)  # names of one length sort by age


def fresh(like: Index | Size, name: str = "k") -> Index:
    """An index that nobody has used: as long as ``like``. ``%`` keeps the name apart from what a writer can write."""
    return Index(f"{name}%{next(_fresh)}", like.size if isinstance(like, Index) else like)


# -- small constructors, so that rules look like the mathematics --------------------------------------------------


def number(value: int | float | str | Fraction) -> Number:
    return Number(Fraction(value))


def add(*terms: Expr) -> Expr:
    kept = tuple(t for t in terms if t is not ZERO) if ZERO in terms else terms
    return Add(kept) if len(kept) > 1 else kept[0] if kept else ZERO


def mul(*factors: Expr) -> Expr:
    if ZERO in factors:
        return ZERO
    kept = tuple(f for f in factors if f is not ONE) if ONE in factors else factors
    return Mul(kept) if len(kept) > 1 else kept[0] if kept else ONE


def minus(e: Expr) -> Expr:
    return mul(MINUS_ONE, e)


def power(base: Expr, exponent: int | Fraction | Expr) -> Expr:
    to = exponent if isinstance(exponent, Part) else number(exponent)
    return base if to is ONE else ONE if to is ZERO else Power(base, to)


def divide(above: Expr, below: Expr) -> Expr:
    return mul(above, power(below, -1))


def total(over: tuple[Index, ...], body: Expr) -> Expr:
    """The sum over several indices."""
    for i in reversed(over):
        body = Sum(i, body)
    return body


def affine(terms: Iterable[tuple[At, int | Size]], offset: Size | int = 0) -> At:
    """The position ``offset + Σ weight · at``, with like terms collected; an index alone stays an index."""
    total_offset, weights = Size.of(offset), dict[Index | Lookup, int | Size]()
    for at, weight in terms:
        if isinstance(at, Affine):
            total_offset = total_offset + at.offset * weight
        for inner, inner_weight in at.terms if isinstance(at, Affine) else ((at, 1),):
            weights[inner] = _whole(weights.get(inner, 0) + weight * inner_weight)
    kept = tuple(sorted(((at, w) for at, w in weights.items() if w), key=lambda term: _rank(term[0])))
    return kept[0][0] if len(kept) == 1 and kept[0][1] == 1 and not total_offset.terms else Affine(kept, total_offset)


def _whole(weight: int | Size) -> int | Size:
    """A weight that is a whole number, as one."""
    number = weight.number if isinstance(weight, Size) else None
    return int(number) if number is not None and number.denominator == 1 else weight


def _rank(at: Index | Lookup) -> tuple[str, str]:
    return (at.name, str(at.size)) if isinstance(at, Index) else ("~" + at.symbol, repr(at.at))


def blocks(at: At) -> tuple[Index, Index] | None:
    """The j and the l of ``q j + l``, where l runs over a block of q: every place once, block by block."""
    if isinstance(at, Affine) and len(at.terms) == 2 and not at.offset.terms:
        for (within, one), (block, length) in (at.terms, at.terms[::-1]):
            if one == 1 and isinstance(within, Index) and isinstance(block, Index) and within.size is Size.of(length):
                return block, within
    return None


def shift(at: At, by: int) -> At:
    """The subscript ``by`` places further on."""
    return affine(((at, 1),), by)


def inside(at: At, size: Size) -> bool:
    """Whether a subscript always lies on an axis: what is looked up does, the rest is computed (lengths are at least 1)."""
    if isinstance(at, Lookup) or (isinstance(at, Index) and at.size is size):
        return True
    low = high = at.offset if isinstance(at, Affine) else Size(())
    for i, weight in at.terms if isinstance(at, Affine) else ((at, 1),):
        if not isinstance(i, Index):
            return False
        end = (i.size - 1) * weight
        if Size.of(weight).never_negative:
            high = high + end
        elif Size.of(-weight).never_negative:
            low = low + end
        else:
            return False
    return low.never_negative and (size - 1 - high).never_negative


def within(at: At, size: Size, value: Expr) -> Expr:
    """A value where a subscript lies on an axis, and 0 elsewhere."""
    if inside(at, size):
        return value
    below, above = Indicator(">", ONE, Position(at)), Indicator(">", Position(at), Extent(size))
    return Cases(((below, ZERO), (above, ZERO)), value)


def position(place: int) -> Affine:
    """A fixed place, counted from 0."""
    return Affine((), Size.of(place))
