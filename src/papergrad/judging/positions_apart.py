"""Positions that are read from data and that writers take to differ: the ``o`` and the ``w_s`` of ``u_o`` and ``u_{w_s}``, a word
and the negative samples beside it.

Where they may be the same, the derivative by u_o has a term of every ``w_s = o``, of which no writer speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papergrad.algebra.nodes import ONE, ZERO, Delta, Expr, Index, Lookup, mul
from papergrad.algebra.traversal import over, parts

LABELS = frozenset("yt")  # whose numbers are classes, of which many samples have the same


def spoken_of(bodies: Iterable[Expr]) -> str:
    """In words, which positions differ, where an expression asks whether they do; empty where none does."""
    pairs = {frozenset((one.symbol, other.symbol)) for one, other in _pairs(bodies) if one != other}
    alone = sorted(next(iter(pair)) for pair in pairs if len(pair) == 1)
    mixed = sorted(" and ".join(sorted(pair)) for pair in pairs if len(pair) == 2)
    said = [f"no two of the {symbol} are the same" for symbol in alone] + [f"{pair} differ" for pair in mixed]
    return "; ".join(said)


def same_lengths(bodies: Iterable[Expr]) -> dict[str, str]:
    """The lengths that are one: of the letters s and j of ``w_s`` and ``w_j``."""
    found: dict[str, str] = {}
    for one, other in _pairs(bodies):
        for a, b in zip(one.at, other.at, strict=False) if one.symbol == other.symbol else ():
            if isinstance(a, Index) and isinstance(b, Index) and a.size != b.size:
                names = sorted(filter(None, (a.size.name, b.size.name)), key=lambda name: name[0] in "?#")
                if len(names) == 2:
                    found[names[1]] = names[0]
    return found


def taken_apart(e: Expr) -> Expr:
    """An expression in which such positions are the same only where they are read at the same place."""
    match over(e, taken_apart):
        case Delta(Lookup() as one, Lookup() as other) if _read(one, other):
            if one.symbol != other.symbol:
                return ZERO
            return mul(*(ONE if a == b else Delta(a, b) for a, b in zip(one.at, other.at, strict=True)))
        case same:
            return same


def _pairs(bodies: Iterable[Expr]) -> Iterator[tuple[Lookup, Lookup]]:
    for node in parts(*bodies):
        match node:
            case Delta(Lookup() as one, Lookup() as other) if _read(one, other):
                yield one, other


def _read(one: Lookup, other: Lookup) -> bool:
    if one.symbol != other.symbol:
        return True
    return len(one.at) == len(other.at) and one.symbol[:1] not in LABELS
