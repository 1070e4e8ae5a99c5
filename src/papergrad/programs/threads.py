"""Threads over samples: each runs the same compiled function on some of them, and their sums are added in order.

So what comes out depends on how many threads there are, but not on which is done first.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from papergrad.programs.program import Program, told
from papergrad.programs.split import Split
from papergrad.records import dataclass

MOST = 16  # threads that are taken where nobody says how many


def available() -> int:
    """How many threads this process may use: as ``NUMBA_NUM_THREADS`` or ``OMP_NUM_THREADS`` say, or the processors it has."""
    for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS"):
        said = os.environ.get(name, "")
        if said.isdecimal() and int(said):
            return int(said)
    return min(processors(), MOST)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, eq=False)
class Threads:
    """A program as a function that takes its samples in ``threads`` parts at once; ``each`` and ``after`` are those of its split."""

    program: Program
    split: Split
    each: Callable[..., Any]
    after: Callable[..., Any]
    dtype: np.dtype[Any]
    threads: int

    def __call__(self, *given: Any) -> Any:
        arrays, free = given[: len(self.program.inputs)], given[len(self.program.inputs) :]
        samples = len(arrays[self.split.sampled.index(True)])
        parts = max(1, min(self.threads, samples))
        cuts = [samples * k // parts for k in range(parts + 1)]
        count = np.array(samples, self.dtype)

        def part(k: int) -> Any:
            rows = slice(cuts[k], cuts[k + 1])
            return self.each(
                *(a[rows] if cut else a for a, cut in zip(arrays, self.split.sampled, strict=True)), count, *free
            )

        with one_in_blas():
            others = [_pool(self.threads, os.getpid()).submit(part, k) for k in range(1, parts)]
            try:
                sums = [part(0)]
            finally:
                more = [other.exception() for other in others]  # nobody goes on while the arrays are read
        for problem in more:
            if problem is not None:
                raise problem
        totals = self.added([*sums, *(other.result() for other in others)])
        lengths = told(self.program, given) if self.split.after.free else {}
        rest = [arrays[n] for n in self.split.others]
        return self.after(*totals, count, *rest, *(lengths[n] for n in self.split.after.free))

    def added(self, sums: Sequence[Sequence[Any]]) -> list[Any]:
        """The sums of all parts, the first part first. What a part gave is its own, so the first may change in place."""
        totals = []
        for total, *others in zip(*sums, strict=True):
            total = np.asarray(total, self.dtype)
            for other in others:
                total += self.dtype.type(other) if np.ndim(other) == 0 else other
            totals.append(total)
        return totals


@cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """Threads besides the caller's. A process that was forked has none of its parent's."""
    return ThreadPoolExecutor(threads - 1, f"papergrad-{process}")


@contextmanager
def one_in_blas() -> Iterator[None]:
    """Matrix products run in the thread that asks for them: two that share the threads of BLAS wait for each other."""
    get, put = _blas()
    before = get()
    if before == 1:
        yield
        return
    put(1)
    try:
        yield
    finally:
        put(before)


@cache
def _blas() -> tuple[Callable[[], int], Callable[[int], Any]]:
    """How many threads the BLAS of compiled programs (SciPy's) runs, and how to change that; 1 where it cannot be asked."""
    spec = find_spec("scipy")
    home = Path(spec.origin).parent if spec is not None and spec.origin else None
    for file in [*home.parent.glob("scipy.libs/*openblas*"), *home.glob(".dylibs/*openblas*")] if home else []:
        try:
            library = ctypes.CDLL(str(file))
        except OSError:
            continue
        for start in ("scipy_", ""):
            if hasattr(library, f"{start}openblas_set_num_threads"):
                return (
                    getattr(library, f"{start}openblas_get_num_threads"),
                    getattr(library, f"{start}openblas_set_num_threads"),
                )
    return (lambda: 1), (lambda threads: None)
