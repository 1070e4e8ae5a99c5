"""What a fit came to: what was learned from what, the losses of some epochs, and the curve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path

from papergrad.asking.fits import Bound
from papergrad.learning.fitting import Fitted, Settings
from papergrad.learning.updates import RULES
from papergrad.source import PaperError

BARS = "▁▂▃▄▅▆▇█"
ROWS, WIDTH = 8, 60  # of the table of losses, and of the curve
SPREAD = 100  # a loss that falls by more is drawn by its logarithm


def opening(bound: Bound, settings: Settings) -> Iterator[str]:
    """What is learned, from what, and how."""
    learned = bound.parameters
    numbers = sum(prod(shape) for shape in learned.values())
    yield f"learns {', '.join(_sized(name, shape) for name, shape in learned.items())}: {numbers} numbers"
    yield f"from   {', '.join(_sized(name, bound.arrays[name].shape) for name in bound.model.data)}"
    if bound.given:
        yield f"with   {', '.join(f'{name} = {value:g}' for name, value in bound.given.items())}"
    rate = RULES[settings.rule].rate if settings.rate is None else settings.rate
    size = bound.count if settings.batch is None else min(settings.batch, bound.count)
    schedule = "" if settings.schedule == "constant" else f" ({settings.schedule})"
    kept = f", {round(settings.held_out * bound.count)} of {bound.count} samples held out" if settings.held_out else ""
    yield f"by     {settings.rule}, rate {rate:g}{schedule}, {_batches(size)}{kept}"


def _batches(size: int) -> str:
    return f"batches of {size}" if size > 1 else "one sample at a time"


def closing(bound: Bound, fitted: Fitted) -> Iterator[str]:
    """The losses, and how it ended."""
    name = bound.model.name
    names = list(fitted.history)
    columns = [name if n == "loss" else n for n in names]
    yield f"{'epoch':>6}" + "".join(f"{c:>12}" for c in columns)
    for epoch in some(fitted.epochs, ROWS):
        yield f"{epoch:>6}" + "".join(f"{fitted.history[n][epoch - 1]:>12.6g}" for n in names)
    losses = fitted.history["loss"]
    yield (
        f"{name} fell from {losses[0]:.6g} to {losses[-1]:.6g}  {curve(losses)}"
        if losses[-1] < losses[0]
        else (f"{name} did not fall: from {losses[0]:.6g} to {losses[-1]:.6g}  {curve(losses)}")
    )
    yield f"ended {fitted.why}"


def some(count: int, rows: int) -> list[int]:
    """Some of the epochs from 1 to ``count``, the first and the last among them."""
    steps = max(1, min(rows, count) - 1)
    return sorted({1 + round((count - 1) * n / steps) for n in range(steps + 1)})


def curve(losses: Sequence[float], width: int = WIDTH) -> str:
    """The losses as a row of bars."""
    shown = [losses[epoch - 1] for epoch in some(len(losses), width)]
    low, high = min(shown), max(shown)
    return "".join(BARS[round((loss - low) / ((high - low) or 1) * (len(BARS) - 1))] for loss in shown)


def _sized(name: str, shape: Sequence[int]) -> str:
    return f"{name} ({' × '.join(map(str, shape))})" if shape else name


def picture(history: Mapping[str, Sequence[float]], name: str, file: Path) -> None:
    """The losses as a picture. Raises PaperError without Matplotlib."""
    try:
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ModuleNotFoundError:
        hint = "pip install papergrad[plots]"
        raise PaperError("a picture needs Matplotlib, which is not installed", hint=hint, code="PG403") from None
    figure = Figure(figsize=(6, 3.8), layout="constrained")
    axes = figure.add_subplot()
    for label, losses in history.items():
        axes.plot(range(1, len(losses) + 1), losses, label=name if label == "loss" else f"{name}, {label}")
    shown = [loss for losses in history.values() for loss in losses]
    if shown and 0 < SPREAD * min(shown) < max(shown):
        axes.set_yscale("log")
    axes.set(xlabel="epoch", ylabel=name)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(history) > 1:
        axes.legend(frameon=False)
    figure.savefig(file, dpi=150)
