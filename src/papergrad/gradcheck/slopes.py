"""The slope of a function along a line, with a bound on its error.

Central differences at steps ``h, h/2, h/4, ...`` are extrapolated to ``h = 0`` (Richardson's table, read as Ridders does:
an entry is trusted as far as it agrees with its two neighbours). The bound is that disagreement plus the round-off floor
``4 noise / h``, where the noise of the function is measured, not assumed (Hamming's difference table; Moré and Wild,
"Estimating computational noise", 2011), and is never taken below half a unit in the last place of the function's values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Real = np.longdouble
Line = Callable[[Real], Real]  # φ(t) = f(point + t · direction)

EXTRAPOLATIONS = 6  # deeper entries of the table gain nothing but rounding error
SHORTEST = 26  # halvings of the first step


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
    """φ'(0), halving the step from ``start`` until the bound is ``enough``, or ``wanted`` of the slope, or rounding takes over."""
    best, error, at, moved = Real(0), Real(np.inf), Real(start), False
    table: list[Real] = []  # the newest row: differences, extrapolated once, twice, ...
    h, rows = Real(start), 0
    for _ in range(SHORTEST):
        right, left = line(h), line(-h)
        if not (np.isfinite(right) and np.isfinite(left)):
            table, rows = [], 0
            h = h / 4
            continue
        if right == here == left and moved:
            return Slope(Real(0), 4 * noise / h, h, flat=True)
        moved = moved or right != here or left != here
        floor = 4 * noise / h
        row = [(right - left) / (2 * h)]
        power = 1
        for older in table[:EXTRAPOLATIONS]:
            power *= 4
            row.append(row[-1] + (row[-1] - older) / (power - 1))
            doubt = np.maximum(abs(row[-1] - row[-2]), abs(row[-1] - older)) + floor
            if doubt <= error:
                best, error, at = row[-1], doubt, h
        table, rows = row, rows + 1
        if (rows >= 3 and error <= max(Real(enough), wanted * abs(best), key=float)) or (rows >= 4 and floor > error):
            break
        h = h / 2
    return Slope(best, error, at)


def noise(line: Line, spacing: float) -> Real:
    """The standard deviation of the rounding error in the values of φ, from sixth differences on one side of 0.

    One-sided, so that a kink at 0 itself does not look like noise.
    """
    values = [line(Real(k * spacing)) for k in range(9)]
    sixth = np.diff(np.array(values, dtype=Real), 6)
    measured = np.sqrt(np.mean(sixth**2) / 924)  # 924 = (12 choose 6): what the differences do to the variance
    return max(measured, Real(resolution(values)) * abs(values[0]) / 2)


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
