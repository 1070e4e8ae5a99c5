"""Mathematics as meant: the closed set of expressions, in index notation.

An expression is a number that depends on its *free indices*: ``Entry("W", (i, j))`` is the number W_ij. A tensor is an
expression with its free indices put in order (``Tensor``). Positions count from 0 here; documents count from 1, and the
readers and writers take care of it.

Nodes are interned: two equal expressions are the same object, so ``==`` and ``hash`` cost nothing and a pass can remember
what it did to a node. Build them with positional arguments. Sums whose bound indices differ in name only are different
objects; ``simplify.canonical`` brings them to one form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from papergrad.algebra.sizes import Size


class _Interned(type):
    """Equal arguments give the same object."""

    _known: ClassVar[WeakValueDictionary] = WeakValueDictionary()

    def __call__(cls, *args: Any) -> Any:
        key = (cls, *args)
        found = _Interned._known.get(key)
        if found is None:
            found = super().__call__(*args)
            _Interned._known[key] = found
        return found


def _node(cls: type) -> Any:
    return dataclass(frozen=True, eq=False, repr=True)(cls)


class _Base(metaclass=_Interned):
    def __reduce__(self) -> tuple:
        return type(self), tuple(getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]


# -- subscripts ---------------------------------------------------------------------------------------------------


@_node
class Index(_Base):
    """A running subscript with the size of the axis it runs along."""

    name: str
    size: Size


@_node
class Affine(_Base):
    """A position computed from indices: ``t - 1``, ``s i + k``, or a fixed one such as ``0`` or ``n - 1``."""

    terms: tuple[tuple[Index, int], ...]
    offset: Size


@_node
class Lookup(_Base):
    """A position read from a tensor of whole numbers: the ``w_t`` of ``L_{w_t, j}``. ``at`` subscripts that tensor."""

    symbol: str
    at: tuple[At, ...]


At = Index | Affine | Lookup

# -- expressions --------------------------------------------------------------------------------------------------


@_node
class Number(_Base):
    """An exact constant."""

    value: Fraction


@_node
class Extent(_Base):
    """The number of entries along an axis, as a number: the N of 1/N."""

    size: Size


@_node
class Position(_Base):
    """The place of a subscript as a number, counted from 1 as people do: the ``t`` of ``γ^t``."""

    at: At


@_node
class Entry(_Base):
    """One entry of a named tensor; a scalar has no subscripts."""

    symbol: str
    at: tuple[At, ...] = ()


@_node
class Delta(_Base):
    """1 where two subscripts agree, else 0."""

    one: At
    other: At


@_node
class Indicator(_Base):
    """1 where ``left relation right`` holds, else 0; relation is one of ``> >= =``. Its derivative is 0."""

    relation: str
    left: Expr
    right: Expr


@_node
class Add(_Base):
    terms: tuple[Expr, ...]


@_node
class Mul(_Base):
    factors: tuple[Expr, ...]


@_node
class Power(_Base):
    """``base`` to ``exponent``; ``1/x`` is a power of -1, a square root of 1/2."""

    base: Expr
    exponent: Expr


@_node
class Apply(_Base):
    """An elementwise function of the table (``functions.FUNCTIONS``), by name."""

    function: str
    argument: Expr


@_node
class Sum(_Base):
    """The body summed over an index (which is bound)."""

    over: Index
    body: Expr


@_node
class Product(_Base):
    """The body multiplied over an index (which is bound)."""

    over: Index
    body: Expr


@_node
class LogSumExp(_Base):
    """``log Σ exp(body)`` over an index (bound). Softmax is ``exp(z_i - LogSumExp(j, z_j))``, and stays stable that way."""

    over: Index
    body: Expr


@_node
class Select(_Base):
    """``body`` at the position of ``over`` (bound) where ``key`` is largest, the first if several are. ``max a = Select(i, a, a)``."""

    over: Index
    key: Expr
    body: Expr


@_node
class Cases(_Base):
    """The value of the first branch whose condition (an expression that is 0 or 1) is 1, else ``otherwise``."""

    branches: tuple[tuple[Expr, Expr], ...]  # (condition, value)
    otherwise: Expr


@_node
class Inverse(_Base):
    """Entry (``i``, ``j``) of the inverse of the matrix with entries ``body`` (``row`` and ``column`` are bound)."""

    row: Index
    column: Index
    body: Expr
    i: At
    j: At


@_node
class Determinant(_Base):
    """The determinant of the matrix with entries ``body`` (``row`` and ``column`` are bound)."""

    row: Index
    column: Index
    body: Expr


@_node
class Stack(_Base):
    """Pieces along one axis, read at position ``at``: a matrix literal, ``[x; h]``, a block.

    A piece ``(None, e)`` takes one place; ``(k, e)`` takes as many as the index ``k`` (bound in ``e``) is long.
    """

    at: At
    pieces: tuple[tuple[Index | None, Expr], ...]


Expr = (
    Number | Extent | Position | Entry | Delta | Indicator | Add | Mul | Power | Apply | Sum | Product | LogSumExp | Select
    | Cases | Inverse | Determinant | Stack
)  # fmt: skip

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

    A body that mentions its own symbol at an earlier position of an axis (``h`` at ``Affine(((t, 1),), -1)``) is a
    recurrence along that axis. Before the first position stands ``start`` (over the other axes), by default zero.
    """

    symbol: str
    axes: tuple[Index, ...]
    body: Expr
    start: Expr | None = None


Definitions = Mapping[str, Definition]

_fresh = count(1)


def fresh(like: Index | Size, name: str = "k") -> Index:
    """An index that nobody has used: as long as ``like``. ``%`` keeps the name apart from what a writer can write."""
    return Index(f"{name}%{next(_fresh)}", like.size if isinstance(like, Index) else like)


# -- small constructors, so that rules look like the mathematics --------------------------------------------------


def number(value: int | float | str | Fraction) -> Number:
    return Number(Fraction(value))


def add(*terms: Expr) -> Expr:
    kept = tuple(t for t in terms if t is not ZERO)
    return Add(kept) if len(kept) > 1 else kept[0] if kept else ZERO


def mul(*factors: Expr) -> Expr:
    if ZERO in factors:
        return ZERO
    kept = tuple(f for f in factors if f is not ONE)
    return Mul(kept) if len(kept) > 1 else kept[0] if kept else ONE


def minus(e: Expr) -> Expr:
    return mul(MINUS_ONE, e)


def power(base: Expr, exponent: int | Fraction | Expr) -> Expr:
    to = exponent if isinstance(exponent, _Base) else number(exponent)  # type: ignore[arg-type]
    return base if to is ONE else ONE if to is ZERO else Power(base, to)  # type: ignore[arg-type]


def divide(above: Expr, below: Expr) -> Expr:
    return mul(above, power(below, -1))


def total(over: tuple[Index, ...], body: Expr) -> Expr:
    """The sum over several indices."""
    for i in reversed(over):
        body = Sum(i, body)
    return body


def shift(at: At, by: int) -> At:
    """The subscript ``by`` places further on."""
    match at:
        case Index():
            return Affine(((at, 1),), Size.of(by)) if by else at
        case Affine(terms, offset):
            moved = offset + by
            return terms[0][0] if len(terms) == 1 and terms[0][1] == 1 and not moved.terms else Affine(terms, moved)
        case Lookup():
            raise ValueError("a looked-up position cannot be shifted")


def position(place: int) -> Affine:
    """A fixed place, counted from 0."""
    return Affine((), Size.of(place))
