"""Determinants and inverses of matrices in any type of number: by LAPACK in float64, else by elimination."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

Array = Any  # np.ndarray[Any, Any]; arithmetic of arrays is Any to NumPy itself

SINGULAR = 1e-13  # a matrix whose condition number is above one in this has no inverse that means anything in float64


def solved(matrices: Array, dtype: np.dtype[Any], constant: Callable[[Fraction], Any]) -> tuple[Array, Array]:
    """Determinants and inverses (nan where there is none, or none that rounding leaves anything of) of matrices in the last two axes.

    ``constant`` makes an exact number one of ``dtype``.
    """
    if dtype in (np.float64, np.complex128):
        determinant = np.linalg.det(matrices)
        try:
            inverse = np.linalg.inv(matrices)
        except np.linalg.LinAlgError:
            pass
        else:
            one, other = (abs(m).sum(axis=-1, keepdims=True).max(axis=-2, keepdims=True) for m in (matrices, inverse))
            return determinant, np.where(one * other * SINGULAR < 1, inverse, np.nan)
    pairs = [_gauss(matrices[place], dtype, constant) for place in np.ndindex(matrices.shape[:-2])]
    determinants = np.array([d for d, _ in pairs], dtype=dtype).reshape(matrices.shape[:-2])
    return determinants, np.array([inverse for _, inverse in pairs], dtype=dtype).reshape(matrices.shape)


def _gauss(matrix: Array, dtype: np.dtype[Any], constant: Callable[[Fraction], Any]) -> tuple[Any, Array]:
    """Determinant and inverse of one matrix by elimination with the largest pivot, in any type of number."""
    n = len(matrix)
    one, zero = constant(Fraction(1)), constant(Fraction(0))
    rows = np.concatenate([matrix, np.where(np.eye(n) == 1, one, zero)], axis=1).astype(dtype)
    determinant = one
    rounding = one.context.eps if hasattr(one, "context") else np.finfo(dtype).eps
    least = 100 * rounding * max((abs(x) for x in matrix.flat), default=zero)
    for k in range(n):
        best = max(range(k, n), key=lambda r: abs(rows[r, k]))
        if abs(rows[best, k]) <= least:
            return zero, np.full((n, n), np.nan, dtype=dtype)
        if best != k:
            rows[[k, best]] = rows[[best, k]]
            determinant = -determinant
        determinant = determinant * rows[k, k]
        rows[k] = rows[k] / rows[k, k]
        for r in range(n):
            if r != k:
                rows[r] = rows[r] - rows[r, k] * rows[k]
    return determinant, rows[:, n:]
