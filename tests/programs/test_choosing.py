"""``auto`` runs on what is fastest, finds that out once, and is right meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from tests.programs.cases import CASES, objective

from papergrad.programs import load, schedule, with_gradients
from papergrad.programs.choosing import TRIED_AT, Chooser


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path))
    return tmp_path / "choices"


def softmax():
    case = next(c for c in CASES if c.name == "softmax")
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return schedule({"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs), case.values()


def chooser(seconds: dict[str, float], loaded: list[str]) -> Chooser:
    """Backends that take as long as is said, for a program with one length of 5."""

    def ready(backend: str):
        loaded.append(backend)

        def call(*given):
            time.sleep(seconds[backend])
            return backend

        return call

    return Chooser(softmax()[0], list(seconds), ready, "mark")


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


def test_calls_that_are_not_repeated_try_nothing() -> None:
    loaded: list[str] = []
    choose = chooser({"slow": 2e-3, "fast": 0.0}, loaded)
    for _ in range(TRIED_AT - 1):
        choose(*arrays())
    assert loaded == ["slow"]


def test_short_calls_stay_where_they_are() -> None:
    loaded: list[str] = []
    choose = chooser({"usual": 0.0, "other": 0.0}, loaded)
    choose.on("usual")
    choose.loaded["usual"] = lambda *given: "usual"
    assert {choose(*arrays()) for _ in range(6)} == {"usual"} and loaded == ["usual"]


def test_what_is_found_is_kept_for_lengths_of_the_same_power_of_two() -> None:
    first = chooser({"slow": 3e-3, "fast": 0.0}, [])
    for _ in range(TRIED_AT):
        first(*arrays())
    loaded: list[str] = []
    later = chooser({"slow": 3e-3, "fast": 0.0}, loaded)
    assert later(*arrays(7)) == "fast" and loaded == ["fast"]  # 5 and 7 lie between 4 and 8
    assert later(*arrays(9)) == "slow"


def test_auto_is_right_before_and_after_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jax")
    monkeypatch.setattr("papergrad.programs.choosing.SHORT", 0.0)  # so that all backends are tried
    program, values = softmax()
    value, slopes = load(program, "numpy")(**values)
    auto = load(program, "auto")
    for _ in range(TRIED_AT + 2):
        found, gradients = auto(**values)
        assert found == pytest.approx(value, rel=1e-12) and isinstance(found, np.float64)
        assert isinstance(gradients["W"], np.ndarray)
        np.testing.assert_allclose(gradients["W"], slopes["W"], rtol=1e-10)
