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

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from papergrad.programs import compiled
from papergrad.programs.choosing import Choice, compared, powers
from papergrad.programs.compiled import Compiled, Way
from papergrad.programs.epochs import NAME, Course
from papergrad.programs.program import Program, told
from papergrad.programs.updates import Rule, traced
from papergrad.records import dataclass
from papergrad.source import PaperError

TRIAL = 10  # batches that are enough to see which way is fastest

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
    program: Program,
    rule: Rule,
    *,
    sampled: Collection[str] = (),
    backend: str = "auto",
    dtype: str = "float64",
    threads: int | None = None,
) -> Epoch:
    """A compiled epoch; ``auto`` takes the fastest way for each size. ``sampled`` are the inputs with one row for each sample.

    ``threads`` as in ``compiled.load``. Raises PaperError for a program without one value and its gradients, and for a rule that
    does more than arithmetic.
    """
    course = Course(program, traced(rule), frozenset(sampled)).checked()
    checks = compiled.load(program, compiled.installed()[0] if backend == "auto" else backend, dtype, threads)
    usual = checks.backend
    ways = {usual: Way(usual, program, threads or 1)}
    ways = compiled.ways_of(program, threads) if backend == "auto" else ways

    def emitted(way: Way) -> str:
        this = replace(course, program=way.program)
        return str(compiled.module(way.backend).emit_epoch(this, compiled.NAME, dtype, **way.more))

    def ready(name: str) -> Callable[..., Any]:
        way = ways[name]
        step = compiled.in_threads(way.program, dtype, way.threads)
        if step is not None:
            return Stepper.of(course, step)
        return compiled.module(way.backend).load(emitted(way), NAME, dtype)  # type: ignore[no-any-return]

    source = emitted(ways[usual])
    if len(ways) == 1:
        return Epoch(course, checks, source, ready(usual))
    choice = Choice(tuple(ways), compiled.LOOPS, ready, compiled.marked(source, dtype), slow=(compiled.PRODUCTS,))
    return Epoch(course, checks, source, Trainer(course, choice))


@dataclass(frozen=True, eq=False)
class Stepper:
    """An epoch around a function of value and gradients that runs in threads: the update rule is compiled, the loop is not."""

    course: Course
    value_and_gradients: Callable[..., Any]
    move: Callable[..., Any]
    factors: Callable[..., Any]

    @staticmethod
    def of(course: Course, step: Callable[..., Any]) -> Stepper:
        numba = compiled.module("numba")
        source = numba.emit_moves(course)
        factors = numba.load(source, "factors") if course.update.factors else lambda rate, step: ()
        return Stepper(course, step, numba.load(source, "move"), factors)

    def __call__(self, *given: Any) -> Any:
        *rest, order, cuts, rate, step = given
        inputs, count = self.course.program.inputs, len(self.course.parameters)
        arrays, free = rest[: len(inputs)], rest[len(inputs) : len(inputs) + len(self.course.program.free)]
        kept = rest[len(inputs) + len(free) :]
        named = dict(zip((i.name for i in inputs), arrays, strict=True))
        losses = np.empty(len(cuts) - 1)
        for k in range(len(losses)):
            batch = order[cuts[k] : cuts[k + 1]]
            rows = (a[batch] if i.symbol in self.course.sampled else a for i, a in zip(inputs, arrays, strict=True))
            found = dict(zip(self.course.program.outputs, self.value_and_gradients(*rows, *free), strict=True))
            slopes = [slope for o, slope in found.items() if o.wrt is not None]
            losses[k] = next(value for o, value in found.items() if o.wrt is None)
            step += 1
            factors = self.factors(rate, step)
            for n, (i, slope) in enumerate(zip(self.course.parameters, slopes, strict=True)):
                memory = (array.reshape(-1) for array in kept[n::count])
                theta = named[i.name].reshape(-1)
                self.move(theta, np.ascontiguousarray(slope, theta.dtype).reshape(-1), *memory, *factors)
        return losses


@dataclass(frozen=True, eq=False)
class Trainer:
    """An epoch that runs the best way. Trials work on copies, and take a few batches."""

    course: Course
    choice: Choice

    def __call__(self, *given: Any) -> Any:
        choice, size = self.choice, self.size(given)
        best = choice.best(size)
        if best is not None:
            return choice.on(best)(*given)
        begin = time.perf_counter()
        result = choice.on(choice.ways[0])(*given)
        if choice.due(size, time.perf_counter() - begin):
            step = choice.calls[size].least / self.batches(given)
            choice.tried(size, step, lambda ways: self.measured(ways, given))
        return result

    @staticmethod
    def batches(given: Sequence[Any]) -> int:
        return max(1, len(given[-3]) - 1)

    def size(self, given: Sequence[Any]) -> str:
        """The lengths of axes, where samples count as many as are in a batch."""
        program, count = self.course.program, len(self.course.program.inputs) + len(self.course.program.free)
        lengths = told(program, given[:count])
        one = len(given[-4]) // self.batches(given)
        rows = {i.shape[0].name for i in program.inputs if i.symbol in self.course.sampled}
        return powers(lengths | {name: one for name in rows if name in lengths})

    def measured(self, ways: Sequence[str], given: Sequence[Any]) -> dict[str, float]:
        *arrays, order, cuts, _, step = (np.array(g) if isinstance(g, np.ndarray) else g for g in given)
        return compared({way: self.choice.on(way) for way in ways}, [*arrays, order, cuts[: TRIAL + 1], 0.0, step])
