"""Small questions about expressions and trees that a schedule asks."""

from __future__ import annotations

from fractions import Fraction

from papergrad.algebra.nodes import (
    Apply,
    Cases,
    Delta,
    Entry,
    Expr,
    Extent,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Sum,
)
from papergrad.algebra.traversal import children, free, symbols
from papergrad.programs.program import Axis, Call, Read, Tree


def is_leaf(e: Expr) -> bool:
    return isinstance(e, Number | Extent | Position | Entry | Delta)


def is_trivial(e: Expr) -> bool:
    """Whether to compute an expression again rather than keep it: a number times an entry, or known from sizes alone."""
    if not symbols(e) and not free(e) and not isinstance(e, Sum):
        return True
    return (
        isinstance(e, Mul)
        and len([f for f in e.factors if not isinstance(f, Number | Extent)]) < 2
        and all(map(is_leaf, e.factors))
    )


def is_costly(e: Expr) -> bool:
    if isinstance(e, Apply | Cases) or (
        isinstance(e, Power) and e.exponent not in (Number(Fraction(2)), Number(Fraction(-1)))
    ):
        return True
    return not isinstance(e, Sum | Product) and any(map(is_costly, children(e)))


def reads_of(tree: Tree) -> list[Read]:
    match tree:
        case Read():
            return [tree]
        case Call(_, arguments):
            return [r for a in arguments for r in reads_of(a)]
    return []


def is_direct(read: Read) -> bool:
    """Whether all places of a read are axes, moved or not: nothing is looked up."""
    return all(p.run is not None for p in read.at)


def is_straight(read: Read, fixed: set[Axis]) -> bool:
    """Whether a read is a plain part of its array: every place a different axis, moved by a constant at most."""
    runs = [p.run for p in read.at if any(t not in fixed for t, _ in p.terms)]
    axes = [run[0] for run in runs if run is not None and run[1] == 1]
    still = all(isinstance(t, Axis) for p in read.at for t, _ in p.terms)
    return still and len(axes) == len(runs) and len(set(axes)) == len(axes)
