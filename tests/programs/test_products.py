"""Sums of products as steps: what a delta places is written where it belongs, and nowhere else."""

import numpy as np
import pytest

from papergrad import asking, paper
from papergrad.programs.program import Call, Scatter, subtrees, trees

SOFTMAX = r"$z, y \in \mathbb{R}^n$, $J = \log \sum_i e^{z_i} - y^T z$."


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_diagonal_is_added_to_what_stands_there(backend, n):
    if backend == "numba":
        pytest.importorskip("numba")
    program = paper.read(SOFTMAX).program(["z"], hessian=True)
    z = np.random.default_rng(n).normal(size=n)
    p = np.exp(z) / np.exp(z).sum()
    hessian = asking.load(program, backend, "float64")(z=z)
    np.testing.assert_allclose(hessian, np.diag(p) - np.outer(p, p), atol=1e-14)


def test_a_diagonal_is_no_matrix_of_zeros():
    steps = paper.read(SOFTMAX).program(["z"], hessian=True).steps
    assert any(isinstance(step, Scatter) for step in steps)
    calls = [sub.operation for step in steps for tree in trees(step) for sub in subtrees(tree) if isinstance(sub, Call)]
    assert "equal" not in calls
