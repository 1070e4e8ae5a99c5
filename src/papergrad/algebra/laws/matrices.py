"""Symmetric matrices and inverses."""

from __future__ import annotations

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Delta, Entry, Expr, Index, Inverse, Sum
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.terms import at_key, factors, key
from papergrad.algebra.traversal import free


def symmetric_entry(e: Entry, facts: Facts) -> Expr | None:
    """``A_ji = A_ij`` where A is symmetric."""
    if len(e.at) != 2 or not facts.say(e.symbol, "symmetric", "spd"):
        return None
    i, j = e.at
    return Entry(e.symbol, (j, i)) if at_key(j, {}) < at_key(i, {}) else None


def symmetric_inverse(e: Inverse, facts: Facts) -> Expr | None:
    """``(S⁻¹)_ji = (S⁻¹)_ij`` where S is symmetric, as ``XᵀX`` is."""
    if at_key(e.i, {}) <= at_key(e.j, {}) or not is_symmetric(e.body, e.row, e.column, facts):
        return None
    return Inverse(e.row, e.column, e.body, e.j, e.i)


def is_symmetric(e: Expr, i: Index, j: Index, facts: Facts) -> bool:
    """Whether ``e_ij = e_ji`` can be seen."""
    if i.size != j.size:
        return False
    one, other = (substitute(way, lambda entry: symmetric_entry(entry, facts)) for way in (e, rename(e, {i: j, j: i})))
    return key(one) == key(other)


def inverse_times_matrix(e: Sum, facts: Facts) -> Expr | None:
    """``Σ_k X_ik (X⁻¹)_kj = δ_ij = Σ_k (X⁻¹)_ik X_kj``."""
    parts = factors(e.body)
    if len(parts) != 2:
        return None
    for inverse, matrix in (parts, parts[::-1]):
        if isinstance(inverse, Inverse) and (inverse.i is e.over) != (inverse.j is e.over):
            outer = inverse.j if inverse.i is e.over else inverse.i
            for other in sorted(free(matrix) - {e.over}, key=lambda i: i.name):
                if key(_entry(inverse, e.over, other)) == key(matrix):
                    return Delta(other, outer)
    return None


def _entry(inverse: Inverse, summed: Index, other: Index) -> Expr:
    """The entry of the matrix that meets its inverse over ``summed``."""
    row, column = (other, summed) if inverse.i is summed else (summed, other)
    return rename(inverse.body, {inverse.row: row, inverse.column: column})
