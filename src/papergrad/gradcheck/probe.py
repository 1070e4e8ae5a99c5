"""Slopes of a function of several blocks at one point: along directions, entry by entry, or on a sample of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from papergrad.gradcheck.problem import Blocks
from papergrad.gradcheck.slopes import Real, Slope, jump, noise, resolution, short_step, slope
from papergrad.records import dataclass

ENTRYWISE = 4096  # the most entries of a wrong block that are measured one by one
SUSPECTS = 8  # the most wrong rows of a larger block that are


def scale(parameter: np.ndarray) -> float:
    """A typical size of the entries; 1 for a block of zeros."""
    size = float(np.sqrt(np.mean(parameter**2))) if parameter.size else 0.0
    return min(max(size, 1e-3), 1e3) if size else 1.0


Measured = tuple[np.ndarray, np.ndarray]  # a gradient, and how far each entry may be off


@dataclass(frozen=True)
class Probe:
    """The function at a point: its value ``here``, its ``noise``, and the first step for parameters of size 1."""

    value: Callable[[Blocks], Real]
    point: Blocks
    here: Real
    noise: Real
    start: float

    @staticmethod
    def at(value: Callable[[Blocks], Real], point: Blocks, eps: float, rng: np.random.Generator) -> Probe:
        """Measures the noise along one direction through all blocks, in steps that parameters of precision ``eps`` feel."""
        drift = {name: Real(scale(p)) * rng.standard_normal(p.shape) for name, p in point.items()}
        values: list[Real] = []

        def phi(t: Real) -> Real:
            values.append(value({name: p + t * drift[name] for name, p in point.items()}))
            return values[-1]

        sigma = noise(phi, max(1e-6, 16 * eps))
        return Probe(value, point, values[0], sigma, 2**-6 if resolution(values) < 1e-10 else 2**-3)

    def line(self, name: str, direction: np.ndarray) -> Callable[[Real], Real]:
        base, blocks = self.point[name], dict(self.point)

        def phi(t: Real) -> Real:
            blocks[name] = base + t * direction
            return self.value(blocks)

        return phi

    def slope(self, name: str, direction: np.ndarray, enough: float, wanted: float = 1e-9) -> Slope:
        """The slope along a direction in one block; see ``slopes.slope``."""
        return slope(
            self.line(name, direction), self.here, self.start * scale(self.point[name]), self.noise, enough, wanted
        )

    def surely(self, name: str, direction: np.ndarray, first: Slope, enough: float) -> Slope:
        """The same slope from two more ladders of steps: what they disagree by is error, if two entries agreed by chance."""
        line, start = self.line(name, direction), self.start * scale(self.point[name])
        more = [slope(line, self.here, start * by, self.noise, enough) for by in (0.37, 0.043)]
        spread = max(abs(m.value - first.value) for m in more)
        return replace(first, error=max(first.error, spread), flat=first.flat or any(m.flat for m in more))

    def jump(self, name: str, direction: np.ndarray) -> Real:
        """By how much the slope jumps at the point."""
        return jump(self.line(name, direction), self.here, Real(1e-3 * scale(self.point[name])), self.noise)

    def unused(self, name: str, direction: np.ndarray) -> bool:
        """Whether even large steps change nothing."""
        phi, size = self.line(name, direction), Real(scale(self.point[name]))
        return all(phi(t * size) == self.here for t in (1, -1, 0.1, -0.1))

    def entries(self, name: str, where: np.ndarray, given: np.ndarray, rng: np.random.Generator) -> Measured:
        """The gradient of one block at the entries marked in ``where`` (elsewhere 0), and a bound for each."""
        quick = self._together(name, where, given, rng)
        if quick is not None:
            return quick
        shape = self.point[name].shape
        measured, blurs = np.zeros(shape), np.zeros(shape)
        direction, largest = np.zeros(shape, dtype=Real), 0.0
        for at in map(tuple, np.argwhere(where)):
            direction[at] = 1
            found = self.slope(name, direction, 1e-7 * largest, 1e-7)
            direction[at] = 0
            measured[at], blurs[at] = found.value, found.error
            largest = max(largest, float(abs(found.value)))
        return measured, blurs

    def _together(self, name: str, where: np.ndarray, given: np.ndarray, rng: np.random.Generator) -> Measured | None:
        """One short difference for each entry; None unless they give the slopes along directions through all of them.

        What they are off by along a Gaussian direction is e · u for the vector e of their errors, which is below a tenth of |e|
        in two directions with a probability of 0.6 % at most. So a bound on |e| is ten times what they are off by.
        """
        shape, count = self.point[name].shape, int(np.count_nonzero(where))
        size = float(np.linalg.norm(given[where].astype(float)))
        directions = [np.where(where, rng.standard_normal(shape), 0).astype(Real) for _ in range(2)]
        slopes = [self.slope(name, u, 1e-8 * size) for u in directions]
        size = min(size, float(np.sqrt(np.mean([float(s.value) ** 2 for s in slopes]))))
        near = 1e-7 * size / np.sqrt(max(count, 1))
        h = short_step(self.start * scale(self.point[name]), self.noise, near)
        if h is None:
            return None
        line_at, measured = np.zeros(shape, dtype=Real), np.zeros(shape, dtype=Real)
        line = self.line(name, line_at)
        for at in map(tuple, np.argwhere(where)):
            line_at[at] = 1
            measured[at] = (line(h) - line(-h)) / (2 * h)
            line_at[at] = 0
        off = max(float(abs(np.sum(measured * u) - s.value) + s.error) for u, s in zip(directions, slopes, strict=True))
        if not 10 * off <= 1e-6 * size:
            return None
        return measured.astype(float), np.where(where, 10 * off / np.sqrt(count) + float(4 * self.noise / h), 0.0)

    def localised(
        self, name: str, given: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The gradient of a wrong block where it was measured, the bounds, and which entries were: all of them in a small block.

        In a larger one a direction per row finds the wrong rows; if these are few, they alone are measured and the others
        are as given. Else a sample of rows is measured.
        """
        if given.size <= ENTRYWISE:
            everywhere = np.ones(given.shape, dtype=bool)
            return *self.entries(name, everywhere, given, rng), everywhere
        rows = min(len(given), ENTRYWISE)
        off = np.zeros(len(given))
        for row in range(rows):
            u = np.zeros(given.shape, dtype=Real)
            u[row] = rng.standard_normal(given.shape[1:])
            found = self.slope(name, u, 0.0, 1e-6)
            gap = abs(np.sum(given[row] * u[row]) - found.value)
            off[row] = float(gap) if gap > 100 * found.error + 1e-5 * abs(found.value) else 0.0
        wrong = np.flatnonzero(off)
        few = 0 < len(wrong) <= SUSPECTS
        chosen = wrong if few else rng.choice(rows, min(rows, SUSPECTS), replace=False)
        budget = max(1, ENTRYWISE // len(chosen))
        mask = np.zeros((len(given), given[0].size), dtype=bool)
        mask[np.sort(chosen), :budget] = True
        mask = mask.reshape(given.shape)
        measured, blurs = self.entries(name, mask, given, rng)
        if few:
            return np.where(mask, measured, given.astype(float)), blurs, np.ones(given.shape, dtype=bool)
        return measured, blurs, mask
