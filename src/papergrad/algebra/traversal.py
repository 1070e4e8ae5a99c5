"""Going through expressions: what stands below a node, which indices, symbols and lengths are in it, and nodes made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from papergrad.algebra.nodes import (
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
    add,
    mul,
    power,
)
from papergrad.algebra.sizes import Size
from papergrad.remembered import remembered

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


def parts(*roots: Expr) -> Iterator[Expr]:
    """Every part of some expressions once: what stands in many places is one node."""
    waiting, met = list(roots), set(roots)
    while waiting:
        node = waiting.pop()
        yield node
        new = [child for child in children(node) if child not in met]
        met.update(new)
        waiting += new


@remembered(Part)
def kinds(e: Expr) -> frozenset[type]:
    """The kinds of nodes right below a node: most laws need some of one kind to say anything."""
    return frozenset(map(type, children(e)))


@remembered(Part)
def kinds_below(e: Expr) -> frozenset[type]:
    """The kinds of a node and of all that stands below it."""
    return frozenset((type(e),)).union(*map(kinds_below, children(e)))


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
