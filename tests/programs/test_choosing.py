"""``auto`` runs on what is fastest, finds that out once, and is right meanwhile."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.algebra.strategies import DRAWS
from tests.programs.cases import CASES, objective

from papergrad.programs import epoch, load, schedule, with_gradients
from papergrad.programs.choosing import ROUNDS, TRIAL, TRIED_AT, Choice, Chooser, compared, own_clock


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own; two calls are worth a trial. What sleeps here takes no time of a processor."""
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path))
    monkeypatch.setattr("papergrad.programs.choosing.WORTH", 0.0)
    monkeypatch.setattr("papergrad.programs.choosing.own_clock", lambda: time.perf_counter)
    monkeypatch.setattr("papergrad.programs.choosing.os.getloadavg", lambda: (0.0, 0.0, 0.0))
    return tmp_path / "choices"


class Descent:
    kept = ()

    @staticmethod
    def formula(g, rate, step):
        return rate * g, ()


def softmax():
    case = next(c for c in CASES if c.name == "softmax")
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs), case.values()


def chooser(seconds: dict[str, float], loaded: list[str], loops: tuple[str, ...] = ()) -> Chooser:
    """Ways that take as long as is said, for a program with one length of 5."""

    def ready(backend: str):
        loaded.append(backend)

        def call(*given):
            time.sleep(seconds[backend])
            return backend

        return call

    return Chooser(softmax()[0], Choice(list(seconds), loops, ready, "mark"))


def arrays(samples: int = 5) -> list[np.ndarray]:
    program, values = softmax()
    rows = {"x": values["x"], "y": values["y"]}
    values |= {k: np.resize(v, (samples, v.shape[1])) for k, v in rows.items()}
    return [values[i.symbol] for i in program.inputs]


def test_the_fastest_is_taken_from_the_call_after_the_trial(cache: Path) -> None:
    loaded: list[str] = []
    choose = chooser({"slow": 3e-3, "slower": 6e-3, "fast": 1e-3}, loaded)
    assert [choose(*arrays()) for _ in range(TRIED_AT)] == ["slow"] * TRIED_AT
    assert choose(*arrays()) == "fast"
    assert [f.read_text() for f in cache.iterdir()] == ["fast"]


def test_what_was_found_while_others_were_at_work_holds_for_this_process_only(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papergrad.programs.choosing.processors", lambda: 2)
    monkeypatch.setattr("papergrad.programs.choosing.os.getloadavg", lambda: (2.5, 0.0, 0.0))
    choose = chooser({"slow": 3e-3, "fast": 1e-3}, [])
    assert [choose(*arrays()) for _ in range(TRIED_AT + 1)][-1] == "fast"
    assert not list(cache.glob("*"))


def test_calls_that_are_not_repeated_try_nothing() -> None:
    loaded: list[str] = []
    choose = chooser({"slow": 2e-3, "fast": 0.0}, loaded)
    for _ in range(TRIED_AT - 1):
        choose(*arrays())
    assert loaded == ["slow"]


def test_calls_that_took_little_so_far_try_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    choose = chooser({"slow": 2e-3, "fast": 0.0}, loaded)
    monkeypatch.setattr("papergrad.programs.choosing.WORTH", 1e3)
    for _ in range(10):
        choose(*arrays())
    assert loaded == ["slow"]
    monkeypatch.setattr("papergrad.programs.choosing.WORTH", 1e-2)
    assert [choose(*arrays()) for _ in range(2)] == ["slow", "fast"]


def test_the_quickest_calls_stay_where_they_are() -> None:
    loaded: list[str] = []
    choose = chooser({"usual": 0.0, "other": 0.0, "loops": 0.0}, loaded, ("usual", "loops"))
    choose.choice.loaded["usual"] = lambda *given: "usual"
    assert {choose(*arrays()) for _ in range(6)} == {"usual"} and loaded == []


@pytest.mark.parametrize(("bound", "winner"), [(1e3, "usual"), (5e-4, "products")])
def test_what_takes_long_to_compile_is_tried_for_calls_that_take_a_while(
    bound: float, winner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papergrad.programs.choosing.MEDIUM", bound)
    choose = chooser({"usual": 1e-3, "products": 0.0}, [])
    choose.choice.slow = ("products",)
    assert [choose(*arrays()) for _ in range(TRIED_AT + 1)][-1] == winner


def test_only_other_loops_are_tried_for_short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("SHORT", "LONG"):
        monkeypatch.setattr(f"papergrad.programs.choosing.{bound}", 1e3)
    loaded: list[str] = []
    choose = chooser({"usual": 1e-3, "other": 0.0, "loops": 0.0}, loaded, ("usual", "loops"))
    assert [choose(*arrays()) for _ in range(TRIED_AT + 1)][-1] == "loops" and loaded == ["usual", "loops"]


def test_no_other_loops_are_tried_for_long_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergrad.programs.choosing.LONG", 5e-4)
    loaded: list[str] = []
    choose = chooser({"usual": 1e-3, "other": 0.0, "loops": 0.0}, loaded, ("usual", "loops"))
    assert [choose(*arrays()) for _ in range(TRIED_AT + 1)][-1] == "other" and loaded == ["usual", "other"]


def counted(
    seconds: dict[str, float], after_others: dict[str, float], lucky: str = ""
) -> tuple[dict[str, float], dict[str, int]]:
    """What a trial finds, and how often it called each way, by a clock that nothing else moves.

    A call of ``way`` takes ``seconds[way]``, and ``after_others[way]`` more where another way was called before it. Every tenth
    round, the machine is twice as fast for the ``lucky`` one, and every fifth round for all.
    """
    state, calls = {"now": 0.0, "last": ""}, dict.fromkeys(seconds, 0)

    def call(way: str) -> None:
        number = calls[way] // 2
        faster = 1 + (number % 10 == 9 and way == lucky) + (number % 5 == 4 and bool(lucky))
        state["now"] += (seconds[way] + (after_others[way] if state["last"] != way else 0.0)) / faster
        state["last"] = way
        calls[way] += 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("papergrad.programs.choosing.own_clock", lambda: lambda: state["now"])
        found = compared({way: partial(call, way) for way in seconds}, [])
    return found, calls


def test_a_way_does_not_pay_for_what_another_left_in_the_caches() -> None:
    found, _ = counted({"one": 0.01, "other": 0.011}, {"one": 0.01, "other": 0.0})
    assert found == pytest.approx({"one": 1, "other": 1.1})


def test_a_fast_moment_of_the_machine_makes_no_way_the_best() -> None:
    found, _ = counted({"one": 0.01, "other": 0.012}, {"one": 0.0, "other": 0.0}, lucky="other")
    assert found == pytest.approx({"one": 1, "other": 1.2})


@settings(max_examples=DRAWS)
@given(st.dictionaries(st.text("abcd", min_size=1), st.floats(1e-4, 1.0), min_size=2))
def test_a_trial_is_bounded_and_spends_itself_on_those_that_are_close(seconds: dict[str, float]) -> None:
    found, calls = counted(seconds, dict.fromkeys(seconds, 0.0))
    best, round_of_all = min(seconds.values()), 2 * sum(seconds.values())
    assert {way: best * share for way, share in found.items()} == pytest.approx(seconds)
    assert sum(calls[w] * seconds[w] for w in calls) <= TRIAL + 4.5 * round_of_all
    for way, each in seconds.items():
        far = each / best
        assert calls[way] <= 1 + 2 * (2 / (far - 1) + 2 if far > 1 else ROUNDS[1])


@pytest.mark.parametrize("processors", [1, 2])
def test_alone_on_a_processor_its_own_time_counts(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("papergrad.programs.choosing.processors", lambda: processors)
    assert own_clock() is (time.process_time if processors == 1 else time.perf_counter)


def test_what_is_found_is_kept_for_lengths_of_the_same_power_of_two() -> None:
    first = chooser({"slow": 3e-3, "fast": 0.0}, [])
    for _ in range(TRIED_AT):
        first(*arrays())
    loaded: list[str] = []
    later = chooser({"slow": 3e-3, "fast": 0.0}, loaded)
    assert later(*arrays(7)) == "fast" and loaded == ["fast"]  # 5 and 7 lie between 4 and 8
    assert later(*arrays(9)) == "slow"


def test_a_choice_holds_for_the_ways_it_was_made_among() -> None:
    fewer, more = {"slow": 3e-3, "slower": 6e-3}, {"slow": 3e-3, "slower": 6e-3, "fast": 0.0}
    for seconds, best in ((fewer, "slow"), (more, "fast")):
        call = chooser(seconds, [])
        assert [call(*arrays()) for _ in range(TRIED_AT + 1)][-1] == best


def test_auto_is_right_before_and_after_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jax")
    for bound in ("QUICK", "SHORT"):  # so that all are tried
        monkeypatch.setattr(f"papergrad.programs.choosing.{bound}", 0.0)
    program, values = softmax()
    value, slopes = load(program, "numpy")(**values)
    auto = load(program, "auto")
    for _ in range(TRIED_AT + 2):
        found, gradients = auto(**values)
        assert found == pytest.approx(value, rel=1e-12) and isinstance(found, np.float64)
        assert isinstance(gradients["W"], np.ndarray)
        np.testing.assert_allclose(gradients["W"], slopes["W"], rtol=1e-10)


def test_whichever_way_runs_results_can_be_written_to() -> None:
    pytest.importorskip("jax")
    program, values = softmax()
    auto = load(program, "auto")
    given = auto.arrays(values)
    for way in ("numpy", "jax"):
        call = auto.function.choice.on(way)
        value, slope = call(*given)
        right = slope.copy()
        slope *= 2
        again, other = call(*given)
        np.testing.assert_array_equal(slope, 2 * right)
        np.testing.assert_array_equal(other, right)
        assert value == again


def test_an_epoch_is_right_before_and_after_the_trial(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Trials move nothing; whichever way is taken, the steps are the same."""
    pytest.importorskip("jax")
    for bound in ("QUICK", "SHORT", "MEDIUM"):
        monkeypatch.setattr(f"papergrad.programs.choosing.{bound}", 0.0)
    program, values = softmax()
    start, batches = {"W": values.pop("W")}, [np.array([0, 3, 1]), np.array([4, 2])]
    monkeypatch.setenv("NUMBA_NUM_THREADS", "2")
    runs = {b: epoch(program, Descent(), sampled=["x", "y"], backend=b) for b in ("auto", "numpy")}
    moved = {b: {"W": start["W"].copy()} for b in runs}
    for step in range(TRIED_AT + 2):
        losses = {b: run(moved[b], [], values, batches, 0.1, 2 * step) for b, run in runs.items()}
        np.testing.assert_allclose(losses["auto"], losses["numpy"], rtol=1e-11)
        np.testing.assert_allclose(moved["auto"]["W"], moved["numpy"]["W"], rtol=1e-10)
    choice = runs["auto"].function.choice
    others = {"numba over samples", "numba in threads", "numba with products of NumPy"}
    assert set(choice.loaded) == set(choice.ways) == {"numba", "numpy", "jax", *others}
    assert len(list(cache.iterdir())) == 1
    assert ["N:2" in size.split() for size in choice.calls] == [True]  # of a batch, not of all samples
