"""Something else in the place of indices and entries: renaming, substitution, and definitions expanded, without capture."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import assert_never

from papergrad.algebra.nodes import (
    BINDING,
    Add,
    Affine,
    Apply,
    At,
    Definitions,
    Delta,
    Determinant,
    Entry,
    Expr,
    Index,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    affine,
    within,
)
from papergrad.algebra.traversal import binders, children, entries, free, over, running, subscripts, symbols

_NO_INDICES: frozenset[Index] = frozenset()


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
