"""An expression as one line of plain text in index notation, for errors, tests and people at a prompt.

>>> from papergrad.algebra.nodes import Entry, Index, Sum, mul
>>> from papergrad.algebra.sizes import size
>>> i, j = Index("i", size("m")), Index("j", size("n"))
>>> show(Sum(j, mul(Entry("W", (i, j)), Entry("x", (j,)))))
'Σj W[i,j] x[j]'
"""

from __future__ import annotations

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
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
)
from papergrad.algebra.sizes import Size


def show(e: Expr) -> str:
    """The text of an expression; positions count from 0."""
    match e:
        case Number(value):
            return str(value)
        case Extent(size):
            return f"|{size}|"
        case Position(at):
            return f"({show_at(at)} + 1)"
        case Entry(symbol, at):
            return f"{symbol}[{','.join(map(show_at, at))}]" if at else symbol
        case Delta(one, other):
            return f"δ[{show_at(one)},{show_at(other)}]"
        case Indicator(relation, left, right):
            return f"[{show(left)} {relation} {show(right)}]"
        case Add(terms):
            return " + ".join(map(show, terms))
        case Mul(factors):
            return " ".join(f"({show(f)})" if isinstance(f, Add | Sum | Product) else show(f) for f in factors)
        case Power(base, exponent):
            return f"{_tight(base)}^{_tight(exponent)}"
        case Apply(function, argument):
            return f"{function}({show(argument)})"
        case Sum(i, body):
            return f"Σ{i.name} {_closed(body)}"
        case Product(i, body):
            return f"Π{i.name} {_closed(body)}"
        case LogSumExp(i, body):
            return f"lse{{{i.name}}}({show(body)})"
        case Select(i, key, body):
            return f"select{{{i.name}: {show(key)}}}({show(body)})"
        case Cases(branches, otherwise):
            return "{" + "; ".join(f"{show(v)} if {show(c)}" for c, v in branches) + f"; else {show(otherwise)}}}"
        case Inverse(r, c, body, i, j):
            return f"inv{{{r.name},{c.name}: {show(body)}}}[{show_at(i)},{show_at(j)}]"
        case Determinant(r, c, body):
            return f"det{{{r.name},{c.name}: {show(body)}}}"
        case Stack(at, pieces):
            inside = "; ".join(show(body) if k is None else f"{k.name}: {show(body)}" for k, body in pieces)
            return f"stack({inside})[{show_at(at)}]"
        case _:
            assert_never(e)


def show_at(at: At) -> str:
    """The text of a subscript."""
    match at:
        case Index(name):
            return name
        case Affine(terms, offset):
            weights = [f"({w})" if isinstance(w, Size) else "" if w == 1 else str(w) for _, w in terms]
            parts = [weight + show_at(inner) for weight, (inner, _) in zip(weights, terms, strict=True)]
            return "+".join([*parts, *([str(offset)] if offset.terms or not parts else [])]).replace("+-", "-")
        case Lookup(symbol, inside):
            return f"{symbol}[{','.join(map(show_at, inside))}]"
        case _:
            assert_never(at)


def _closed(e: Expr) -> str:
    return f"({show(e)})" if isinstance(e, Add) else show(e)


def _tight(e: Expr) -> str:
    plain = (
        isinstance(e, Entry | Extent | Apply | Indicator | Delta)
        or isinstance(e, Number)
        and e.value >= 0
        and e.value.denominator == 1
    )
    return show(e) if plain else f"({show(e)})"
