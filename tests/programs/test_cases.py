"""Every backend against the reference evaluator, on models made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.programs.cases import CASES, Case, objective

from papergrad.algebra.evaluate import World, evaluate
from papergrad.programs.compiled import BACKENDS, compile
from papergrad.programs.gradients import with_gradients


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_value_and_gradients(case: Case, dtype: str, backend: str) -> None:
    pytest.importorskip(backend)
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    compiled = compile(
        {"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs, backend=backend, dtype=dtype
    )
    values = case.values()
    value, slopes = compiled(**values)
    world = World(values, case.sizes, definitions)
    close = {"float64": 1e-10, "float32": 1e-4}[dtype]
    for name, found, tensor in [("J", value, objective(case)), *((w, slopes[w], gradients[w]) for w in case.wrt)]:
        right = evaluate(tensor, world)
        scale = max(1.0, float(np.max(np.abs(right))))
        assert np.shape(found) == right.shape, name
        assert np.asarray(found).dtype == dtype, name
        assert np.max(np.abs(np.asarray(found) - right)) < close * scale, name
