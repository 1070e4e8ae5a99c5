"""What is checked, as plain NumPy: a function of named arrays, and its gradient as given.

Parameters come as an array, a dict of arrays, a list (the function gets the list) or a tuple (the function gets its members
as arguments of their own). The function is evaluated in the finest arithmetic it bears: extended precision, then double,
then whatever its parameters came in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from papergrad.gradcheck.slopes import Real
from papergrad.source import PaperError

Blocks = dict[str, np.ndarray]


@dataclass(frozen=True)
class Problem:
    """``value`` and ``gradient`` may be called at any point while ``open()`` is entered.

    ``given`` is the gradient at ``point`` as it was handed over; ``gradient`` is None when it came as arrays. ``eps`` is the
    precision the parameters are rounded to on their way into the function.
    """

    point: Blocks
    value: Callable[[Blocks], Real]
    given: Blocks
    gradient: Callable[[Blocks], Blocks] | None
    eps: float
    arithmetic: str
    notes: tuple[str, ...] = ()
    frozen: bool = False  # random numbers are drawn anew from one seed at each evaluation
    open: Callable[[], AbstractContextManager[Any]] = nullcontext


@dataclass(frozen=True)
class Structure:
    """How parameters are packed: names for the blocks, and the way back."""

    names: tuple[str, ...]
    kind: str  # array, dict, list, tuple

    @staticmethod
    def of(params: Any, f: Callable[..., Any] | None) -> Structure:
        if isinstance(params, Mapping):
            return Structure(tuple(map(str, params)), "dict")
        if isinstance(params, tuple):
            return Structure(_arguments(f, len(params)), "tuple")
        if isinstance(params, list):
            return Structure(tuple(f"[{k}]" for k in range(len(params))), "list")
        return Structure(_arguments(f, 1), "array")

    def unpack(self, params: Any, what: str) -> dict[str, Any]:
        """The blocks by name. Raises PaperError where ``params`` is packed in another way."""
        if self.kind == "array":
            return {self.names[0]: params[0] if isinstance(params, (tuple, list)) and len(params) == 1 else params}
        if self.kind == "dict":
            if not isinstance(params, Mapping):
                raise PaperError(f"{what} should be a dict like the parameters", hint=f"with the keys {', '.join(self.names)}")
            keyed = {str(k): v for k, v in params.items()}
            missing = [name for name in self.names if name not in keyed]
            if missing:
                raise PaperError(f"{what} has nothing for {', '.join(missing)}", hint="give an array of zeros where the slope is zero")
            return {name: keyed[name] for name in self.names}
        if not isinstance(params, (list, tuple)) or len(params) != len(self.names):
            raise PaperError(f"{what} should be a list of {len(self.names)} arrays, one for each parameter")
        return dict(zip(self.names, params, strict=True))

    def call(self, f: Callable[..., Any], blocks: Mapping[str, Any], keys: tuple[Any, ...] = ()) -> Any:
        match self.kind:
            case "array":
                return f(blocks[self.names[0]])
            case "dict":
                return f(dict(zip(keys, blocks.values(), strict=True)) if keys else dict(blocks))
            case "list":
                return f(list(blocks.values()))
            case _:
                return f(*blocks.values())


def _arguments(f: Callable[..., Any] | None, count: int) -> tuple[str, ...]:
    """Names for blocks that have none: the function's own argument names."""
    try:
        names = [p.name for p in inspect.signature(f).parameters.values()] if f is not None else []  # type: ignore[arg-type]
    except (TypeError, ValueError):
        names = []
    if len(names) >= count:
        return tuple(names[:count])
    return ("x",) if count == 1 else tuple(f"[{k}]" for k in range(count))


def scalar(raw: Any) -> Any:
    """The loss in what a function returned: the first of a pair (loss, gradient), else the value itself."""
    return raw[0] if isinstance(raw, (tuple, list)) and raw else raw


def number(raw: Any) -> Real:
    """One real number, kept in the precision it has."""
    array = np.asarray(raw)
    if array.size != 1:
        raise PaperError(f"the function must return one number, not an array of shape {array.shape}", hint="sum it up, or weigh it")
    if np.iscomplexobj(array):
        raise PaperError("the function returned a complex number", hint="return its real part")
    return Real(array.reshape(())[()])


def blocks_like(raw: Mapping[str, Any], point: Blocks, what: str) -> Blocks:
    """Arrays of the shapes of the parameters. Raises PaperError that names the block whose shape differs."""
    out = {}
    for name, value in raw.items():
        array = np.asarray(value)
        if array.shape != point[name].shape and array.size == point[name].size and 1 in (*array.shape, *point[name].shape, array.ndim):
            array = array.reshape(point[name].shape)
        if array.shape != point[name].shape:
            hint = "it has the shape of the transpose" if array.shape == point[name].shape[::-1] else "a gradient has the shape of its parameter"
            raise PaperError(f"{what} of {name} has shape {array.shape}, the parameter {point[name].shape}", hint=hint)
        out[name] = array
    return out


def numpy_problem(f: Callable[..., Any], grad: Any, params: Any) -> Problem:
    """A NumPy function (or any that takes and returns arrays of numbers)."""
    structure = Structure.of(params, f)
    keys = tuple(params) if structure.kind == "dict" else ()
    original = {name: np.asarray(value) for name, value in structure.unpack(params, "params").items()}
    original = {name: a if a.dtype.kind == "f" else a.astype(float) for name, a in original.items()}
    point = {name: a.astype(Real) for name, a in original.items()}

    def run(blocks: Blocks, work: type | None) -> Any:
        cast = {k: a.astype(original[k].dtype if work is None else work, copy=False) for k, a in blocks.items()}
        return structure.call(f, cast, keys)

    work, arithmetic = _finest(lambda dtype: number(scalar(run(point, dtype))), original)
    before = {name: a.copy() for name, a in point.items()}
    run(point, work)
    if any(not np.array_equal(before[name], point[name]) for name in point):
        raise PaperError("the function changes its parameters in place", hint="let it work on a copy")
    eps = max(float(np.finfo(a.dtype if work is None else work).eps) for a in original.values())

    def value(blocks: Blocks) -> Real:
        return number(scalar(run(blocks, work)))

    if grad is None:
        returned = run(point, work)
        if not (isinstance(returned, (tuple, list)) and len(returned) == 2):
            raise PaperError("there is no gradient to check", hint="give grad, or let the function return (value, gradient)")

        def grad(*args: Any) -> Any:
            return f(*args)[1]

    if not callable(grad):
        return Problem(point, value, blocks_like(structure.unpack(grad, "grad"), point, "the gradient"), None, eps, arithmetic)

    def gradient(blocks: Blocks, dtype: type | None = work) -> Blocks:
        cast = {k: a.astype(original[k].dtype if dtype is None else dtype) for k, a in blocks.items()}
        return blocks_like(structure.unpack(structure.call(grad, cast, keys), "grad"), point, "the gradient")

    try:
        given = gradient(point)
    except (TypeError, ValueError, np.linalg.LinAlgError):
        work_grad: type | None = None  # the gradient does not bear the arithmetic of the function

        def plain(blocks: Blocks) -> Blocks:
            return gradient(blocks, work_grad)

        return Problem(point, value, plain(point), plain, eps, arithmetic)
    return Problem(point, value, given, gradient, eps, arithmetic)


def _finest(value: Callable[[type | None], Real], original: Blocks) -> tuple[type | None, str]:
    """The finest arithmetic that gives the same value as the parameters' own."""
    own = value(None)
    types = {a.dtype for a in original.values()}
    for work, name in ((np.longdouble, "extended precision"), (np.float64, "double precision")):
        if types == {np.dtype(work)}:
            break
        try:
            found = value(work)
        except (TypeError, ValueError, np.linalg.LinAlgError, PaperError):
            continue
        if abs(found - own) <= 1e-2 * abs(own) or not np.isfinite(own):
            return work, name
    return None, " and ".join(sorted(str(t) for t in types))
