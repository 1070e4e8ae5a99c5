"""Threads over samples give what one thread does, the same bits every time; what is no sum over samples stays whole."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS
from tests.programs.cases import CASES, Case, objective

from papergrad.learning.updates import RULES
from papergrad.programs import epoch, load, schedule, with_gradients
from papergrad.programs.program import Program
from papergrad.programs.split import split
from papergrad.programs.threads import available, one_in_blas
from papergrad.programs.turned import turned
from papergrad.source import PaperError


def program(case: Case) -> Program:
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs)


def named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


CUT = [case for case in CASES if split(program(case)) is not None]


def by_hand(whole: Program, values: dict[str, np.ndarray], parts: int, backend: str):
    """Value and gradients by the two programs of the split, a part of the samples at a time."""
    found = split(whole)
    assert found is not None
    given = load(whole, "numpy").arrays(values)
    samples = len(given[found.sampled.index(True)])
    cuts = [samples * k // parts for k in range(parts + 1)]
    each, after = (load(p, backend).function for p in (found.each, found.after))
    sums = [
        each(*(a[lo:hi] if cut else a for a, cut in zip(given, found.sampled, strict=True)), np.array(float(samples)))
        for lo, hi in pairwise(cuts)
    ]
    totals = [sum(some[1:], some[0]) for some in zip(*sums, strict=True)]
    return after(*totals, np.array(float(samples)), *(given[n] for n in found.others))


def test_models_with_samples_are_cut() -> None:
    assert {"two branches", "trigram", "recurrent", "skip-gram", "softmax"} <= {case.name for case in CUT}


@pytest.mark.parametrize("name", ["siamese", "stacked", "gaussian"])
def test_what_is_no_sum_over_samples_stays_whole(name: str) -> None:
    assert split(program(named(name))) is None


@pytest.mark.parametrize("way", [lambda p: p, turned], ids=["over entries", "over samples"])
@pytest.mark.parametrize("parts", [1, 2, 3])
@pytest.mark.parametrize("case", CUT, ids=[c.name for c in CUT])
def test_totals_of_parts_are_those_of_all(case: Case, parts: int, way) -> None:
    whole, values = way(program(case)), case.values()
    if whole is None or split(whole) is None:
        pytest.skip("it has no samples to go over, or gives rows for them")
    value, slopes = load(program(case), "numpy")(**values)
    found, *gradients = by_hand(whole, values, parts, "numpy")
    assert found == pytest.approx(value, rel=1e-11)
    for o, gradient in zip(whole.outputs[1:], gradients, strict=True):
        np.testing.assert_allclose(gradient, slopes[o.wrt], rtol=1e-9, atol=1e-11)


THREADED = [c for c in CUT if DRAWS >= 1000 or c.name in ("two branches", "softmax")]  # Numba takes long to compile


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", THREADED, ids=[c.name for c in THREADED])
def test_threads_agree_with_one_and_are_repeatable(case: Case, dtype: str) -> None:
    pytest.importorskip("numba")
    whole, values = program(case), case.values(dtype=dtype)
    value, slopes = load(whole, "numba", dtype)(**values)
    for threads in (2, 3, 99):
        compiled = load(whole, "numba", dtype, threads=threads)
        found, gradients = compiled(**values)
        close = {"rtol": 1e-9, "atol": 1e-11} if dtype == "float64" else {"rtol": 1e-4, "atol": 1e-5}
        np.testing.assert_allclose(found, value, **close)
        for w, right in slopes.items():
            np.testing.assert_allclose(gradients[w], right, **close)
        for _ in range(20):
            again, others = compiled(**values)
            assert again == found and type(again) is type(found)
            assert all(np.array_equal(others[w], gradients[w]) for w in gradients)


def test_calls_from_several_threads_do_not_mix() -> None:
    pytest.importorskip("numba")
    case = named("softmax")
    compiled = load(program(case), "numba", threads=2)
    many = [case.values(seed) for seed in range(8)]
    alone = [compiled(**values) for values in many]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda values: compiled(**values), many * 5))
    for k, (value, slopes) in enumerate(together):
        assert value == alone[k % 8][0] and np.array_equal(slopes["W"], alone[k % 8][1]["W"])


FORKED = """
import os, sys
from tests.programs.test_threads import load, named, program
case = named("softmax")
compiled, values = load(program(case), "numba", threads=2), case.values()
value = compiled(**values)[0]
child = os.fork()
if not child:
    os._exit(0 if compiled(**values)[0] == value else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_process_has_threads_of_its_own() -> None:
    pytest.importorskip("numba")
    subprocess.run([sys.executable, "-c", FORKED], check=True, timeout=120)


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_an_epoch_in_threads_is_the_epoch(name: str) -> None:
    """And the same bits every time, also where it goes on in the middle."""
    pytest.importorskip("numba")
    case, rule = named("softmax"), RULES[name]
    whole, values = program(case), case.values()
    start, batches = {"W": values.pop("W")}, [np.array([0, 3, 1]), np.array([4, 2])]

    def trained(threads: int, cut: int = 2):
        run = epoch(whole, rule, sampled=["x", "y"], backend="numba", threads=threads)
        moved = {"W": start["W"].copy()}
        memory = [{"W": np.zeros_like(start["W"])} for _ in rule.kept]
        losses = []
        for step in range(5):
            losses += [*run(moved, memory, values, batches[:cut], 0.1, 2 * step)]
            losses += [*run(moved, memory, values, batches[cut:], 0.1, 2 * step + cut)]
        return moved["W"], losses

    one, two = trained(1), trained(2)
    np.testing.assert_allclose(two[0], one[0], rtol=1e-9)
    np.testing.assert_allclose(two[1], one[1], rtol=1e-9)
    for cut in (1, 2):
        again = trained(2, cut)
        assert np.array_equal(again[0], two[0]) and again[1] == two[1]


def test_errors_of_a_part_come_out() -> None:
    """Those in the caller's own part and those in another's, and the next call works."""
    pytest.importorskip("numba")
    case = named("softmax")
    compiled, values = load(program(case), "numba", threads=2), case.values()
    value, function, each = compiled(**values)[0], compiled.function, compiled.function.each
    for bad in (0, 1):

        def fails(*given, bad=bad):
            if np.array_equal(given[0], values["y"][: len(values["y"]) // 2]) == (bad == 0):
                raise ArithmeticError
            return each(*given)

        object.__setattr__(function, "each", fails)
        with pytest.raises(ArithmeticError):
            compiled(**values)
    object.__setattr__(function, "each", each)
    assert compiled(**values)[0] == value


def test_how_many_threads_there_are_is_the_users_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert available() == 3
    monkeypatch.setenv("NUMBA_NUM_THREADS", "2")
    assert available() == 2
    monkeypatch.setenv("NUMBA_NUM_THREADS", "many")
    assert available() == 3


def test_auto_tries_threads_where_it_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path))
    whole = program(named("softmax"))
    assert "numba in threads" in load(whole, "auto", threads=2).function.choice.ways
    assert "numba in threads" not in load(whole, "auto", threads=1).function.choice.ways
    assert "numba in threads" not in load(program(named("siamese")), "auto", threads=2).function.choice.ways


def test_blas_gets_its_threads_back() -> None:
    from papergrad.programs.threads import _blas

    get, _ = _blas()
    before = get()
    with pytest.raises(KeyError), one_in_blas():
        assert get() == 1
        raise KeyError
    assert get() == before


@pytest.mark.parametrize(("backend", "threads"), [("numpy", 2), ("jax", 2), ("numba", 0), ("auto", -1)])
def test_threads_of_other_backends_are_not_ours(backend: str, threads: int) -> None:
    with pytest.raises(PaperError, match="threads of ours"):
        load(program(named("softmax")), backend, threads=threads)
