"""From what is meant to what can be scheduled: folds that are no node of the algebra get a name of their own.

A *hidden* name such as ``largest%3`` stands for a fold (``largest``, ``argmax``) or for a value that is looked up in; it is
known to the schedule only.
"""

from __future__ import annotations

from papergrad.algebra.nodes import (
    Add,
    Apply,
    Entry,
    Expr,
    Index,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Select,
    Sum,
    add,
    minus,
    mul,
    power,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import children, free, over, symbols
from papergrad.programs.sharing import Sharing
from papergrad.records import dataclass


@dataclass(frozen=True)
class Hidden:
    """``kind`` over an index of ``body``, for every position of ``axes``; kind ``value`` is the body itself."""

    kind: str
    over: Index | None
    body: Expr
    axes: tuple[Index, ...]


class Preparation:
    """Rewrites expressions; ``hidden`` says what the hidden names stand for."""

    def __init__(self, sharing: Sharing) -> None:
        self.sharing = sharing
        self.hidden: dict[str, Hidden] = {}
        self.tops: dict[str, Size] = {}  # what the positions in a hidden name stay below
        self._names: dict[int, str] = {}
        self._known: dict[Expr, Expr] = {}
        self._symbols: dict[str, frozenset[str]] = {}

    def symbols(self, e: Expr) -> frozenset[str]:
        """The names an expression mentions, in hidden names too."""
        found = symbols(e)
        for name in found & self.hidden.keys():
            if name not in self._symbols:
                self._symbols[name] = self.symbols(self.hidden[name].body)
            found |= self._symbols[name]
        return found

    def __call__(self, e: Expr) -> Expr:
        if e not in self._known:
            self._known[e] = self._rewrite(e)
        return self._known[e]

    def _rewrite(self, e: Expr) -> Expr:
        match e:
            case Apply("exp", Add(terms)):
                for place, term in enumerate(terms):
                    match term:
                        case Mul((Number(value), LogSumExp(i, body))) if value == -1:
                            return self._softmax(add(*terms[:place], *terms[place + 1 :]), i, self(body))
            case LogSumExp(i, body):
                # log Σ exp z = m + log Σ exp(z - m), with m the largest z
                z = self(body)
                m = self._entry("largest", i, z)
                return self(add(m, Apply("log", Sum(i, Apply("exp", add(z, minus(m)))))))
            case Select(i, key, body):
                return self._select(i, self(key), self(body))
        return over(e, self)

    def _softmax(self, above: Expr, i: Index, z: Expr) -> Expr:
        """``exp(a - log Σ exp z) = exp(a - m) / Σ exp(z - m)``: the exponentials are computed once."""
        m = self._entry("largest", i, z)
        below = Sum(i, Apply("exp", add(z, minus(m))))
        return mul(Apply("exp", add(self(above), minus(m))), power(below, -1))

    def _select(self, i: Index, key: Expr, body: Expr) -> Expr:
        at = self._entry("argmax", i, key)
        assert isinstance(at, Entry)
        self.tops[at.symbol] = i.size
        if key is body:
            return rename(self._entry("value", None, key), {i: Lookup(at.symbol, at.at)})
        inside = {self.sharing.shape(part)[0] for part in _sums(key)}
        return rename(self._kept(body, i, inside), {i: Lookup(at.symbol, at.at)})

    def _kept(self, e: Expr, i: Index, shared: set[int]) -> Expr:
        """Sums of the key that come again in the body are read where they were computed."""
        if i not in free(e):
            return e
        if isinstance(e, Sum | LogSumExp) and self.sharing.shape(e)[0] in shared:
            return self._entry("value", None, e)
        return over(e, lambda part: self._kept(part, i, shared))

    def _entry(self, kind: str, i: Index | None, body: Expr) -> Expr:
        number, axes = self.sharing.bound(kind, i, body)
        if number not in self._names:
            self._names[number] = f"{kind}%{len(self._names)}"
            self.hidden[self._names[number]] = Hidden(kind, i, body, axes)
        return Entry(self._names[number], axes)


def _sums(e: Expr) -> list[Expr]:
    found: list[Expr] = [e] if isinstance(e, Sum | LogSumExp) else []
    for child in children(e):
        found += _sums(child)
    return found
