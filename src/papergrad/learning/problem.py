"""What is to be learned: a program for the objective, where its parameters stand in one flat vector, and the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from math import prod
from typing import Any

import numpy as np

from papergrad.programs import Compiled, Program, load
from papergrad.records import dataclass

Vector = np.ndarray[Any, Any]
Arrays = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Problem:
    """``program`` gives a value and its gradients by ``parameters`` (with their lengths), ``measure`` the value alone.

    ``samples`` are arrays with one row for each sample, ``given`` whatever else the formulas need. The value over some samples
    estimates that over all of them.
    """

    program: Program
    measure: Program
    parameters: Mapping[str, tuple[int, ...]]
    samples: Arrays
    given: Arrays
    backend: str = "numpy"
    dtype: str = "float64"
    threads: int | None = None  # that take some of the samples of a batch each, as in ``programs.load``

    @cached_property
    def objective(self) -> Compiled:
        return load(self.program, self.backend, self.dtype, self.threads)

    @cached_property
    def _measure(self) -> Compiled:
        return load(self.measure, self.backend, self.dtype)

    @cached_property
    def count(self) -> int:
        """How many samples there are; 1 where the paper has none."""
        return next((len(rows) for rows in self.samples.values()), 1)

    @cached_property
    def length(self) -> int:
        return sum(prod(shape) for shape in self.parameters.values())

    def apart(self, flat: Vector) -> dict[str, Vector]:
        """The parameters in a flat vector, as views of it."""
        found, at = {}, 0
        for name, shape in self.parameters.items():
            found[name] = flat[at : at + prod(shape)].reshape(shape)
            at += prod(shape)
        return found

    def flat(self, parameters: Arrays) -> Vector:
        """The parameters in one vector."""
        return np.concatenate([np.asarray(parameters[name], self.dtype).ravel() for name in self.parameters])

    def rows(self, which: Vector) -> dict[str, Any]:
        """Some of the samples."""
        return {name: rows[which] for name, rows in self.samples.items()}

    def value_and_slope(self, flat: Vector, which: Vector) -> tuple[float, Vector]:
        """The objective over some samples, and its gradient as a flat vector."""
        value, slopes = self.objective(**self.apart(flat), **self.rows(which), **self.given)
        return float(value), self.flat(slopes)

    def value(self, flat: Vector, which: Vector) -> float:
        """The objective over some samples."""
        return float(self._measure(**self.apart(flat), **self.rows(which), **self.given))

    @cached_property
    def mark(self) -> str:
        """A fingerprint: the formula, the data and all that is given."""
        how = f"{self.backend}{self.dtype}" + (f" {self.threads} threads" if self.threads not in (None, 1) else "")
        whole = sha256(f"{self.program}{dict(self.parameters)}{how}".encode())
        for arrays in (self.samples, self.given):
            for name in sorted(arrays):
                array = np.ascontiguousarray(arrays[name])
                whole.update(f"{name} {array.dtype} {array.shape}".encode())
                whole.update(array.tobytes())
        return whole.hexdigest()


Watch = Callable[[int, int, Mapping[str, float]], None]  # told after each epoch: which, of how many, and the losses
