"""Inverses."""

from __future__ import annotations

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Delta, Expr, Index, Inverse, Sum, free, rename
from papergrad.algebra.terms import factors, key


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
