"""The fitting loop: epochs of shuffled batches, a rule, a schedule, a look at held-out samples, checkpoints.

The whole state is a flat vector of parameters, the memory of the rule, a random generator and the history; a checkpoint is all
of it, at the end of an epoch. A fit that goes on from one computes what an undisturbed one does, bit for bit on NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, field
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from papergrad.learning import checkpoints
from papergrad.learning.problem import Problem, Vector, Watch
from papergrad.learning.schedules import SCHEDULES
from papergrad.learning.updates import RULES
from papergrad.programs import Epoch, epoch
from papergrad.records import dataclass
from papergrad.source import PaperError


@dataclass(frozen=True)
class Settings:
    """How to fit. ``rate`` None: that of the rule. ``batch`` None: all samples at once. ``held_out``: the part of the samples
    that is looked at only; ``patience``: epochs without a better loss there (or, where nothing is held out, on the samples
    themselves) after which to stop. ``seed`` draws the parameters and the batches."""

    rule: str = "adam"
    rate: float | None = None
    schedule: str = "constant"
    epochs: int = 100
    batch: int | None = 32
    held_out: float = 0.0
    patience: int | None = None
    tolerance: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for what, name, table in (("rule", self.rule, RULES), ("schedule", self.schedule, SCHEDULES)):
            if name not in table:
                raise PaperError(f"there is no {what} {name}", hint=f"one of {', '.join(table)}", code="PG602")
        if not 0 <= self.held_out < 1:
            raise PaperError(f"{self.held_out} is no part of the samples", hint="as in 0.2", code="PG602")
        for what, count in (("epochs", self.epochs), ("samples in a batch", self.batch), ("patience", self.patience)):
            if count is not None and count < 1:
                raise PaperError(f"{count} {what} are too few", hint="at least 1", code="PG602")


@dataclass
class State:
    """Where a fit stands after ``epoch`` epochs and ``step`` steps."""

    flat: Vector
    memory: tuple[Vector, ...]
    rng: np.random.Generator
    best: Vector
    epoch: int = 0
    step: int = 0
    lowest: float = float("inf")
    since: int = 0  # epochs since the lowest loss
    history: dict[str, list[float]] = field(default_factory=lambda: {"loss": [], "held out": []})


@dataclass(frozen=True)
class Fitted:
    """Parameters by name, and the loss after each epoch: ``loss`` is the mean over its batches, as they were met."""

    parameters: Mapping[str, Vector]
    history: Mapping[str, list[float]]
    epochs: int
    why: str  # it ended


def fit(
    problem: Problem,
    start: Mapping[str, Vector],
    settings: Settings,
    *,
    checkpoint: Path | None = None,
    every: float = 1.0,
    watch: Watch | None = None,
) -> Fitted:
    """Fit from ``start``, or from where ``checkpoint`` stands if that file is there. It is written when ``every`` seconds have
    passed since the last time, and at the end.

    Raises PaperError where the loss is no number any more, and for a checkpoint of another fit.
    """
    seen, kept = _split(problem.count, settings)
    rule = RULES[settings.rule]
    how = {"backend": problem.backend, "dtype": problem.dtype, "threads": problem.threads}
    run = epoch(problem.program, rule, sampled=problem.samples.keys(), **how)
    state = _begin(problem, start, settings, checkpoint)
    rate = rule.rate if settings.rate is None else settings.rate
    why, saved = f"after {settings.epochs} epochs", monotonic()
    while state.epoch < settings.epochs:
        if settings.patience is not None and state.since >= settings.patience:
            why = f"no better loss for {state.since} epochs"
            break
        α = rate * SCHEDULES[settings.schedule](state.epoch / settings.epochs)
        _epoch(problem, state, run, α, list(batches(state.rng, seen, settings.batch)))
        looked = problem.value(state.flat, kept) if len(kept) else None
        _note(state, looked, settings.tolerance)
        if checkpoint is not None and (monotonic() - saved >= every or state.epoch == settings.epochs):
            _save(checkpoint, problem, settings, state)
            saved = monotonic()
        if watch is not None:
            watch(state.epoch, settings.epochs, {k: v[-1] for k, v in state.history.items() if v})
    chosen = state.best if settings.patience is not None else state.flat
    history = {name: list(losses) for name, losses in state.history.items() if losses}
    return Fitted({k: v.copy() for k, v in problem.apart(chosen).items()}, history, state.epoch, why)


def batches(rng: np.random.Generator, seen: Vector, size: int | None) -> Iterator[Vector]:
    """All samples in a new order, cut in pieces that are as equal as can be."""
    if size is None or size >= len(seen):
        yield seen
        return
    yield from np.array_split(rng.permutation(seen), -(-len(seen) // size))


def _split(count: int, settings: Settings) -> tuple[Vector, Vector]:
    """The samples to learn from, and those to look at only."""
    order = np.random.default_rng([settings.seed, 1]).permutation(count)
    some = round(settings.held_out * count)
    if settings.held_out and not 0 < some < count:
        raise PaperError(f"of {count} samples, {settings.held_out} cannot be held out", code="PG602")
    return np.sort(order[some:]), np.sort(order[:some])


def _epoch(problem: Problem, state: State, run: Epoch, α: float, cut: Sequence[Vector]) -> None:
    """A step for every batch. Raises PaperError where the loss is no number any more."""
    memory = [problem.apart(kept) for kept in state.memory]
    losses = run(problem.apart(state.flat), memory, {**problem.samples, **problem.given}, cut, α, state.step)
    lengths = np.array([len(which) for which in cut])
    state.epoch += 1
    state.step += len(cut)
    state.history["loss"].append(float(losses @ lengths / lengths.sum()))
    if not np.isfinite(losses).all() or not np.isfinite(state.flat).all():
        raise PaperError(
            f"the loss is no finite number in epoch {state.epoch}", hint=f"a rate below {α:g} may do", code="PG603"
        )


def _note(state: State, looked: float | None, tolerance: float) -> None:
    """Remember the best parameters."""
    if looked is not None:
        state.history["held out"].append(looked)
    now = state.history["loss"][-1] if looked is None else looked
    state.since += 1
    if now < state.lowest - tolerance:
        state.lowest, state.best, state.since = now, state.flat.copy(), 0


# -- checkpoints --------------------------------------------------------------------------------------------------


def _begin(problem: Problem, start: Mapping[str, Vector], settings: Settings, checkpoint: Path | None) -> State:
    flat = problem.flat(start)
    memory = tuple(np.zeros_like(flat) for _ in RULES[settings.rule].kept)
    state = State(flat, memory, np.random.default_rng([settings.seed, 2]), flat.copy())
    if checkpoint is None or not checkpoint.exists():
        return state
    arrays, words = checkpoints.load(checkpoint)
    if words.get("mark") != problem.mark or words.get("settings") != _plain(settings):
        raise PaperError(
            f"{checkpoint} is of another fit: its formula, data or settings differ",
            hint="take another file, or remove this one",
            code="PG604",
        )
    state.flat, state.best = arrays["flat"], arrays["best"]
    state.memory = tuple(arrays[f"memory {n}"] for n in range(len(memory)))
    state.rng.bit_generator.state = words["rng"]
    state.epoch, state.step, state.since = words["epoch"], words["step"], words["since"]
    state.lowest = float(arrays["lowest"])
    state.history = {name: arrays[f"history {name}"].tolist() for name in state.history}
    return state


def _save(checkpoint: Path, problem: Problem, settings: Settings, state: State) -> None:
    arrays = {"flat": state.flat, "best": state.best, "lowest": np.asarray(state.lowest)}
    arrays |= {f"memory {n}": np.asarray(kept) for n, kept in enumerate(state.memory)}
    arrays |= {f"history {name}": np.asarray(losses) for name, losses in state.history.items()}
    words = {
        "mark": problem.mark, "settings": _plain(settings), "rng": state.rng.bit_generator.state,
        "epoch": state.epoch, "step": state.step, "since": state.since,
    }  # fmt: skip
    checkpoints.save(checkpoint, {k: np.asarray(v) for k, v in arrays.items()}, words)


def _plain(settings: Settings) -> Any:
    """What of the settings a fit cannot change on its way, as it comes back from a file. More epochs are as good as epochs that
    were asked for from the beginning, where the schedule does not look at their number."""
    fixed = asdict(settings)
    if settings.schedule == "constant":
        del fixed["epochs"]
    return json.loads(json.dumps(fixed))
