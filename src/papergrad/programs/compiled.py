"""A program that can be called: by the symbols of the document, with arrays that are checked."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

from papergrad.algebra.nodes import Definitions, Tensor
from papergrad.algebra.sizes import Size
from papergrad.programs.choosing import Choice, Chooser
from papergrad.programs.program import Contract, Input, Program, parts_of, solved
from papergrad.programs.schedule import schedule
from papergrad.programs.split import split
from papergrad.programs.threads import Threads, available
from papergrad.programs.turned import turned
from papergrad.records import dataclass
from papergrad.source import PaperError

BACKENDS = ("numpy", "numba", "jax", "torch")
LOOPS = ("numba", "numba over samples")  # ways of compiled loops: over entries, and over samples
THREADS = "numba in threads"
PRODUCTS = "numba with products of NumPy"
NAME = "value_and_gradients"
MOST_SHAPES = 1000  # that a callable remembers to have checked


def emit(program: Program, backend: str = "numpy", name: str = NAME, dtype: str = "float64") -> str:
    """Readable source of a program for one of ``BACKENDS``, ready to paste: it does not need Papergrad."""
    return str(module(backend).emit(program, name, dtype))


def compile(
    outputs: Mapping[str, Tensor],
    definitions: Definitions,
    *,
    gradients: Mapping[str, Tensor] | None = None,
    inputs: Mapping[str, tuple[Size, ...]] | None = None,
    sizes: Mapping[str, int] | None = None,
    backend: str = "auto",
    dtype: str = "float64",
    threads: int | None = None,
    formula: str = "",
) -> Compiled:
    """A callable for ``outputs``, and for ``gradients`` by the name of the input they belong to (see ``schedule``)."""
    program = schedule(outputs, definitions, gradients=gradients, inputs=inputs, sizes=sizes, formula=formula)
    return load(program, backend, dtype, threads)


@dataclass(frozen=True)
class Way:
    """How ``auto`` may run a program: as another with the same result, in so many threads, with big products of NumPy."""

    backend: str
    program: Program
    threads: int = 1
    by_numpy: bool = False

    @property
    def more(self) -> dict[str, bool]:
        """What those who emit it are told besides."""
        return {"by_numpy": True} if self.by_numpy else {}

    def loaded(self, dtype: str) -> tuple[str, Callable[..., Any]]:
        """Its source, and the function that this is."""
        source = str(module(self.backend).emit(self.program, NAME, dtype, **self.more))
        function = in_threads(self.program, dtype, self.threads) or module(self.backend).load(source, NAME, dtype)
        return source, function


def load(program: Program, backend: str = "auto", dtype: str = "float64", threads: int | None = None) -> Compiled:
    """A program on a backend; ``auto`` takes the fastest of those that are installed, for each size (see ``choosing``).

    ``threads`` is for ``numba``, where it is 1 if nobody says more, and for ``auto``, which tries all there are: so many take some of
    the samples each. A program that is no sum over samples runs in one. Raises PaperError for threads on another backend.
    """
    if threads is not None and (threads < 1 or (threads > 1 and backend not in ("auto", "numba"))):
        raise PaperError(
            f"{backend} does not run in {threads} threads of ours", hint="backend numba or auto does", code="PG414"
        )
    if backend != "auto":
        source, function = Way(backend, program, threads or 1).loaded(dtype)
        return Compiled(program, backend, source, np.dtype(dtype), function)
    ways = ways_of(program, threads)
    usual = installed()[0]
    if len(ways) == 1:
        return load(program, usual, dtype)
    source = emit(program, usual, dtype=dtype)

    def ready(name: str) -> Callable[..., Any]:
        _, function = ways[name].loaded(dtype)
        return function if name != "jax" else lambda *given: tuple(map(owned, function(*given)))

    choice = Choice(tuple(ways), LOOPS, ready, marked(source, dtype), slow=(PRODUCTS,))
    return Compiled(program, "auto", source, np.dtype(dtype), Chooser(program, choice))


def in_threads(program: Program, dtype: str, threads: int) -> Threads | None:
    """The program as a function that takes samples in so many parts at once; None where it cannot, or in one."""
    found = split(program) if threads > 1 else None
    if found is None:
        return None
    each, after = (
        module("numba").load(emit(part, "numba", dtype=dtype), NAME, dtype) for part in (found.each, found.after)
    )
    return Threads(program, found, each, after, np.dtype(dtype), threads)


def ways_of(program: Program, threads: int | None = None) -> dict[str, Way]:
    """What ``auto`` chooses from: each installed backend, the usual one first, compiled loops over samples, in threads,
    and with products of NumPy."""
    ways = {backend: Way(backend, program) for backend in installed()}
    if LOOPS[0] not in ways:
        return ways
    other, threads = turned(program), available() if threads is None else threads
    if other is not None:
        ways[LOOPS[1]] = Way(LOOPS[0], other)
    if threads > 1 and split(program) is not None:
        ways[THREADS] = Way(LOOPS[0], program, threads)
    if any(isinstance(part, Contract) for part in parts_of(program.steps)):
        ways[PRODUCTS] = Way(LOOPS[0], program, by_numpy=True)
    return ways


class _Writable:
    """The memory of an array, to be written to."""

    def __init__(self, array: np.ndarray[Any, Any]) -> None:
        self.array = array
        place, _ = array.__array_interface__["data"]
        self.__array_interface__ = {**array.__array_interface__, "data": (place, False)}


def owned(result: Any) -> Any:
    """What JAX computed for nobody else, as an array of NumPy or a number of its: it may be written to, and is no copy."""
    array = np.asarray(result)
    return np.asarray(_Writable(array)) if array.ndim else array[()]


def marked(source: str, dtype: str) -> str:
    """What tells a choice from all others: the program as it is run the usual way, and the machine as far as it counts."""
    versions = " ".join(f"{backend} {version(backend)}" for backend in installed())
    return (
        f"{source} {dtype} {versions} {os.environ.get('OMP_NUM_THREADS')} {available()} {os.cpu_count()} {processor()}"
    )


@cache
def processor() -> str:
    """Which kind of processor this is: one home may be shared by several machines."""
    if find_spec("llvmlite") is not None:
        return str(import_module("llvmlite.binding").get_host_cpu_name())
    return platform.processor() or platform.machine()


@cache
def installed() -> tuple[str, ...]:
    """The backends that ``auto`` chooses from: those that are installed here, the usual one first."""
    return tuple(b for b in ("numba", "numpy", "jax") if find_spec(b) is not None)


def module(name: str) -> Any:
    if name not in BACKENDS:
        raise PaperError(f"there is no backend {name}", hint=f"one of {', '.join(BACKENDS)}", code="PG402")
    try:
        return import_module(f"papergrad.programs.{name}")
    except ModuleNotFoundError as missing:
        hint = f"pip install papergrad[{name}]"
        raise PaperError(
            f"the backend {name} needs {missing.name}, which is not installed", hint=hint, code="PG403"
        ) from None


@dataclass(frozen=True, eq=False)
class Compiled:
    """A program on a backend. Call it with an array for each input, by symbol; print it to see its steps."""

    program: Program
    backend: str
    source: str
    dtype: np.dtype[Any]
    function: Callable[..., Any]
    _fitting: set[tuple[Any, ...]] = field(default_factory=set, init=False, repr=False)  # shapes that were found to fit

    def __call__(self, **arrays: Any) -> Any:
        """The value (a dictionary where there are several), and with gradients also those, by input.

        Takes sizes that no input tells by name. Raises PaperError for an input that lacks or has the wrong shape.
        """
        given = self.arrays(arrays)
        results = [self.dtype.type(r) if isinstance(r, float) else r for r in self.function(*given)]
        values = {o.symbol: r for o, r in zip(self.program.outputs, results, strict=True) if o.wrt is None}
        slopes = {o.wrt: r for o, r in zip(self.program.outputs, results, strict=True) if o.wrt is not None}
        value = next(iter(values.values())) if len(values) == 1 else values
        return (value, slopes) if slopes else value

    def bind(self, **arrays: Any) -> Callable[[], Any]:
        """The call with these arrays, checked once. They may change in place between calls, as parameters in training do."""
        given, function, outputs = self.arrays(arrays), self.function, self.program.outputs
        wanted = [o.wrt for o in outputs if o.wrt is not None]
        if [o.wrt for o in outputs] != [None, *wanted] or not wanted:
            return lambda: self(**arrays)

        def call() -> Any:
            value, *slopes = function(*given)
            return value, dict(zip(wanted, slopes, strict=True))

        return call

    def arrays(self, given: Mapping[str, Any]) -> list[Any]:
        """The arguments of ``function``: arrays of the right type, their shapes checked against each other."""
        program = self.program
        if len(given) == len(program.inputs):  # the usual case, without ceremony
            quick = [given.get(i.symbol) for i in program.inputs]
            if all(type(a) is np.ndarray for a in quick):
                ready = [self._array(i, a) for i, a in zip(program.inputs, quick, strict=True)]
                if tuple(a.shape for a in ready) in self._fitting:
                    return ready
        names = {i.name: i.symbol for i in program.inputs} | {symbol: name for name, symbol in program.symbols}
        names |= {i.symbol: i.symbol for i in program.inputs}
        named = {names.get(key, key): value for key, value in given.items()}
        known = {*(i.symbol for i in program.inputs), *program.free}
        extra = [key for key in named if key not in known]
        lacking = [i.symbol for i in program.inputs if i.symbol not in named] + [
            program.written(n) for n in program.free if n not in named
        ]
        if extra or lacking:
            what = "; ".join(
                f"{word} {', '.join(keys)}" for word, keys in (("lacks", lacking), ("does not take", extra)) if keys
            )
            raise PaperError(
                f"the program {what}", hint=f"it takes {', '.join(i.symbol for i in program.inputs)}", code="PG404"
            )
        arrays = {i.symbol: self._array(i, named[i.symbol]) for i in program.inputs}
        self._check(arrays, {n: int(named[n]) for n in program.free})
        if not program.free and len(self._fitting) < MOST_SHAPES:
            self._fitting.add(tuple(a.shape for a in arrays.values()))
        return [*arrays.values(), *(int(named[n]) for n in program.free)]

    def _array(self, given: Input, value: Any) -> Any:
        if self.backend in ("jax", "torch") and not _plain(value):
            return value  # arrays of these libraries stay what they are
        array = value if type(value) is np.ndarray else self._read(given, value)
        if array.dtype.kind in "cOSUmM":  # complex numbers, objects, words, dates
            raise PaperError(f"{given.symbol} must hold real numbers, not {array.dtype}", code="PG405")
        if not given.whole:
            return np.asarray(array, self.dtype, order="C")
        if array.dtype == np.int64:
            return np.asarray(array, order="C")
        if array.dtype.kind not in "iu" and not np.array_equal(array, np.floor(array)):
            raise PaperError(f"{given.symbol} holds positions: whole numbers from 0", code="PG405")
        return np.asarray(array, np.int64, order="C")

    def _read(self, given: Input, value: Any) -> np.ndarray[Any, Any]:
        try:
            return np.asarray(value)
        except ValueError:
            shape = _by(tuple(map(self.program.written, given.shape)))
            raise PaperError(
                f"{given.symbol} must be {shape}, but its parts have different lengths",
                hint="fill up the short ones, or call the program once for each",
                code="PG406",
            ) from None

    def _check(self, arrays: Mapping[str, Any], sizes: dict[str, int]) -> None:
        for i in self.program.inputs:
            if len(arrays[i.symbol].shape) != len(i.shape):
                raise self._misfit(i, arrays[i.symbol].shape, {})
        for name, (i, place) in self.program.lengths.items():
            sizes[name] = solved(i.shape[place], arrays[i.symbol].shape[place])
        for i in self.program.inputs:
            if any(
                size.names <= sizes.keys() and size.value(sizes) != n
                for size, n in zip(i.shape, arrays[i.symbol].shape, strict=True)
            ):
                raise self._misfit(i, arrays[i.symbol].shape, sizes)

    def _misfit(self, given: Input, shape: tuple[int, ...], sizes: Mapping[str, int]) -> PaperError:
        names = {n for size in given.shape for n in size.names} & sizes.keys()
        told = [
            f"{self.program.written(n)} = {sizes[n]} (from {i.symbol})"
            for n, (i, _) in self.program.lengths.items()
            if n in names
        ]
        what = f"{given.symbol} is {_by(shape)}, but it must be {_by(tuple(map(self.program.written, given.shape)))}"
        return PaperError(what + (f", where {', '.join(told)}" if told else ""), code="PG406")

    def __repr__(self) -> str:
        return f"<{self.backend}, {self.dtype}>\n{self.program}"


def _by(shape: tuple[Any, ...]) -> str:
    return " × ".join(map(str, shape)) or "a number"


def _plain(value: Any) -> bool:
    """Whether a value is for NumPy to take."""
    return isinstance(value, np.ndarray | list | tuple | int | float | np.generic)
