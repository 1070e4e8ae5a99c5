"""The fitting loop: what it computes, what stops it, and that an interrupted fit goes on as if nothing had been."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from papergrad.algebra.nodes import Entry, Extent, Index, Sum, Tensor, add, minus, mul, power
from papergrad.algebra.sizes import Size
from papergrad.learning import checkpoints
from papergrad.learning.fitting import Settings, batches, fit
from papergrad.learning.problem import Problem
from papergrad.learning.updates import RULES
from papergrad.programs import schedule, with_gradients
from papergrad.source import PaperError

s, j = Index("s", Size.of("N")), Index("j", Size.of("n"))
AWAY = add(Sum(j, mul(Entry("x", (s, j)), Entry("w", (j,)))), Entry("b"), minus(Entry("y", (s,))))
LOSS = Tensor(mul(power(Extent(s.size), -1), Sum(s, power(AWAY, 2))))
SHAPES = {"x": (s.size, j.size), "y": (s.size,), "w": (j.size,), "b": ()}


def line(count=50, seed=0, **how):
    """Points on a plane: y = x · (1, -2) + 3."""
    x = np.random.default_rng(seed).normal(size=(count, 2))
    slopes, known = with_gradients(LOSS, {"w": (Index("w0", j.size),), "b": ()}, {})
    program = schedule({"J": LOSS}, known, gradients=slopes, inputs=SHAPES)
    measure = schedule({"J": LOSS}, {}, inputs=SHAPES)
    return Problem(program, measure, {"w": (2,), "b": ()}, {"x": x, "y": x @ [1.0, -2.0] + 3}, {}, **how)


START = {"w": np.zeros(2), "b": np.zeros(())}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", [None, 7])
def test_a_line_is_found(rule, batch):
    found = fit(line(), START, Settings(rule, epochs=400, batch=batch, rate=0.5 if rule == "adagrad" else 0.05))
    np.testing.assert_allclose(found.parameters["w"], [1, -2], atol=0.02)
    np.testing.assert_allclose(found.parameters["b"], 3, atol=0.02)
    assert found.history["loss"][-1] < 1e-3 * found.history["loss"][0] and len(found.history["loss"]) == 400


def test_an_epoch_is_the_rule_over_the_batches():
    """The same numbers as a plain loop over value_and_slope."""
    problem, settings = line(), Settings("adam", epochs=3, batch=8, seed=5)
    rng, flat = np.random.default_rng([5, 2]), problem.flat(START)
    memory, t = (np.zeros(3), np.zeros(3)), 0
    for _ in range(3):
        for which in batches(rng, np.arange(50), 8):
            t += 1
            way, memory = RULES["adam"].formula(problem.value_and_slope(flat, which)[1], 0.01, t, *memory)
            flat = flat - way
    found = fit(problem, START, settings)
    np.testing.assert_allclose(problem.flat(found.parameters), flat, rtol=1e-12)


@pytest.mark.parametrize(("count", "size"), [(50, 8), (7, 7), (5, 8), (9, 1), (10, None)])
def test_batches_have_every_sample_once(count, size):
    cut = list(batches(np.random.default_rng(0), np.arange(count), size))
    assert sorted(np.concatenate(cut)) == list(range(count))
    assert max(map(len, cut)) - min(map(len, cut)) <= 1 and (size is None or max(map(len, cut)) <= size)


def test_held_out_samples_are_not_learned_from():
    problem = line()
    spoiled = line()
    seen = []
    first = fit(problem, START, Settings(epochs=5, held_out=0.2), watch=lambda *a: seen.append(a))
    kept = np.sort(np.random.default_rng([0, 1]).permutation(50)[:10])
    spoiled.samples["y"][kept] = 1e6
    second = fit(spoiled, START, Settings(epochs=5, held_out=0.2))
    assert np.array_equal(first.parameters["w"], second.parameters["w"])
    assert second.history["held out"][-1] > 1e9 > first.history["held out"][-1]
    assert [epoch for epoch, _, _ in seen] == [1, 2, 3, 4, 5] and set(seen[-1][2]) == {"loss", "held out"}


def test_patience_keeps_the_best_parameters():
    problem = line(count=20)
    problem.samples["y"][:] = np.random.default_rng(1).normal(size=20)  # nothing to be learned but the noise
    found = fit(problem, START, Settings(rate=0.05, epochs=2000, held_out=0.3, patience=15))
    assert found.epochs < 2000 and "no better loss for 15 epochs" in found.why
    kept = np.sort(np.random.default_rng([0, 1]).permutation(20)[:6])
    assert problem.value(problem.flat(found.parameters), kept) == min(found.history["held out"])


def test_what_cannot_be_fitted():
    with pytest.raises(PaperError, match=r"no finite number in epoch 1 \(a rate below 1e\+200 may do"):
        fit(line(), START, Settings("sgd", rate=1e200, epochs=5))
    with pytest.raises(PaperError, match=r"there is no rule newton \(one of sgd, momentum, adagrad, adam\)"):
        Settings("newton")
    with pytest.raises(PaperError, match=r"1.5 is no part of the samples \(as in 0.2\)"):
        Settings(held_out=1.5)
    with pytest.raises(PaperError, match=r"0 epochs are too few \(at least 1\)"):
        Settings(epochs=0)
    with pytest.raises(PaperError, match=r"of 50 samples, 0.001 cannot be held out"):
        fit(line(), START, Settings(held_out=0.001))


# -- interruptions ------------------------------------------------------------------------------------------------

HOW = Settings("adam", schedule="cosine", epochs=12, batch=7, held_out=0.2, patience=12, seed=3)


class Interrupted(Exception):
    pass


def test_threads_find_what_one_finds_and_go_on_to_the_same_end(tmp_path):
    pytest.importorskip("numba")
    one, problem, file = fit(line(), START, HOW), line(backend="numba", threads=2), tmp_path / "c.npz"
    whole = fit(problem, START, HOW)

    def stop(epoch, *_):
        if epoch == 5:
            raise Interrupted

    with pytest.raises(Interrupted):
        fit(problem, START, HOW, checkpoint=file, every=0, watch=stop)
    with pytest.raises(PaperError, match="another"):
        fit(line(backend="numba"), START, HOW, checkpoint=file)
    again = fit(problem, START, HOW, checkpoint=file, every=0)
    for key, right in one.parameters.items():
        np.testing.assert_allclose(whole.parameters[key], right, rtol=1e-9)
        assert again.parameters[key].tobytes() == whole.parameters[key].tobytes()


def test_threads_of_other_backends_are_refused():
    with pytest.raises(PaperError, match="numpy does not run in 2 threads of ours"):
        fit(line(threads=2), START, HOW)


@pytest.mark.parametrize("backend", ["numpy", "jax"])
@pytest.mark.parametrize("at", [1, 6, 11])
def test_an_interrupted_fit_goes_on_to_the_same_end(tmp_path, at, backend):
    pytest.importorskip(backend)
    problem = line(backend=backend)
    whole = fit(problem, START, HOW)

    def stop(epoch, _, losses):
        if epoch == at:
            raise Interrupted

    with pytest.raises(Interrupted):
        fit(problem, START, HOW, checkpoint=tmp_path / "c.npz", every=0, watch=stop)
    again = fit(problem, START, HOW, checkpoint=tmp_path / "c.npz", every=0)
    assert all(again.parameters[k].tobytes() == whole.parameters[k].tobytes() for k in whole.parameters)
    assert again.history == whole.history
    done = fit(problem, START, HOW, checkpoint=tmp_path / "c.npz")  # nothing is left to do
    assert all(done.parameters[k].tobytes() == whole.parameters[k].tobytes() for k in whole.parameters)


def test_a_fit_can_be_made_longer(tmp_path):
    short, long = Settings(epochs=4), Settings(epochs=9)
    fit(line(), START, short, checkpoint=tmp_path / "c.npz")
    found, whole = fit(line(), START, long, checkpoint=tmp_path / "c.npz"), fit(line(), START, long)
    assert found.history == whole.history and len(whole.history["loss"]) == 9


def test_a_checkpoint_of_another_fit_is_refused(tmp_path):
    fit(line(), START, HOW, checkpoint=tmp_path / "c.npz")
    for problem, settings in ((line(seed=1), HOW), (line(), Settings(seed=4))):
        with pytest.raises(PaperError, match="is of another fit: its formula, data or settings differ"):
            fit(problem, START, settings, checkpoint=tmp_path / "c.npz")
    (tmp_path / "bad.npz").write_bytes(b"PK nothing")
    with pytest.raises(PaperError, match="is no file of parameters"):
        fit(line(), START, HOW, checkpoint=tmp_path / "bad.npz")


WRITER = """
import sys
from pathlib import Path
import numpy as np
from papergrad.learning import checkpoints
print("ready", flush=True)
for n in range(10**9):
    checkpoints.save(Path(sys.argv[1]), {"a": np.full(20_000, float(n))}, {"n": n})
"""


def test_a_killed_writer_leaves_a_whole_file(tmp_path):
    file = tmp_path / "c.npz"
    source = Path(checkpoints.__file__).parents[2]
    for wait in (0.05, 0.13, 0.21):
        env = {**os.environ, "PYTHONPATH": str(source)}
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, env=env)
        process.stdout.readline()
        while not file.exists():
            pass
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        arrays, words = checkpoints.load(file)
        assert np.all(arrays["a"] == words["n"])
        assert [p.name for p in tmp_path.iterdir()] == ["c.npz"]
