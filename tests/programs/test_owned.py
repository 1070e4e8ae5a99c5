"""What a program gives belongs to the caller: it can be written to, and nothing else changes by that."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import combinations

import numpy as np
import pytest
from tests.programs.cases import CASES, Case, index, objective, size

from papergrad.algebra.nodes import Apply, Entry, Expr, Index, Sum, add, affine, mul, power
from papergrad.programs import BACKENDS, compile, with_gradients
from papergrad.programs.compiled import owned

n = size("n")
i, j = index("i", n), index("j", n)


def simple(name: str, body: Expr, *rank: int) -> Case:
    """An objective of ``a``, ``b`` ... with so many axes, derived by all of them."""
    inputs = {"ab"[k]: (n,) * axes for k, axes in enumerate(rank)}
    wrt = {s: tuple(Index(f"{s}{k}", n) for k, n in enumerate(shape)) for s, shape in inputs.items()}
    return Case(name, body, wrt, {}, inputs, {"n": 8})


def a(*at: Index) -> Expr:
    return Entry("a", at)


def b(*at: Index) -> Expr:
    return Entry("b", at)


# the gradients are the other input, the same array twice, one number everywhere, parts of the other, the same number
ALIKE = [
    simple("an inner product", Sum(i, mul(a(i), b(i))), 1, 1),
    simple("a product of numbers", mul(a(), b()), 0, 0),
    simple("a trace of a product", Sum(i, Sum(j, mul(a(i, j), b(j, i)))), 2, 2),
    simple("the square of a sum", Sum(i, power(add(a(i), b(i)), 2)), 1, 1),
    simple("a sum", add(Sum(i, a(i)), Sum(j, b(j))), 1, 1),
    simple("sums of rows", Sum(i, Sum(j, mul(a(i, j), b(j)))), 2, 1),
    simple("one function of a sum", Apply("tanh", add(Sum(i, a(i)), Sum(j, b(j)))), 1, 1),
    simple("a product with what comes next", Sum(i, mul(a(i), Entry("b", (affine(((i, 1),), 1),)))), 1, 1),
    simple("a diagonal", Sum(i, mul(a(i, i), b(i))), 2, 1),
]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", ALIKE + CASES, ids=lambda case: case.name)
def test_what_comes_out_is_the_caller_s_own(case: Case, backend: str) -> None:
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    call = compile({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs, backend=backend)
    given = case.values()
    _, slopes = call(**given)
    before = {k: np.array(v) for k, v in given.items()}
    found = [owned(slope) if backend == "jax" else np.asarray(slope) for slope in slopes.values()]
    arrays = [f for f in found if isinstance(f, np.ndarray) and f.ndim]
    assert not any(np.shares_memory(one, other) for one in found for other in given.values())
    assert not any(np.shares_memory(one, other) for one, other in combinations(arrays, 2))
    values = [np.array(f) for f in arrays]
    for array in arrays:
        array += 1.0
    assert all(np.array_equal(after, value + 1.0) for after, value in zip(arrays, values, strict=True))
    assert all(np.array_equal(given[k], before[k]) for k in given)
