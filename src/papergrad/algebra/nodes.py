"""Mathematics as meant: the closed set of expressions, in index notation.

An expression is a number that depends on its *free indices*: ``Entry("W", (i, j))`` is the number W_ij. A tensor is an
expression with its free indices put in order (``Tensor``). Positions count from 0 here; documents count from 1, and the
readers and writers take care of it.

Nodes are interned: two equal expressions are the same object, so ``==`` and ``hash`` cost nothing and a pass can remember
what it did to a node. Build them with positional arguments. Sums whose bound indices differ in name only are different
objects; ``simplify.canonical`` brings them to one form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar, TypeVar, assert_never, dataclass_transform

from papergrad.algebra.interning import Interned
from papergrad.algebra.sizes import Size
from papergrad.records import dataclass
from papergrad.remembered import remembered

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


# -- going through expressions ------------------------------------------------------------------------------------

_NO_INDICES: frozenset[Index] = frozenset()
_NO_NAMES: frozenset[str] = frozenset()
_NO_ENTRIES: frozenset[Entry] = frozenset()


@remembered(Part)
def children(e: Expr) -> tuple[Expr, ...]:
    """The expressions right below a node, in the order ``rebuild`` takes them back."""
    match e:  # what there is most of comes first: every pass asks
        case Mul(parts) | Add(parts):
            return parts
        case Sum(_, body):
            return (body,)
        case Entry() | Number():
            return ()
        case Apply(_, argument):
            return (argument,)
        case Power(base, exponent):
            return base, exponent
        case Delta() | Extent() | Position():
            return ()
        case Indicator(_, left, right):
            return left, right
        case Product(_, body) | LogSumExp(_, body) | Inverse(_, _, body) | Determinant(_, _, body):
            return (body,)
        case Select(_, key, body):
            return key, body
        case Cases(branches, otherwise):
            return (*(part for branch in branches for part in branch), otherwise)
        case Stack(_, pieces):
            return tuple(body for _, body in pieces)
        case _:
            assert_never(e)


@remembered(Part)
def kinds(e: Expr) -> frozenset[type]:
    """The kinds of nodes right below a node: most laws need some of one kind to say anything."""
    return frozenset(map(type, children(e)))


def rebuild(e: Expr, new: Sequence[Expr]) -> Expr:
    """The same node over other children; sums and products that come to nothing go away (see ``add``, ``mul``)."""
    match e:
        case Mul():
            return mul(*new)
        case Add():
            return add(*new)
        case Sum(over):
            return Sum(over, *new)
        case Apply(function):
            return Apply(function, *new)
        case Power():
            return power(*new)
        case Number() | Extent() | Position() | Entry() | Delta():
            return e
        case Indicator(relation):
            return Indicator(relation, *new)
        case Product(over):
            return Product(over, *new)
        case LogSumExp(over):
            return LogSumExp(over, *new)
        case Select(over):
            return Select(over, *new)
        case Cases():
            return Cases(tuple(zip(new[:-1:2], new[1:-1:2], strict=True)), new[-1])
        case Inverse(row, column, _, i, j):
            return Inverse(row, column, new[0], i, j)
        case Determinant(row, column):
            return Determinant(row, column, *new)
        case Stack(at, pieces):
            return Stack(at, tuple((k, body) for (k, _), body in zip(pieces, new, strict=True)))
        case _:
            assert_never(e)


def binders(e: Expr) -> tuple[tuple[Index, ...], ...]:
    """For each child, the indices that the node binds in it."""
    match e:
        case Sum(over) | Product(over) | LogSumExp(over):
            return ((over,),)
        case Select(over):
            return (over,), (over,)
        case Inverse(row, column) | Determinant(row, column):
            return ((row, column),)
        case Stack(_, pieces):
            return tuple(() if k is None else (k,) for k, _ in pieces)
        case _:
            return ((),) * len(children(e))


def subscripts(e: Expr) -> tuple[At, ...]:
    """The subscripts that a node itself holds."""
    match e:
        case Entry(_, at):
            return at
        case Mul() | Add() | Number() | Sum():
            return ()
        case Delta(one, other):
            return one, other
        case Position(at):
            return (at,)
        case Inverse(_, _, _, i, j):
            return i, j
        case Stack(at):
            return (at,)
        case _:
            return ()


def over(e: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """A node with every child changed; the node itself where nothing did."""
    below = children(e)
    if not below:
        return e
    new = tuple(map(change, below))
    return e if new == below else rebuild(e, new)


def running(at: At) -> frozenset[Index]:
    """The indices of a subscript."""
    match at:
        case Index():
            return frozenset((at,))
        case Affine(terms):
            return _NO_INDICES.union(*(running(inner) for inner, _ in terms))
        case Lookup(_, inside):
            return _NO_INDICES.union(*map(running, inside))
        case _:
            assert_never(at)


@remembered(Part)
def free(e: Expr) -> frozenset[Index]:
    """The indices that an expression depends on."""
    match e:
        case Mul(parts) | Add(parts):
            return _NO_INDICES.union(*map(free, parts))
        case Entry(_, at):
            return frozenset(at) if _plain(at) else _NO_INDICES.union(*map(running, at))  # type: ignore[arg-type]
        case Sum(i, body):
            return free(body).difference((i,))
        case Number():
            return _NO_INDICES
        case Apply() | Power():
            return _NO_INDICES.union(*map(free, children(e)))
        case _:
            below = (free(child).difference(own) for child, own in zip(children(e), binders(e), strict=True))
            return _NO_INDICES.union(*below, *map(running, subscripts(e)))


@remembered(Part)
def symbols(e: Expr) -> frozenset[str]:
    """The tensors that an expression mentions, those that it looks positions up in among them."""
    match e:
        case Entry(symbol, at):
            names = frozenset((symbol,))
        case _:
            names, at = _NO_NAMES.union(*map(symbols, children(e))), subscripts(e)
    return names if _plain(at) else names.union(*map(_looked_up, at))


_AN_INDEX = frozenset((Index,))


def _plain(at: tuple[At, ...]) -> bool:
    """Whether all subscripts are indices, as most are."""
    return _AN_INDEX.issuperset(map(type, at))


def lengths(part: object) -> frozenset[str]:
    """The names of all the lengths in a node, a subscript, a size, or a tuple of them."""
    if isinstance(part, Part):
        return _lengths_within(part)
    if isinstance(part, Size):
        return part.names
    return _NO_NAMES.union(*map(lengths, part)) if isinstance(part, tuple) else _NO_NAMES


@remembered(Part)
def _lengths_within(node: Part) -> frozenset[str]:
    return _NO_NAMES.union(*(lengths(getattr(node, name)) for name in node.__match_args__))


def _looked_up(at: At) -> frozenset[str]:
    match at:
        case Index():
            return _NO_NAMES
        case Affine(terms):
            return _NO_NAMES.union(*(_looked_up(inner) for inner, _ in terms))
        case Lookup(symbol, inside):
            return frozenset((symbol,)).union(*map(_looked_up, inside))
        case _:
            assert_never(at)


@remembered(Part)
def entries(e: Expr) -> frozenset[Entry]:
    """The different entries below a node."""
    return frozenset((e,)) if isinstance(e, Entry) else _NO_ENTRIES.union(*map(entries, children(e)))


def apart(index: Index, taken: Collection[Index]) -> Index:
    """An index as long as ``index`` that is not among ``taken``: itself, or with a mark ``%`` that no writer can write."""
    found, stem, mark = index, index.name.split("%")[0], 0
    while found in taken:
        mark += 1
        found = Index(f"{stem}%{mark}", index.size)
    return found


def moved(at: At, new: Mapping[Index, At]) -> At:
    """A subscript with other subscripts in the place of indices."""
    match at:
        case Index():
            return new.get(at, at)
        case Affine(terms, offset):
            return affine(((moved(inner, new), weight) for inner, weight in terms), offset)
        case Lookup(symbol, inside):
            return Lookup(symbol, tuple(moved(inner, new) for inner in inside))
        case _:
            assert_never(at)


def rename(e: Expr, new: Mapping[Index, At]) -> Expr:
    """The same expression at other subscripts; bound indices step aside where they would catch a new one."""
    return _rename(e, new, {})


def _rename(e: Expr, new: Mapping[Index, At], done: dict[Expr, Expr]) -> Expr:
    mine = free(e)
    if mine.isdisjoint(new):
        return e
    if e in done:
        return done[e]
    match e:
        case Entry(symbol, at):
            result: Expr = Entry(symbol, tuple([moved(a, new) for a in at]))
        case Mul() | Add() | Apply() | Power():
            result = over(e, lambda child: _rename(child, new, done))
        case Delta(one, other):
            result = Delta(moved(one, new), moved(other, new))
        case Position(at):
            result = Position(moved(at, new))
        case Sum() | Product() | LogSumExp() | Select() | Inverse() | Determinant() | Stack():
            result = _rename_under(e, new, done)
        case _:
            result = over(e, lambda child: _rename(child, new, done))
    done[e] = result
    return result


def _rename_under(e: Expr, new: Mapping[Index, At], done: dict[Expr, Expr]) -> Expr:
    """``rename`` for a node that binds: its indices hide outer ones of the same name and must not catch what comes in."""
    coming = _NO_INDICES.union(*(running(at) for i, at in new.items() if i in free(e)))
    taken = coming.union(*map(free, children(e)))
    bodies, bound = [], []
    for child, own in zip(children(e), binders(e), strict=True):
        inner = {i: at for i, at in new.items() if i not in own}
        aside = tuple(apart(i, taken) if i in coming else i for i in own)
        inner.update({i: j for i, j in zip(own, aside, strict=True) if i is not j})
        bodies.append(_rename(child, inner, done if inner == new else {}))  # what was done holds for one renaming only
        bound.append(aside)
    return rebind(e, bound, bodies, [moved(at, new) for at in subscripts(e)])


def rebind(e: Expr, bound: Sequence[tuple[Index, ...]], bodies: Sequence[Expr], at: Sequence[At]) -> Expr:
    """A node that binds, with other bound indices (as ``binders`` lists them), children and subscripts."""
    match e:
        case Sum() | Product() | LogSumExp():
            return type(e)(bound[0][0], bodies[0])
        case Select():
            return Select(bound[0][0], *bodies)
        case Inverse():
            row, column = bound[0]
            return Inverse(row, column, bodies[0], *at)
        case Determinant():
            row, column = bound[0]
            return Determinant(row, column, bodies[0])
        case Stack():
            return Stack(at[0], tuple((own[0] if own else None, body) for own, body in zip(bound, bodies, strict=True)))
        case _:
            raise TypeError(f"{type(e).__name__} binds nothing")


def avoid(e: Expr, taken: Collection[Index]) -> Expr:
    """A node that binds none of ``taken`` itself: its bound indices step aside."""
    if type(e) not in BINDING or not any(i in taken for own in binders(e) for i in own):
        return e
    everything = frozenset(taken).union(*map(free, children(e)), *binders(e))
    bodies, bound = [], []
    for child, own in zip(children(e), binders(e), strict=True):
        aside = {i: apart(i, everything) if i in taken else i for i in own}
        bodies.append(rename(child, {i: j for i, j in aside.items() if i is not j}))
        bound.append(tuple(aside.values()))
    return rebind(e, bound, bodies, subscripts(e))


def substitute(e: Expr, change: Callable[[Entry], Expr | None]) -> Expr:
    """Other expressions in the place of entries; ``change`` gives None where an entry stays."""
    changed = {entry: put for entry in entries(e) if (put := change(entry)) is not None}
    if not changed:
        return e
    names = {entry.symbol for entry in changed}
    coming = _NO_INDICES.union(*(free(put) - free(entry) for entry, put in changed.items()))
    done: dict[Expr, Expr] = {}

    def changing(e: Expr) -> Expr:
        if symbols(e).isdisjoint(names):
            return e
        if e not in done:
            done[e] = (change(e) or e) if isinstance(e, Entry) else over(avoid(e, coming), changing)
        return done[e]

    return changing(e)


def expand(e: Expr, definitions: Definitions, keep: Collection[str] = ()) -> Expr:
    """Bodies in the place of defined names, all the way down, but not of those to ``keep`` (recurrences must be kept).

    A tensor is 0 outside its axes, and its body perhaps is not; so a body read there is guarded (``within``).
    """
    bodies: dict[str, Expr] = {}
    put: dict[Entry, Expr | None] = {}

    def change(entry: Entry) -> Expr | None:
        if entry not in put:
            found = definitions.get(entry.symbol)
            if found is None or entry.symbol in keep:
                put[entry] = None
            else:
                if entry.symbol not in bodies:
                    bodies[entry.symbol] = substitute(found.body, change)
                places = {i: at for i, at in zip(found.axes, entry.at, strict=True) if i is not at}
                result = rename(bodies[entry.symbol], places)
                for i, at in places.items():
                    result = within(at, i.size, result)
                put[entry] = result
        return put[entry]

    return substitute(e, change)
