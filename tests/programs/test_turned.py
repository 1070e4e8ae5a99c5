"""A program with its samples last gives what the program gives."""

from __future__ import annotations

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS
from tests.programs.cases import CASES, Case, objective

from papergrad.programs import load, schedule, with_gradients
from papergrad.programs.program import Program
from papergrad.programs.turned import turned


def program(case: Case) -> Program:
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs)


TURNED = [case for case in CASES if turned(program(case)) is not None]


def test_models_with_samples_can_be_turned() -> None:
    assert {"two branches", "trigram", "recurrent", "convolution", "softmax"} <= {case.name for case in TURNED}


def test_matrices_that_are_inverted_stay() -> None:
    assert turned(program(next(case for case in CASES if case.name == "gaussian"))) is None


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@pytest.mark.parametrize("case", TURNED, ids=[c.name for c in TURNED])
def test_value_and_gradients_stay(case: Case, backend: str) -> None:
    pytest.importorskip(backend)
    if backend == "numba" and DRAWS < 1000 and case.name not in ("two branches", "recurrent with start"):
        pytest.skip("Numba takes long to compile: the others join the nightly run")
    whole, values = program(case), case.values()
    other = turned(whole)
    assert other is not None and other != whole
    value, slopes = load(whole, "numpy")(**values)
    found, gradients = load(other, backend)(**values)
    assert found == pytest.approx(value, rel=1e-11)
    for w, right in slopes.items():
        np.testing.assert_allclose(gradients[w], right, rtol=1e-9, atol=1e-11)
