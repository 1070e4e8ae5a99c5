"""Which backend is fastest for a program on arrays of about some size: found by trying, once on each machine.

Compiled loops win wherever calls are short. Where a call takes long, it is matrix products and memory that count, and what
is best there depends on the machine. So calls that turn out long are tried on the other backends too, when it is clear that
there will be more of them. What is found holds for all lengths of the same power of two, and is kept on disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from typing import Any

from papergrad import kept
from papergrad.programs.program import Program, told

SHORT = 3e-4  # seconds of a call that compiled loops take and nobody else can beat
TRIED_AT = 3  # which call of a size brings the trial
ROUNDS = 7
MOST_SHAPES = 1000  # that are remembered
BETTER = 0.95  # part of the time of the first backend that another must stay below

Function = Callable[..., Any]


@dataclass(eq=False)
class Chooser:
    """A program as a function that runs on the best of ``backends``; the first of them until that is known.

    ``load`` gives the function of a backend, with arrays of NumPy as results. ``mark`` tells this program from all others.
    """

    program: Program
    backends: Sequence[str]
    load: Callable[[str], Function]
    mark: str
    settled: dict[Any, Function] = field(default_factory=dict)  # by shapes
    known: dict[str, str] = field(default_factory=dict)  # the best backend, by powers of two
    calls: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, Function] = field(default_factory=dict)

    def __call__(self, *given: Any) -> Any:
        shapes = tuple(map(self.shape, given))
        function = self.settled.get(shapes)
        return self.unsettled(shapes, given) if function is None else function(*given)

    @cached_property
    def shape(self) -> Callable[[Any], Any]:
        """The shape of an argument, as fast as can be: short calls take a few microseconds."""
        return attrgetter("shape") if not self.program.free else lambda a: getattr(a, "shape", a)

    def on(self, backend: str) -> Function:
        if backend not in self.loaded:
            self.loaded[backend] = self.load(backend)
        return self.loaded[backend]

    def unsettled(self, shapes: Any, given: Sequence[Any]) -> Any:
        """A call of lengths that have not been met before, or not often enough."""
        powers = self.powers(given)
        result = None
        if powers not in self.known:
            file = kept.folder("choices") / sha256(f"{self.mark} {powers}".encode()).hexdigest()[:24]
            best = kept.read(file)
            if best not in self.backends:
                result = self.on(self.backends[0])(*given)
                self.calls[powers] = self.calls.get(powers, 0) + 1
                if self.calls[powers] < TRIED_AT:
                    return result
                best = self.tried(given)
                kept.write(file, best)
            self.known[powers] = best
        function = self.on(self.known[powers])
        if len(self.settled) < MOST_SHAPES:
            self.settled[shapes] = function
        return function(*given) if result is None else result

    def powers(self, given: Sequence[Any]) -> str:
        """The lengths of axes by name, as powers of two."""
        return " ".join(f"{name}:{length.bit_length()}" for name, length in sorted(told(self.program, given).items()))

    def tried(self, given: Sequence[Any]) -> str:
        """The backend that takes the least time for these arrays."""
        usual = self.backends[0]
        least = _least({usual: self.on(usual)}, given)[usual]
        if least < SHORT or len(self.backends) == 1:
            return usual
        times = _least({backend: self.on(backend) for backend in self.backends}, given)
        best = min(times, key=lambda backend: times[backend])
        return best if times[best] < BETTER * times[usual] else usual


def _least(functions: Mapping[str, Function], given: Sequence[Any]) -> dict[str, float]:
    """The least seconds of a call, in rounds that take turns; others on the machine only add to it."""
    times = dict.fromkeys(functions, float("inf"))
    for function in functions.values():
        function(*given)
    for _ in range(ROUNDS):
        for name, function in functions.items():
            start = time.perf_counter()
            function(*given)
            times[name] = min(times[name], time.perf_counter() - start)
    return times
