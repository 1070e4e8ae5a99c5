"""Random expressions over all nodes: every backend against the reference evaluator, and the derivative too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.algebra.strategies import DRAWS, SIZES, SYMBOLS, tensors, values

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Apply, Entry, Index, Position, Select, Tensor
from papergrad.algebra.sizes import size
from papergrad.programs.compiled import BACKENDS, compile

INPUTS = {s: tuple(map(size, axes)) for s, axes in SYMBOLS.items()} | {"w": (size("m"),)}
# compiling takes long: the other backends get many expressions in few programs
TOGETHER = {
    "numpy": (1, DRAWS),
    "torch": (4, max(4, DRAWS // 6)),
    "jax": (6, max(2, DRAWS // 20)),
    "numba": (6, max(2, DRAWS // 20)),
}


def agree(found: np.ndarray, right: np.ndarray, close: float) -> bool:
    return bool(np.all(np.abs(np.asarray(found, float) - right) <= close * (1 + np.abs(right))))


@pytest.mark.parametrize("backend", BACKENDS)
def test_random_expressions(backend: str) -> None:
    pytest.importorskip(backend)
    count, draws = TOGETHER[backend]

    @settings(max_examples=draws, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(tensors(), min_size=count, max_size=count), st.integers(0, 2**16))
    def holds(chosen: list[Tensor], seed: int) -> None:
        numbers = values(seed)
        right = [evaluate(t, World(numbers, SIZES)) for t in chosen]
        assume(all(np.isfinite(r).all() and np.abs(r).max(initial=0) < 1e6 for r in right))
        outputs = {f"e{k}": t for k, t in enumerate(chosen)}
        compiled = compile(outputs, {}, inputs=INPUTS, backend=backend)
        wanted = {i.symbol: numbers[i.symbol] for i in compiled.program.inputs} | {
            n: SIZES[n] for n in compiled.program.free
        }
        found = compiled(**wanted)
        results = list(found.values()) if count > 1 else [found]
        for result, expected, tensor in zip(results, right, chosen, strict=True):
            assert np.shape(result) == expected.shape
            assert agree(result, expected, 1e-9), f"{tensor}\n{compiled.source}"

    holds()


@pytest.mark.parametrize("backend", BACKENDS)
def test_where_the_largest_stands_is_no_room_for_other_numbers(backend: str) -> None:
    pytest.importorskip(backend)
    i, j = Index("i", size("n")), Index("j", size("m"))
    place = Select(j, Entry("A", (i, j)), Position(j))
    tensor = Tensor(Apply("exp", place), (i,))
    numbers = values(3)
    compiled = compile({"e": tensor}, {}, inputs=INPUTS, backend=backend)
    found = compiled(**{inp.symbol: numbers[inp.symbol] for inp in compiled.program.inputs})
    assert agree(found, evaluate(tensor, World(numbers, SIZES)), 1e-12)
