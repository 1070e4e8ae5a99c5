"""Hessians in closed form: against second differences of the loss and JAX's own, and as they are printed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "hessians.py"
spec = importlib.util.spec_from_file_location("benchmarks_hessians", PATH)
hessians = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = hessians
spec.loader.exec_module(hessians)

SIZES = {"N": 6, "n": 4, "k": 3, "m": 5, "r": 2, "h": 3, "d": 2}
NUMPY = hessians.Library(
    lambda x: 1 / (1 + np.exp(-x)),
    lambda x: np.log1p(np.exp(x)),
    lambda z: z - np.log(np.exp(z).sum(axis=-1, keepdims=True)),
)
SHORT = {
    "quadratic": "A + A^T",
    "logistic": r"X^T \text{diag}(y^2 \odot s \odot (1 - s)) X",
    "logits": r"\text{diag}(p) - p p^T",
    "factors": r"2 \delta_{p u} (V^T V)_{q v}",
}


def by_differences(case, arrays, step=1e-4):
    """Four losses for every pair of entries."""
    at = hessians.flat(case, arrays)
    loss = hessians._of_flat(case, NUMPY, arrays)
    steps = np.eye(len(at)) * step
    found = np.zeros((len(at), len(at)))
    for i, one in enumerate(steps):
        for j, other in enumerate(steps[: i + 1]):
            corners = loss(at + one + other) - loss(at + one - other) - loss(at - one + other) + loss(at - one - other)
            found[i, j] = found[j, i] = corners / (4 * step**2)
    return found


@pytest.mark.parametrize("name", hessians.CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_equals_second_differences_and_jax(name, seed):
    case = hessians.CASES[name]
    arrays = case.arrays(SIZES, seed)
    found = hessians.ours(case, SIZES, arrays)()
    np.testing.assert_allclose(found, found.T, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found, by_differences(case, arrays), rtol=1e-5, atol=1e-6)
    pytest.importorskip("jax")
    np.testing.assert_allclose(found, hessians.in_jax(case, arrays)(), rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("name", SHORT)
def test_is_printed_as_a_person_would(name):
    assert hessians.formulas(hessians.CASES[name]) == [SHORT[name]]
