"""Which way to run a program is fastest on arrays of about some size: found by trying, once on each machine.

Compiled loops win wherever calls are short, over entries or over samples (``turned``). Where a call takes long, it is matrix
products and memory that count, and what is best there depends on the machine and on which BLAS each library brings. So when calls
have taken a while, which says that more will come, the other ways are tried too, in turns. What is found holds for all lengths of
the same power of two, and is kept on disk where nobody else was at work: others decide a trial as much as the machine does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from statistics import median
from typing import Any

from papergrad import kept
from papergrad.programs.program import Program, told
from papergrad.programs.threads import processors
from papergrad.records import dataclass

TRIED_AT = 3  # the first call of a size that can bring the trial
WORTH = 0.5  # seconds in calls of a size that are worth one
QUICK = 1e-5  # seconds of a call that nothing makes faster
SHORT = 3e-4  # seconds of a call that only compiled loops can win
MEDIUM = 1e-3  # seconds of a call whose products may be worth compiling anew
LONG = 1e-2  # seconds of a call that has loops long enough whichever way they run
ROUNDS = 3, 200  # of a trial: at least, and at most
TRIAL = 1.5  # seconds that are enough for one, once every way is compiled
MOST_SHAPES = 1000  # that are remembered
BETTER = 0.97  # part of the time of the first way that another must stay below

Function = Callable[..., Any]


@dataclass
class Calls:
    """Calls of one size. The first may have been compiled on the way: its time says nothing."""

    count: int = 0
    seconds: float = 0.0
    least: float = float("inf")


@dataclass(eq=False)
class Choice:
    """The best of ``ways`` for each size; the first until it is known.

    ``loops`` are those that run as compiled loops, ``slow`` those that take long to compile and only win where calls take a while.
    ``load`` gives the function of a way. ``mark`` tells this program from all others.
    """

    ways: Sequence[str]
    loops: Sequence[str]
    load: Callable[[str], Function]
    mark: str
    slow: Sequence[str] = ()
    known: dict[str, str] = field(default_factory=dict)
    calls: dict[str, Calls] = field(default_factory=dict)  # by size
    loaded: dict[str, Function] = field(default_factory=dict)

    def on(self, way: str) -> Function:
        if way not in self.loaded:
            self.loaded[way] = self.load(way)
        return self.loaded[way]

    def best(self, size: str) -> str | None:
        """The best way for a size, as far as it was found out on this machine; what is kept on disk is looked up once."""
        if size not in self.known and size not in self.calls:
            way = kept.read(self._file(size))
            if way in self.ways:
                self.known[size] = way
        return self.known.get(size)

    def due(self, size: str, seconds: float) -> bool:
        """Note a call the first way; whether it is time for a trial."""
        calls = self.calls.setdefault(size, Calls())
        calls.count += 1
        if calls.count > 1:
            calls.seconds += seconds
            calls.least = min(calls.least, seconds)
        return calls.count >= TRIED_AT and (calls.seconds >= WORTH or calls.least < QUICK)

    def tried(self, size: str, step: float, measured: Callable[[Sequence[str]], Mapping[str, float]]) -> str:
        """Settle a size where a call takes ``step`` seconds at least. ``measured`` compares some ways."""
        usual, *others = self.ways
        rivals = [way for way in others if self.may_win(way, step)]
        best = usual
        if rivals:
            times = measured([usual, *rivals])
            best = min(times, key=lambda way: times[way])
            best = best if times[best] < BETTER * times[usual] else usual
        if quiet():
            kept.write(self._file(size), best)
        self.known[size] = best
        return best

    def may_win(self, way: str, step: float) -> bool:
        if way in self.loops:
            return QUICK <= step < LONG
        return step >= (MEDIUM if way in self.slow else SHORT)

    def _file(self, size: str) -> Any:
        return kept.folder("choices") / sha256(f"{self.mark} {self.ways} {size}".encode()).hexdigest()[:24]


@dataclass(eq=False)
class Chooser:
    """A program as a function that runs the best way. All functions give arrays of NumPy."""

    program: Program
    choice: Choice
    settled: dict[Any, Function] = field(default_factory=dict)  # by shapes

    def __call__(self, *given: Any) -> Any:
        shapes = tuple(map(self.shape, given))
        function = self.settled.get(shapes)
        return self.unsettled(shapes, given) if function is None else function(*given)

    @cached_property
    def shape(self) -> Callable[[Any], Any]:
        """The shape of an argument, as fast as can be: short calls take a few microseconds."""
        return attrgetter("shape") if not self.program.free else lambda a: getattr(a, "shape", a)

    def unsettled(self, shapes: Any, given: Sequence[Any]) -> Any:
        """A call of lengths that have not been met before, or not often enough."""
        choice, size, result = self.choice, powers(told(self.program, given)), None
        best = choice.best(size)
        if best is None:
            begin = time.perf_counter()
            result = choice.on(choice.ways[0])(*given)
            if not choice.due(size, time.perf_counter() - begin):
                return result
            step = choice.calls[size].least
            best = choice.tried(size, step, lambda ways: compared({w: choice.on(w) for w in ways}, given))
        if len(self.settled) < MOST_SHAPES:
            self.settled[shapes] = choice.on(best)
        return choice.on(best)(*given) if result is None else result


def powers(lengths: Mapping[str, int]) -> str:
    """The lengths of axes by name, as powers of two."""
    return " ".join(f"{name}:{length.bit_length()}" for name, length in sorted(lengths.items()))


def compared(functions: Mapping[str, Function], given: Sequence[Any]) -> dict[str, float]:
    """How long calls take beside the quickest: the median over rounds that take turns.

    A machine can be half as fast a second later, but is about the same within a round. Who is far behind leaves: by less and
    less, so that most of the time goes to those that are close. A turn begins with a call that does not count, for what the way
    before left in the caches and what its threads still do.
    """
    found: dict[str, float] = {}
    going, clock = list(functions), own_clock()
    beside: dict[str, list[float]] = {name: [] for name in functions}
    for function in functions.values():
        function(*given)
    begin, (fewest, most) = clock(), ROUNDS  # while others are at work, a trial has as many rounds as else
    for number in range(1, most + 1):
        times = {}
        for name in going:
            functions[name](*given)
            start = clock()
            functions[name](*given)
            times[name] = clock() - start
        for name, seconds in times.items():
            beside[name].append(seconds / max(min(times.values()), 1e-9))
            found[name] = median(beside[name])
        quickest = min(found.values())
        going = [name for name in going if found[name] <= (1 + 2 / number) * quickest]
        if number >= fewest and (len(going) == 1 or clock() - begin > TRIAL):
            break
    return found


def own_clock() -> Callable[[], float]:
    """Seconds that count: of this process where it has one processor only and so runs nothing at once, else those that pass."""
    return time.process_time if processors() == 1 else time.perf_counter


def quiet() -> bool:
    """Whether what the clock counts was this process's own: others wanted no processor that it might have had."""
    if processors() == 1 or not hasattr(os, "getloadavg"):
        return True
    return os.getloadavg()[0] <= processors()  # of the last minute
