"""Which expressions are the same computation: equal up to the names of all their indices and the order of terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

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
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
)
from papergrad.algebra.traversal import binders, children, subscripts, symbols

Shape = tuple[int, tuple[Index, ...]]


class Sharing:
    """``shape(e)``: a number that says what is computed, and the free indices in the order in which that has its axes."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._shapes: dict[Expr, Shape] = {}
        self.uses: Counter[int] = Counter()  # in how many places a computation is asked for
        self._counted: set[int] = set()
        self._named: set[str] = set()

    def shape(self, e: Expr) -> Shape:
        if e not in self._shapes:
            self._shapes[e] = self._shape(e)
        return self._shapes[e]

    def bound(self, kind: str, over: Index | None, body: Expr) -> Shape:
        """The shape of a fold that is no node: ``kind`` over an index of a body (or over none)."""
        number, inside = self.shape(body)
        spot = inside.index(over) if over in inside else -1
        return self._number((kind, number, spot, over and over.size)), tuple(i for i in inside if i is not over)

    def _number(self, key: Any) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _shape(self, e: Expr) -> Shape:
        seen: list[Index] = []

        def spot(i: Index) -> Any:
            if i not in seen:
                seen.append(i)
                return seen.index(i), i.size
            return seen.index(i)

        def at(a: At) -> Any:
            match a:
                case Index():
                    return spot(a)
                case Affine(terms, offset):
                    return "affine", tuple((at(term), weight) for term, weight in terms), offset
                case Lookup(symbol, inside):
                    return "lookup", symbol, tuple(map(at, inside))

        key: list[Any] = [type(e).__name__, *self._own(e)]
        key += [at(a) for a in subscripts(e)]
        below = list(zip(children(e), binders(e), strict=True))
        if isinstance(e, Add | Mul):
            below.sort(key=lambda child: self.shape(child[0])[0])
        for child, own in below:
            number, inside = self.shape(child)
            key.append(
                (
                    number,
                    tuple(("bound", own.index(i)) if i in own else spot(i) for i in inside),
                    tuple(i.size for i in own),
                )
            )
        return self._number(tuple(key)), tuple(seen)

    @staticmethod
    def _own(e: Expr) -> tuple[Any, ...]:
        """What a node says besides its subscripts and children."""
        match e:
            case Number(value):
                return (value,)
            case Extent(size):
                return (size,)
            case Entry(symbol, _):
                return (symbol,)
            case Indicator(relation, _, _):
                return (relation,)
            case Apply(function, _):
                return (function,)
            case Stack(_, pieces):
                return tuple(k is None for k, _ in pieces)
            case (
                Cases()
                | Position()
                | Delta()
                | Add()
                | Mul()
                | Power()
                | Sum()
                | Product()
                | LogSumExp()
                | Select()
                | Inverse()
            ):
                return ()
            case Determinant():
                return ()

    def count(self, roots: Iterable[Expr], bodies: Mapping[str, Expr]) -> None:
        """Count the uses of every computation below ``roots``; the body of a name counts once, where it is computed."""
        todo = list(roots)
        for root in todo:
            self.uses[self.shape(root)[0]] += 1
        while todo:
            e = todo.pop()
            number = self.shape(e)[0]
            if number in self._counted:
                continue
            self._counted.add(number)
            for child in children(e):
                self.uses[self.shape(child)[0]] += 1
                todo.append(child)
            for name in symbols(e) & bodies.keys() - self._named if not children(e) else ():
                self._named.add(name)
                self.uses[self.shape(bodies[name])[0]] += 1
                todo.append(bodies[name])
