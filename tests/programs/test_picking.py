"""What is looked up before its array is written over is what was looked up after."""

from __future__ import annotations

import numpy as np
import pytest
from tests.programs.cases import CASES, Case, objective

from papergrad.programs import load, schedule, with_gradients
from papergrad.programs.buffers import reused
from papergrad.programs.gathering import gathered
from papergrad.programs.picking import picked
from papergrad.programs.program import Program
from papergrad.programs.turned import turned


def program(case: Case) -> Program:
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return gathered(schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs))


PICKED = [case for case in CASES if picked(program(case)) != program(case)]


def test_scores_of_classes_that_are_looked_up_are_picked() -> None:
    assert {"trigram", "recurrent"} <= {case.name for case in PICKED}


@pytest.mark.parametrize("case", PICKED, ids=[c.name for c in PICKED])
def test_value_and_gradients_stay_and_memory_is_saved(case: Case) -> None:
    whole, values = program(case), case.values()
    value, slopes = load(whole, "numpy")(**values)
    other = turned(whole)
    for one in (whole, *([gathered(other)] if other is not None else [])):
        assert len(reused(picked(one))) >= len(reused(one))
        found, gradients = load(picked(one), "numpy")(**values)
        assert found == pytest.approx(value, rel=1e-14)
        for w, right in slopes.items():
            np.testing.assert_allclose(gradients[w], right, rtol=1e-12, atol=1e-15)
    assert len(reused(picked(whole))) > len(reused(whole))
