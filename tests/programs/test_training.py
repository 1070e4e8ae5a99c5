"""A compiled epoch does what the plain loop does, on every backend; update rules are traced from their own formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS
from tests.programs.cases import CASES, objective

from papergrad.programs import BACKENDS, epoch, load, schedule, with_gradients
from papergrad.programs.program import Program
from papergrad.programs.updates import traced
from papergrad.source import PaperError


@dataclass(frozen=True)
class Rule:
    kept: tuple[str, ...]
    formula: Callable[..., Any]


def adam(g, rate, t, m, v, slow=0.9, slower=0.999):
    m = slow * m + (1 - slow) * g
    v = slower * v + (1 - slower) * g**2
    return rate * (m / (1 - slow**t)) / ((v / (1 - slower**t)) ** 0.5 + 1e-8), (m, v)


def crossed(g, rate, t, m, v):
    """Each memory needs the old one of the other, and the way needs old and new."""
    return rate / t * (m + abs(g)), (0.5 * v - g, m + g / 2)


RULES = {
    "sgd": Rule((), lambda g, rate, t: (rate * g, ())),
    "momentum": Rule(("v",), lambda g, rate, t, v: (rate * (0.9 * v + g), (0.9 * v + g,))),
    "adagrad": Rule(("s",), lambda g, rate, t, s: (rate * g / ((s + g**2) ** 0.5 + 1e-8), (s + g**2,))),
    "adam": Rule(("m", "v"), adam),
    "crossed": Rule(("m", "v"), crossed),
}
TRAINED = [  # model, rule, what has samples
    ("two branches", "adam", "x y"),
    ("trigram", "adagrad", "w y"),
    ("skip-gram", "sgd", "c o r"),
    ("recurrent with start", "crossed", "x y h0"),
    ("siamese", "momentum", ""),
]


def made(name: str, fixed: str = "") -> tuple[Program, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """A program, its parameters, and its other inputs."""
    case = next(c for c in CASES if c.name == name)
    wrt = {w: axes for w, axes in case.wrt.items() if w not in fixed.split()}
    gradients, definitions = with_gradients(objective(case), wrt, case.definitions)
    program = schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs)
    values = case.values()
    return program, {w: values.pop(w) for w in wrt}, values


def looped(program: Program, rule: Rule, parameters, given, sampled, batches, rate, step):
    """The plain loop."""
    call = load(program, "numpy")
    memory = {w: [np.zeros_like(a) for _ in rule.kept] for w, a in parameters.items()}
    losses = []
    for which in batches:
        step += 1
        value, slopes = call(**parameters, **{s: a[which] if s in sampled else a for s, a in given.items()})
        for name, slope in slopes.items():
            way, memory[name] = rule.formula(slope, rate, step, *memory[name])
            parameters[name] = parameters[name] - way
        losses.append(value)
    return losses, parameters, memory


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "which", "samples"), TRAINED, ids=[" ".join(row[:2]) for row in TRAINED])
def test_an_epoch_is_a_plain_loop(name: str, which: str, samples: str, backend: str) -> None:
    pytest.importorskip(backend)
    if backend == "numba" and DRAWS < 1000 and name not in ("trigram", "siamese"):
        pytest.skip("Numba takes long to compile: the others join the nightly run")
    rule, sampled = RULES[which], samples.split()
    program, parameters, given = made(name, samples)
    count = len(given[sampled[0]]) if sampled else 1
    rng = np.random.default_rng(4)
    batches = [b for _ in range(2) for b in np.array_split(rng.permutation(count), 2 if count > 2 else 1)]
    wanted = looped(program, rule, dict(parameters), given, sampled, batches, 0.05, 3)
    run = epoch(program, rule, sampled=sampled, backend=backend)
    moved = {w: a.copy() for w, a in parameters.items()}
    memory = [{w: np.zeros_like(a) for w, a in parameters.items()} for _ in run.kept]
    losses = run(moved, memory, given, batches, 0.05, 3)
    np.testing.assert_allclose(losses, wanted[0], rtol=1e-12)
    for w in parameters:
        np.testing.assert_allclose(moved[w], wanted[1][w], rtol=1e-9, atol=1e-12)
        assert np.any(moved[w] != parameters[w])
        for mine, right in zip(memory, wanted[2][w], strict=True):
            np.testing.assert_allclose(mine[w], right, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
def test_single_precision(backend: str) -> None:
    """1 - 0.999**t has few digits in float32: what all entries share is computed in float64."""
    pytest.importorskip(backend)
    program, parameters, given = made("softmax")
    run = epoch(program, RULES["adam"], sampled=["x", "y"], backend=backend, dtype="float32")
    moved = {w: a.astype(np.float32) for w, a in parameters.items()}
    memory = [{w: np.zeros_like(a) for w, a in moved.items()} for _ in run.kept]
    batches = [np.arange(5)] * 3
    losses = run(moved, memory, given, batches, 0.01)
    wanted = looped(program, RULES["adam"], dict(parameters), given, ["x", "y"], batches, 0.01, 0)
    np.testing.assert_allclose(losses, wanted[0], rtol=1e-5)
    np.testing.assert_allclose(moved["W"] - parameters["W"], wanted[1]["W"] - parameters["W"], rtol=1e-4, atol=1e-6)


def test_which_rules_let_entries_rest() -> None:
    assert {name for name, rule in RULES.items() if traced(rule).lazy} == {"sgd", "adagrad"}


def test_only_rows_that_were_looked_up_are_touched() -> None:
    """Where the rule lets them rest: a table of a million rows costs no more than the rows in use."""
    pytest.importorskip("numba")
    program, _, _ = made("trigram")
    assert "rows_d_L" in epoch(program, RULES["adagrad"], sampled=["w", "y"], backend="numba").source
    assert "rows_d_L" not in epoch(program, RULES["adam"], sampled=["w", "y"], backend="numba").source


def test_what_is_refused() -> None:
    program, parameters, given = made("softmax")
    with pytest.raises(PaperError, match=r"cannot be compiled: .*\(it may use \+ - \* / \*\* and abs\)"):
        epoch(program, Rule((), lambda g, rate, t: (np.sign(g), ())))
    with pytest.raises(PaperError, match="keeps v, but gives 0 of them"):
        epoch(program, Rule(("v",), lambda g, rate, t, v: (g, ())))
    with pytest.raises(PaperError, match="W cannot be a parameter and have samples"):
        epoch(program, RULES["sgd"], sampled=["W"])
    with pytest.raises(PaperError, match="one number and its gradients"):
        epoch(schedule({"J": objective(CASES[0])}, CASES[0].definitions, inputs=CASES[0].inputs), RULES["sgd"])
    run = epoch(program, RULES["sgd"], sampled=["x", "y"], backend="numpy")
    with pytest.raises(PaperError, match=r"^y has 5 samples, but a batch speaks of 7"):
        run(parameters, [], given, [np.array([0, 7])], 0.1)
    with pytest.raises(PaperError, match="must be arrays of float64 without gaps"):
        run({"W": parameters["W"].astype("float32")}, [], given, [np.arange(2)], 0.1)
    with pytest.raises(PaperError, match="keeps 0 arrays of each parameter, not 1"):
        run(parameters, [parameters], given, [np.arange(2)], 0.1)
