"""The slope of a function along a line, with a bound on its error.

Central differences at steps ``h, h/2, h/4, ...`` are extrapolated to ``h = 0`` (Richardson's table, read as Ridders does:
an entry is trusted as far as it agrees with its two neighbours). Where rounding leaves room they are short from the start,
and two are enough. The bound is that disagreement plus the round-off floor
``4 noise / h``, where the noise of the function is measured, not assumed (Hamming's difference table; Moré and Wild,
"Estimating computational noise", 2011), and is never taken below half a unit in the last place of the function's values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from papergrad.records import dataclass

Real = np.longdouble
Line = Callable[[Real], Real]  # φ(t) = f(point + t · direction)

EXTRAPOLATIONS = 6  # deeper entries of the table gain nothing but rounding error
SHORTEST = 26  # halvings of the first step
SHORT, FEW = 14, 3  # halvings of the first step that make it short, and how many short steps are tried


@dataclass(frozen=True)
class Slope:
    """``value`` is within ``error`` of the derivative at 0; ``step`` is the difference step it was read from.

    ``flat``: the function did not change at all over the smallest steps although it did over larger ones, so it is either
    constant here or rounded. An infinite ``error`` says that the function is not finite nearby.
    """

    value: Real
    error: Real
    step: Real
    flat: bool = False


def slope(line: Line, here: Real, start: float, noise: Real, enough: float = 0.0, wanted: float = 1e-9) -> Slope:
    """φ'(0), until the bound is ``enough``, or ``wanted`` of the slope, or rounding takes over.

    Where rounding leaves room, a few short steps are tried first: hardly anything bends over them, so two will do. Else
    the step is halved from ``start`` on.
    """
    short = short_step(start, noise, enough)
    if short is not None:
        quick = _ladder(line, here, short, noise, enough, wanted, FEW)
        if quick.error <= max(enough, wanted * abs(quick.value)):
            return quick
    return _ladder(line, here, Real(start), noise, enough, wanted)


def short_step(start: float, noise: Real, enough: float) -> Real | None:
    """A step whose round-off floor is an eighth of ``enough``, but no shorter than it must be; None where ``start`` is near it."""
    if not enough > 0:
        return None
    step = max(32 * noise / Real(enough), Real(start) / 2**SHORT)
    return step if step <= start / 16 else None


def _ladder(
    line: Line, here: Real, start: Real, noise: Real, enough: float, wanted: float, rungs: int = SHORTEST
) -> Slope:
    """Differences at ``start`` and its halves, extrapolated to 0. One of few rungs says nothing where φ rests."""
    best, error, at, moved, few = Real(0), Real(np.inf), start, False, rungs < SHORTEST
    table: list[Real] = []  # the newest row: differences, extrapolated once, twice, ...
    h, rows = start, 0
    for _ in range(rungs):
        right, left = line(h), line(-h)
        if not (abs(right) < np.inf and abs(left) < np.inf):
            table, rows = [], 0
            h = h / 4
            continue
        if right == here == left and (moved or few):
            return Slope(Real(0), Real(np.inf) if few else 4 * noise / h, h, flat=True)
        moved = moved or right != here or left != here
        floor = 4 * noise / h
        row = [(right - left) / (2 * h)]
        power = 1
        for older in table[:EXTRAPOLATIONS]:
            power *= 4
            row.append(row[-1] + (row[-1] - older) / (power - 1))
            doubt = max(abs(row[-1] - row[-2]), abs(row[-1] - older)) + floor
            if doubt <= error:
                best, error, at = row[-1], doubt, h
        table, rows = row, rows + 1
        done = rows >= (2 if few else 3) and error <= max(enough, wanted * abs(best))
        if done or (rows >= 4 and floor > error):
            break
        h = h / 2
    return Slope(best, error, at)


def noise(line: Line, spacing: float) -> Real:
    """The standard deviation of the rounding error in the values of φ, from sixth differences on one side of 0.

    One-sided, so that a kink at 0 itself does not look like noise. Where no value differs, rounding may be coarser than the
    spacing: then what counts is the grain of the values further away.
    """
    values = [line(Real(k * spacing)) for k in range(9)]
    sixth = np.diff(np.array(values, dtype=Real), 6)
    measured = np.sqrt(np.mean(sixth**2) / 924)  # 924 = (12 choose 6): what the differences do to the variance
    if measured == 0:
        measured = grain(line, spacing) / np.sqrt(Real(12))  # as of what is rounded to multiples of it
    return max(measured, Real(resolution(values)) * abs(values[0]) / 2)


def grain(line: Line, spacing: float) -> Real:
    """What a φ that rests over 0 to 8 spacings changes by where it changes first, if it changes by multiples of that alone; else 0."""
    while spacing < 1:
        spacing *= 4  # so slowly that one step is not often several grains
        moves = abs(np.diff(np.array([line(Real(k * spacing)) for k in range(9)], dtype=Real)))
        if moves.any():
            steps = moves / (least := moves[moves > 0].min())
            return least if np.all(abs(steps - np.round(steps)) < 1e-3) else Real(0)
    return Real(0)


def resolution(values: Sequence[Real] | np.ndarray) -> float:
    """The relative spacing of numbers as fine as these: that of float32 when all of them are float32 numbers, and so on."""
    numbers = np.asarray(values, dtype=Real)
    for narrow in (np.float32, np.float64):
        with np.errstate(over="ignore", under="ignore"):
            if np.array_equal(numbers.astype(narrow).astype(Real), numbers):
                return float(np.finfo(narrow).eps)
    return float(np.finfo(Real).eps)


def jump(line: Line, here: Real, step: Real, noise: Real) -> Real:
    """The slope just to the right of 0 less the slope just to the left, or 0 where none can be told from rounding.

    A smooth φ bends by ``φ'' h`` over a step, a kink by the jump whatever the step. So look where bending has shrunk to
    the level of the rounding error, and remove what is left of it by one extrapolation.
    """

    def bend(h: Real) -> Real:
        return (line(h) + line(-h) - 2 * here) / h

    curvature = abs(bend(step)) / step
    if not np.isfinite(curvature) or curvature == 0:
        return Real(0)
    h = min(step, max(np.sqrt(8 * noise / curvature), step / 2**24))
    found = 2 * bend(h / 2) - bend(h)
    return found if abs(found) > 100 * noise / h and np.isfinite(found) else Real(0)
