"""From a product of entries, summed over some indices, to products of matrices: which factors meet along which index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papergrad.algebra.nodes import Delta, Entry, Expr, Extent, Index, Inverse, Number, Power, fresh
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import free
from papergrad.records import dataclass


@dataclass(frozen=True)
class Leaf:
    """A factor that the network does not look into."""

    e: Expr
    indices: tuple[Index, ...]


@dataclass(frozen=True)
class Ones:
    indices: tuple[Index, ...]


@dataclass(frozen=True)
class Chain:
    """Parts multiplied as matrices: part n runs from ``joints[n]`` to ``joints[n + 1]``; None is an axis one entry long."""

    parts: tuple[Item, ...]
    joints: tuple[Index | None, ...]

    @property
    def indices(self) -> tuple[Index, ...]:
        return tuple(i for i in (self.joints[0], self.joints[-1]) if i is not None)


@dataclass(frozen=True)
class Entrywise:
    parts: tuple[Item, ...]
    indices: tuple[Index, ...]


@dataclass(frozen=True)
class Diagonal:
    """A vector along the diagonal of a matrix."""

    part: Item
    index: Index

    @property
    def indices(self) -> tuple[Index, ...]:
        return (self.index,)


@dataclass(frozen=True)
class Trace:
    part: Item
    row: Index
    column: Index
    indices: tuple[Index, ...] = ()


@dataclass(frozen=True)
class Square:
    """The squared length of a vector, or of a matrix taken as one."""

    part: Leaf
    indices: tuple[Index, ...] = ()


@dataclass(frozen=True)
class Blocks:
    """``A ⊗ B``: the rows and the columns of both, and of the whole; None for what is one entry long."""

    one: Expr
    other: Expr
    rows: tuple[Index | None, Index | None]
    columns: tuple[Index | None, Index | None]
    joints: tuple[Index | None, Index | None]

    @property
    def indices(self) -> tuple[Index, ...]:
        return tuple(i for i in self.joints if i is not None)


@dataclass(frozen=True)
class Stacked:
    """``vec(X)``: the columns of a matrix, one below the other."""

    part: Expr
    row: Index
    column: Index
    index: Index

    @property
    def indices(self) -> tuple[Index, ...]:
        return (self.index,)


Item = Leaf | Ones | Chain | Entrywise | Diagonal | Trace | Square | Blocks | Stacked


def reduce(
    factors: Sequence[Expr], summed: Sequence[Index], written: frozenset[Index], made: Sequence[Item] = ()
) -> tuple[Item, ...] | None:
    """What a product comes to when all is multiplied that is summed over; None where no products of matrices say it.

    ``made`` are factors that have been put together already.
    """
    items: list[Item] = list(made)
    for factor in factors:
        indices = tuple(sorted(free(factor) - written, key=lambda i: i.name))
        if len(indices) > 2:
            return None
        items.append(Leaf(factor, indices))
    left = list(summed)
    while left or len([i for i in items if i.indices]) > 1:
        step = _step(items, left)
        if step is None:
            break
    return None if left else tuple(items)


def _with(items: list[Item], index: Index) -> list[Item]:
    return [item for item in items if index in item.indices]


def _put(items: list[Item], old: Sequence[Item], new: Item) -> None:
    place = min(items.index(o) for o in old)
    for o in old:
        items.remove(o)
    items.insert(place, new)


def _step(items: list[Item], left: list[Index]) -> bool | None:
    """One step of the reduction, the plainest first; None when nothing more can be done."""
    for law in (_unused, _vector, _alone, _same_matrices, _same_vectors, _matrices, _between):
        if law(items, left):
            return True
    return None


def _unused(items: list[Item], left: list[Index]) -> bool:
    """``Σ_i c`` is c times the number of i."""
    for i in left:
        if not _with(items, i):
            items.append(Leaf(Extent(i.size), ()))
            left.remove(i)
            return True
    return False


def _vector(items: list[Item], left: list[Index]) -> bool:
    """``Σ_i A_ki v_i`` is A v, ``Σ_i u_i v_i`` is uᵀv."""
    for most in (0, 1):
        for i in left:
            meet = _with(items, i)
            if (
                len(meet) == 2
                and any(len(m.indices) == 1 for m in meet)
                and sum(len(m.indices) for m in meet) - 2 == most
            ):
                _put(items, meet, _join(meet[0], meet[1], i))
                left.remove(i)
                return True
    return False


def _alone(items: list[Item], left: list[Index]) -> bool:
    """A sum over an index that one factor has: a trace, a square, an inner product with itself or with ones."""
    for i in left:
        meet = _with(items, i)
        if len(meet) != 1:
            continue
        item = meet[0]
        if len(item.indices) == 1:
            left.remove(i)
            _put(items, meet, _total(item, i))
            return True
        if all(j in left and len(_with(items, j)) == 1 for j in item.indices):
            for j in item.indices:
                left.remove(j)
            _put(items, meet, _total_matrix(item))
            return True
        other = next(j for j in item.indices if j is not i)
        if len(_with(items, other)) > 1 and other in left:
            continue  # what else stands along the other index is taken first
        left.remove(i)
        _put(items, meet, _join(item, Ones((i,)), i))
        return True
    return False


def _total(item: Item, i: Index) -> Item:
    square = _square(item)
    if square is not None:
        return square
    if isinstance(item, Entrywise):
        rest = item.parts[1:]
        return _join(item.parts[0], rest[0] if len(rest) == 1 else Entrywise(rest, item.indices), i)
    if isinstance(item, Leaf):
        split = _diagonal(item.e, i)
        if split is not None:
            return Trace(Leaf(split[0], (i, split[1])), i, split[1])
    return _join(Ones((i,)), item, i)


def _diagonal(e: Expr, i: Index) -> tuple[Expr, Index] | None:
    """A matrix and its second index, if ``e`` is the diagonal of one."""
    j = fresh(i)
    match e:
        case Entry(symbol, at) if at.count(i) == 2:
            second = max(n for n, a in enumerate(at) if a is i)
            return Entry(symbol, (*at[:second], j, *at[second + 1 :])), j
        case Inverse(row, column, body, one, other) if one is i and other is i:
            return Inverse(row, column, body, i, j), j
    return None


def _square(item: Item) -> Item | None:
    if (
        isinstance(item, Leaf)
        and isinstance(item.e, Power)
        and isinstance(item.e.exponent, Number)
        and item.e.exponent.value == 2
    ):
        return Square(Leaf(item.e.base, item.indices))
    if (
        isinstance(item, Entrywise)
        and len(item.parts) == 2
        and item.parts[0] == item.parts[1]
        and isinstance(item.parts[0], Leaf)
    ):
        return Square(item.parts[0])
    return None


def _total_matrix(item: Item) -> Item:
    """The sum of all entries of a matrix."""
    square = _square(item)
    if square is not None:
        return square
    i, j = item.indices
    if isinstance(item, Entrywise):
        # Σ_ij A_ij B_ij = tr(Aᵀ B)
        k = fresh(i)
        second = _renamed(item.parts[-1], i, k)
        rest = item.parts[:-1]
        first = rest[0] if len(rest) == 1 else Entrywise(rest, item.indices)
        return Trace(_join(first, second, j), i, k)
    return _join(Ones((i,)), _join(item, Ones((j,)), j), i)


def _renamed(item: Item, old: Index, new: Index) -> Item:
    """An item along another index."""

    def swap(indices: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(new if i is old else i for i in indices)

    match item:
        case Leaf(e, indices):
            return Leaf(rename(e, {old: new}), swap(indices))
        case Ones(indices):
            return Ones(swap(indices))
        case Chain(parts, joints):
            return Chain(tuple(_renamed(p, old, new) for p in parts), tuple(new if j is old else j for j in joints))
        case Entrywise(parts, indices):
            return Entrywise(tuple(_renamed(p, old, new) for p in parts), swap(indices))
        case Diagonal(part, index):
            return Diagonal(_renamed(part, old, new), new if index is old else index)
        case Blocks(one, other, rows, columns, joints):
            return Blocks(one, other, rows, columns, (swap(joints)[0], swap(joints)[1]))
        case Stacked(part, row, column, index):
            return Stacked(part, row, column, new if index is old else index)
        case Trace() | Square():
            return item


def _same_matrices(items: list[Item], left: list[Index]) -> bool:
    """``A_ij B_ij`` is (A ⊙ B)_ij."""
    for first in items:
        alike = [item for item in items if len(first.indices) == 2 and set(item.indices) == set(first.indices)]
        identity = [item for item in alike if isinstance(item, Leaf) and isinstance(item.e, Delta)]
        if len(alike) > 1 and not identity:
            parts = tuple(p for item in alike for p in (item.parts if isinstance(item, Entrywise) else (item,)))
            _put(items, alike, Entrywise(parts, first.indices))
            return True
    return False


def _same_vectors(items: list[Item], left: list[Index]) -> bool:
    """``u_i v_i`` is (u ⊙ v)_i."""
    for first in items:
        alike = [item for item in items if len(first.indices) == 1 and item.indices == first.indices]
        if len(alike) > 1:
            parts = tuple(p for item in alike for p in (item.parts if isinstance(item, Entrywise) else (item,)))
            _put(items, alike, Entrywise(parts, first.indices))
            return True
    return False


def _matrices(items: list[Item], left: list[Index]) -> bool:
    """``Σ_j A_ij B_jk`` is (A B)_ik."""
    for i in left:
        meet = _with(items, i)
        if len(meet) == 2 and all(len(m.indices) == 2 for m in meet):
            _put(items, meet, _join(meet[0], meet[1], i))
            left.remove(i)
            return True
    return False


def _between(items: list[Item], left: list[Index]) -> bool:
    """``Σ_j A_ij v_j B_jk`` is (A diag(v) B)_ik."""
    for i in left:
        meet = _with(items, i)
        vectors = [m for m in meet if len(m.indices) == 1]
        matrices = [m for m in meet if len(m.indices) == 2]
        if len(vectors) == 1 and len(matrices) == 2:
            first, second = _from(matrices[0], i), _from(matrices[1], i)
            back = _back(first)
            joined = Chain((*back.parts, Diagonal(vectors[0], i), *second.parts), (*back.joints, *second.joints))
            _put(items, meet, joined)
            left.remove(i)
            return True
    return False


def _from(item: Item, start: Index | None) -> Chain:
    """An item as a chain that starts at an index."""
    if isinstance(item, Chain):
        return item if item.joints[0] is start else _back(item)
    other = next((i for i in item.indices if i is not start), None)
    return Chain((item,), (start, other))


def _back(chain: Chain) -> Chain:
    return Chain(chain.parts[::-1], chain.joints[::-1])


def _join(a: Item, b: Item, i: Index) -> Chain:
    """The product of two items along an index."""
    first, second = _back(_from(a, i)), _from(b, i)
    return Chain(first.parts + second.parts, first.joints + second.joints[1:])


def _outer(u: Item, v: Item) -> Chain:
    """``u vᵀ``."""
    first, second = _back(_from(u, None)), _from(v, None)
    return Chain(first.parts + second.parts, first.joints + second.joints[1:])


def laid(items: Sequence[Item], row: Index | None, column: Index | None) -> tuple[tuple[Item, ...], Item | None] | None:
    """The numbers in a reduced product, and the matrix (``row``, ``column``) that the rest of it is; None if it is none."""
    scalars = tuple(item for item in items if not item.indices)
    items = [item for item in items if item.indices]
    rows = [item for item in items if item.indices == (row,)]
    columns = [item for item in items if item.indices == (column,)]
    matrices = [item for item in items if len(item.indices) == 2 and set(item.indices) == {row, column}]
    if len(rows) + len(columns) + len(matrices) != len(items) or max(map(len, (rows, columns, matrices))) > 1:
        return None
    wanted = tuple(i for i in (row, column) if i is not None)
    if not wanted:
        return scalars, None
    if len(wanted) == 1:
        found = rows or columns
        return scalars, found[0] if found else Ones(wanted)
    assert row is not None and column is not None
    identity = next((m for m in matrices if isinstance(m, Leaf) and isinstance(m.e, Delta)), None)
    if identity is not None:
        return _on_diagonal(identity, rows + columns, scalars, row, column)
    if not matrices:
        return scalars, _outer(rows[0] if rows else Ones((row,)), columns[0] if columns else Ones((column,)))
    return scalars, _scaled(matrices[0], rows, columns, row, column)


def _on_diagonal(
    identity: Item, vectors: list[Item], scalars: tuple[Item, ...], row: Index, column: Index
) -> tuple[tuple[Item, ...], Item] | None:
    """``δ_ij u_i v_j`` is diag(u ⊙ v)."""
    if not vectors:
        return scalars, identity
    parts = (part for v in vectors for part in (v.parts if isinstance(v, Entrywise) else (v,)))
    alike = tuple(_renamed(part, column, row) for part in parts)
    inside = alike[0] if len(alike) == 1 else Entrywise(alike, (row,))
    return scalars, Chain((Diagonal(inside, row),), (row, column))


def _scaled(matrix: Item, rows: list[Item], columns: list[Item], row: Index, column: Index) -> Item:
    """``u_i M_ij v_j``: entrywise where M is one symbol and both are there, else with diagonal matrices."""
    if not rows and not columns:
        return matrix
    plain = not isinstance(matrix, Chain)
    if plain and rows and columns:
        parts = matrix.parts if isinstance(matrix, Entrywise) else (matrix,)
        return Entrywise((*parts, _outer(rows[0], columns[0])), (row, column))
    chain = _from(matrix, row)
    for vector in rows:
        chain = Chain((Diagonal(vector, row), *chain.parts), (row, *chain.joints))
    for vector in columns:
        chain = Chain((*chain.parts, Diagonal(vector, column)), (*chain.joints, column))
    return chain
