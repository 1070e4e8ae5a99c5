"""Kronecker's products and stacked columns, found in a product whose places are laid out in blocks: ``[r = q j + l]``."""

from __future__ import annotations

from collections.abc import Sequence

from papergrad.algebra.nodes import Delta, Expr, Index, blocks, mul, total
from papergrad.algebra.traversal import children, free
from papergrad.writing.network import Blocks, Item, Stacked

Places = tuple[Index, Index, Index]  # a place r, the block it is in, and where it is within the block


def apart(
    factors: Sequence[Expr], summed: Sequence[Index], written: frozenset[Index]
) -> tuple[list[Item], list[Expr], list[Index]]:
    """``A ⊗ B`` and ``vec(X)``, the factors that are left, and the indices that are still to be summed over."""
    items, rest, left = list[Item](), list(factors), list(summed)
    for delta in factors:
        if delta in rest and (at := places(delta, left)) is not None:
            found = _product(delta, at, rest, left, written)
            if found is not None:
                item, used, gone = found
                items.append(item)
                rest = [f for f in rest if f not in used]
                left = [i for i in left if i not in gone]
    return items, rest, left


def places(e: Expr, summed: Sequence[Index]) -> Places | None:
    """What a delta says about blocks, whose two indices are summed over."""
    if isinstance(e, Delta):
        for r, at in ((e.one, e.other), (e.other, e.one)):
            found = blocks(at)
            if isinstance(r, Index) and found is not None and {*found} <= {*summed} and r not in found:
                block, within = found
                return (r, block, within) if r.size is block.size * within.size else None
    return None


def in_blocks(e: Expr) -> bool:
    """Whether something in an expression is laid out in blocks."""
    return (isinstance(e, Delta) and bool(blocks(e.one) or blocks(e.other))) or any(map(in_blocks, children(e)))


Found = tuple[Item, list[Expr], frozenset[Index]]


def _product(
    delta: Expr, at: Places, rest: Sequence[Expr], left: Sequence[Index], written: frozenset[Index]
) -> Found | None:
    """The product in which a delta says where the rows (or the columns) are; None where it is none."""
    place, block, within = at
    others = {f: p for f in rest if f is not delta and (p := places(f, left)) is not None}
    plain = [f for f in rest if f is not delta and f not in others]
    (mine, along), (theirs, across) = _reached(block, plain, left), _reached(within, plain, left)
    touched = [f for f, p in others.items() if not {*p[1:]}.isdisjoint(along | across)]
    if within in along:
        body = total(_inner(along, block, within), mul(*mine))
        whole = not touched and free(body) - written == {block, within}
        return (Stacked(body, within, block, place), [delta, *mine], along) if whole else None
    second = next((others[f] for f in touched if others[f][1] in along and others[f][2] in across), None)
    if len(touched) > (second is not None):
        return None
    bodies = [
        total(_inner(indices, start, *(second or ())), mul(*parts))
        for parts, indices, start in ((mine, along, block), (theirs, across, within))
    ]
    open_ = [sorted(free(e) - written - {block, within, *(second or ())}, key=lambda i: i.name) for e in bodies]
    if len(open_[0]) + len(open_[1]) > (second is None):
        return None
    columns = second[1:] if second is not None else tuple(next(iter(o), None) for o in open_)
    last = second[0] if second is not None else next((i for i in columns if i is not None), None)
    item = Blocks(*bodies, (block, within), (columns[0], columns[1]), (place, last))
    return item, [delta, *touched, *mine, *theirs], along | across


def _reached(start: Index, factors: Sequence[Expr], left: Sequence[Index]) -> tuple[list[Expr], frozenset[Index]]:
    """The factors that hang together with an index by way of what is summed over, and the indices of these."""
    indices, found = frozenset((start,)), list[Expr]()
    while new := [f for f in factors if f not in found and not free(f).isdisjoint(indices)]:
        found += new
        indices |= frozenset().union(*map(free, new)) & frozenset(left)
    return [f for f in factors if f in found], indices


def _inner(indices: frozenset[Index], *outer: Index) -> tuple[Index, ...]:
    return tuple(sorted(indices - set(outer), key=lambda i: i.name))
