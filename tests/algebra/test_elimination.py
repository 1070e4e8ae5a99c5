"""Determinants and inverses: what LAPACK says, elimination says too, in any type of number."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergrad.algebra.elimination import solved

LONG = np.dtype(np.longdouble)


def long(value: Fraction) -> np.longdouble:
    return np.longdouble(value.numerator) / np.longdouble(value.denominator)


def plain(value: Fraction) -> float:
    return float(value)


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_elimination_agrees_with_lapack(n: int, seed: int) -> None:
    matrices = np.random.default_rng(seed).normal(size=(3, n, n))
    determinants, inverses = solved(matrices.astype(LONG), LONG, long)
    expected, others = solved(matrices, np.dtype(np.float64), plain)
    assert np.allclose(determinants.astype(float), expected)
    worst = np.linalg.cond(matrices).max()
    assert np.abs(inverses.astype(float) - others).max() <= 1e-13 * worst * np.abs(others).max()


def test_numbers_of_any_precision_keep_it() -> None:
    context = mpmath.mp.clone()
    context.dps = 40
    hilbert = np.array([[context.mpf(1) / (i + j + 1) for j in range(4)] for i in range(4)], dtype=object)
    (determinant,), (inverse,) = solved(
        hilbert[None], np.dtype(object), lambda v: context.mpf(v.numerator) / v.denominator
    )
    assert abs(determinant * 6048000 - 1) < 1e-35  # of the Hilbert matrix of order 4
    assert max(abs(x) for x in (inverse.dot(hilbert) - np.eye(4)).flat) < 1e-32


@pytest.mark.parametrize("dtype, constant", [(np.dtype(np.float64), plain), (LONG, long)])
def test_a_singular_matrix_has_no_inverse(dtype: np.dtype, constant: object) -> None:
    determinants, inverses = solved(np.array([[[1, 2], [2, 4]]], dtype=dtype), dtype, constant)
    assert determinants[0] == pytest.approx(0)
    assert np.isnan(inverses).all()
