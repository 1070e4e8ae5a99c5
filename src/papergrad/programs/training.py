"""A whole epoch of training as one compiled call: the steps of an update rule over mini-batches, in the order given.

``epoch`` makes an ``Epoch`` of a program that has one value and gradients. It gives what this plain loop gives, to rounding::

    for which in batches:  # positions of samples
        step += 1
        value, slopes = compiled(**parameters, **{s: rows[which] for s, rows in samples.items()}, **given)
        for name, slope in slopes.items():
            way, memory[name] = rule.formula(slope, rate, step, *memory[name])
            parameters[name] -= way
        losses.append(value)

The update rule is a formula on arrays that both run: the plain loop as it stands, the compiled epoch as its trace (see
``updates``). Where the rule lets an entry without a gradient rest, gradients that are 0 but in a few rows are kept as rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from papergrad.programs import compiled
from papergrad.programs.compiled import Compiled
from papergrad.programs.epochs import NAME, Course
from papergrad.programs.program import Program
from papergrad.programs.updates import Rule, traced
from papergrad.source import PaperError

Arrays = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, eq=False)
class Epoch:
    """A program and an update rule on a backend. ``kept`` are the names of what the rule remembers."""

    course: Course
    checks: Compiled
    source: str
    function: Callable[..., Any]

    @property
    def kept(self) -> tuple[str, ...]:
        return self.course.update.kept

    def __call__(
        self,
        parameters: Arrays,
        memory: Sequence[Arrays],
        given: Mapping[str, Any],
        batches: Sequence[np.ndarray[Any, Any]],
        rate: float,
        step: int = 0,
    ) -> np.ndarray[Any, Any]:
        """Take a step for each batch; the value before each comes back.

        ``parameters`` and, for each name in ``kept``, a mapping of arrays like them change in place: they must be arrays of
        this type of numbers without gaps. ``given`` has all other inputs, with all samples; a batch is positions of samples.
        ``step``: how many steps were made before. Raises PaperError for what does not fit.
        """
        state = [parameters[i.symbol] for i in self.course.parameters]
        state += [kept[i.symbol] for kept in memory for i in self.course.parameters]
        for array in state:
            if not (isinstance(array, np.ndarray) and array.dtype == self.checks.dtype and array.flags.c_contiguous):
                raise PaperError(f"what is trained must be arrays of {self.checks.dtype} without gaps", code="PG413")
        if len(memory) != len(self.kept):
            raise PaperError(
                f"the update rule keeps {len(self.kept)} arrays of each parameter, not {len(memory)}", code="PG413"
            )
        arrays = self.checks.arrays({**given, **parameters})
        cuts = np.cumsum([0, *map(len, batches)])
        order = np.concatenate([np.zeros(0, np.int64), *batches]).astype(np.int64, copy=False)
        self._within(order, arrays)
        found = self.function(*arrays, *state[len(self.course.parameters) :], order, cuts, float(rate), int(step))
        losses, *new = found if isinstance(found, tuple) else (found,)
        for array, value in zip(state, new, strict=bool(new)):
            np.copyto(array, value)
        return np.asarray(losses)

    def _within(self, order: np.ndarray[Any, Any], arrays: Sequence[Any]) -> None:
        for i, array in zip(self.course.program.inputs, arrays, strict=False):
            if i.symbol in self.course.sampled and order.size and not 0 <= order.min() <= order.max() < len(array):
                raise PaperError(
                    f"{i.symbol} has {len(array)} samples, but a batch speaks of {order.max()}", code="PG413"
                )


def epoch(
    program: Program, rule: Rule, *, sampled: Collection[str] = (), backend: str = "auto", dtype: str = "float64"
) -> Epoch:
    """A compiled epoch. ``sampled`` are the inputs with one row for each sample.

    Raises PaperError for a program without one value and its gradients, and for a rule that does more than arithmetic.
    """
    course = Course(program, traced(rule), frozenset(sampled)).checked()
    checks = compiled.load(program, compiled.installed()[0] if backend == "auto" else backend, dtype)
    module = compiled.module(checks.backend)
    source = module.emit_epoch(course, compiled.NAME, dtype)
    return Epoch(course, checks, source, module.load(source, NAME, dtype))
