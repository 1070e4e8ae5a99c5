"""What is checked, as plain NumPy: a function of named arrays, and its gradient as given.

Parameters come as an array, a dict of arrays, a list (the function gets the list) or a tuple (the function gets its members
as arguments of their own). The function is evaluated in the finest arithmetic it bears: extended precision, then double,
then whatever its parameters came in. A ``Home`` says how a library keeps its arrays.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from papergrad.gradcheck.slopes import Real
from papergrad.records import dataclass
from papergrad.source import PaperError

Blocks = dict[str, np.ndarray]
UNBEARABLE = (TypeError, ValueError, RuntimeError, ArithmeticError, np.linalg.LinAlgError, PaperError)


@dataclass(frozen=True)
class Problem:
    """A function and its gradient, ready to be called at any point.

    ``given`` is the gradient at ``point`` as it was handed over; ``gradient`` is None when it came as arrays. ``eps`` is the
    precision the parameters are rounded to on their way into the function, ``claimed_eps`` the one of the gradient given.
    ``frozen``: the function is random, and draws from one seed at each call.
    """

    point: Blocks
    value: Callable[[Blocks], Real]
    given: Blocks
    gradient: Callable[[Blocks], Blocks] | None
    eps: float
    claimed_eps: float
    frozen: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Home:
    """How a library keeps its arrays.

    ``give(array, like, work)`` makes one of its arrays, in the arithmetic ``work`` or in that of ``like``; ``take`` makes it
    NumPy's; ``works`` lists the arithmetics to try, the finest first; ``around(work)`` is entered around every call;
    ``differentiate(loss, arrays)`` is its own gradient of a function of a dict; ``reseed`` restarts its random numbers.
    """

    works: tuple[str, ...]
    give: Callable[[np.ndarray, Any, str | None], Any]
    take: Callable[[Any], np.ndarray]
    eps: Callable[[Any], float]
    around: Callable[[str | None], AbstractContextManager[Any]] = nullcontext
    differentiate: Callable[[Callable[[dict[str, Any]], Any], dict[str, Any]], Mapping[str, Any]] | None = None
    reseed: Callable[[], None] | None = None


@dataclass(frozen=True)
class Structure:
    """How parameters are packed: the names of the blocks, the keys of a dict, and the way back."""

    names: tuple[str, ...]
    kind: str  # array, dict, list, tuple
    keys: tuple[Any, ...] = ()

    @staticmethod
    def of(params: Any, f: Callable[..., Any] | None) -> Structure:
        if isinstance(params, Mapping):
            return Structure(tuple(map(str, params)), "dict", tuple(params))
        if isinstance(params, tuple):
            return Structure(_arguments(f, len(params)), "tuple")
        if isinstance(params, list):
            return Structure(tuple(f"[{k}]" for k in range(len(params))), "list")
        return Structure(_arguments(f, 1), "array")

    def unpack(self, packed: Any, what: str) -> dict[str, Any]:
        """The blocks by name. Raises PaperError where they are packed in another way."""
        if self.kind == "array":
            alone = isinstance(packed, (tuple, list)) and len(packed) == 1
            return {self.names[0]: packed[0] if alone else packed}
        if self.kind == "dict":
            if not isinstance(packed, Mapping):
                raise PaperError(
                    f"{what} should be a dict like the parameters", hint=f"with the keys {', '.join(self.names)}"
                )
            keyed = {str(key): value for key, value in packed.items()}
            missing = [name for name in self.names if name not in keyed]
            if missing:
                raise PaperError(
                    f"{what} has nothing for {', '.join(missing)}", hint="give zeros where the slope is zero"
                )
            return {name: keyed[name] for name in self.names}
        if not isinstance(packed, (list, tuple)) or len(packed) != len(self.names):
            raise PaperError(f"{what} should be a list of {len(self.names)} arrays, one for each parameter")
        return dict(zip(self.names, packed, strict=True))

    def call(self, f: Callable[..., Any], blocks: Mapping[str, Any]) -> Any:
        """f of the blocks, packed as it expects them."""
        match self.kind:
            case "array":
                return f(*blocks.values())
            case "dict":
                return f(dict(zip(self.keys, blocks.values(), strict=True)))
            case "list":
                return f(list(blocks.values()))
            case _:
                return f(*blocks.values())


def _arguments(f: Callable[..., Any] | None, count: int) -> tuple[str, ...]:
    """Names for blocks that have none: the function's own argument names."""
    try:
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        names = [p.name for p in inspect.signature(f).parameters.values() if p.kind in kinds] if f is not None else []
    except (TypeError, ValueError):
        names = []
    if len(names) >= count:
        return tuple(names[:count])
    return ("x",) if count == 1 else tuple(f"[{k}]" for k in range(count))


def number(array: np.ndarray) -> Real:
    """One real number, in the precision it has."""
    if array.size != 1:
        raise PaperError(f"the function must return one number, not an array of shape {array.shape}", hint="sum it up")
    if np.iscomplexobj(array):
        raise PaperError("the function returned a complex number", hint="return its real part")
    return Real(array.reshape(())[()])


def loss_of(raw: Any) -> Any:
    """The loss in what a function returned: the first of a pair (loss, gradient), else the value itself."""
    return raw[0] if isinstance(raw, (tuple, list)) and raw else raw


def blocks_like(raw: Mapping[str, np.ndarray], point: Blocks, what: str) -> Blocks:
    """Arrays of the shapes of the parameters; a column may stand for a vector. Raises PaperError for any other shape."""
    out = {}
    for name, array in raw.items():
        shape = point[name].shape
        if array.size == point[name].size and tuple(n for n in array.shape if n > 1) == tuple(
            n for n in shape if n > 1
        ):
            array = array.reshape(shape)
        if array.shape != shape:
            turned = array.shape == shape[::-1]
            hint = "it has the shape of the transpose" if turned else "a gradient has the shape of its parameter"
            raise PaperError(f"{what} of {name} has shape {array.shape}, the parameter {shape}", hint=hint)
        out[name] = array
    return out


def problem_in(home: Home, f: Callable[..., Any], grad: Any, params: Any) -> Problem:
    """A function of arrays of one library."""
    structure = Structure.of(params, f)
    like = structure.unpack(params, "params")

    def give(blocks: Blocks, work: str | None) -> dict[str, Any]:
        return {name: home.give(array, like[name], work) for name, array in blocks.items()}

    def run(blocks: Blocks, work: str | None) -> Any:
        return structure.call(f, give(blocks, work))

    def by_itself(blocks: Blocks, work: str | None) -> Any:
        """The gradient that came without being asked for: the second of a pair, or the library's own."""
        raw = run(blocks, work)
        if isinstance(raw, (tuple, list)) and len(raw) == 2:
            return structure.unpack(raw[1], "the gradient")
        if home.differentiate is None:
            raise PaperError(
                "there is no gradient to check", hint="give grad, or let the function return (value, gradient)"
            )
        return home.differentiate(lambda arrays: loss_of(structure.call(f, arrays)), give(blocks, work))

    def by_grad(blocks: Blocks, work: str | None) -> Any:
        return structure.unpack(structure.call(grad, give(blocks, work)), "grad")

    point = {name: home.take(value).astype(Real) for name, value in like.items()}
    claim = by_itself if grad is None else by_grad if callable(grad) else structure.unpack(grad, "grad")
    return assemble(home, point, like, lambda blocks, work: loss_of(run(blocks, work)), claim)


def assemble(
    home: Home,
    point: Blocks,
    like: Mapping[str, Any],
    loss: Callable[[Blocks, str | None], Any],
    claim: Callable[[Blocks, str | None], Mapping[str, Any]] | Mapping[str, Any],
) -> Problem:
    """The problem, once the arithmetic is chosen and randomness is looked for."""
    frozen = False

    def at(blocks: Blocks, work: str | None) -> Real:
        with home.around(work):
            if frozen and home.reseed:
                home.reseed()
            return number(home.take(loss(blocks, work)))

    work = _finest(lambda kind: at(point, kind), home.works)
    before = {name: array.copy() for name, array in point.items()}
    notes: tuple[str, ...] = ()
    if home.reseed and at(point, work) != at(point, work):
        frozen = True
        frozen = at(point, work) == at(point, work)
        notes = ("the function is random; its random numbers were held fixed",) if frozen else ()
    if any(not np.array_equal(before[name], point[name], equal_nan=True) for name in point):
        raise PaperError("the function changes its parameters in place", hint="let it work on a copy")

    def gradient(blocks: Blocks, kind: str | None) -> tuple[Blocks, float]:
        with home.around(kind):
            if frozen and home.reseed:
                home.reseed()
            raw = claim(blocks, kind) if callable(claim) else claim
            eps = max((home.eps(g) for g in raw.values()), default=0.0)
            return blocks_like({name: home.take(g) for name, g in raw.items()}, point, "the gradient"), eps

    kind = work
    try:
        given, claimed_eps = gradient(point, kind)
    except UNBEARABLE:  # the gradient does not bear the arithmetic that the function does; or it is plainly broken
        kind = None
        given, claimed_eps = gradient(point, kind)
    eps = max(home.eps(value) if work is None else float(np.finfo(work).eps) for value in like.values())
    again = (lambda blocks: gradient(blocks, kind)[0]) if callable(claim) else None
    return Problem(point, lambda blocks: at(blocks, work), given, again, eps, claimed_eps, frozen, notes)


def _finest(value: Callable[[str | None], Real], works: tuple[str, ...]) -> str | None:
    """The finest arithmetic that gives the same value as the parameters' own; None is the parameters' own."""
    own = value(None)
    for work in works:
        try:
            found = value(work)
        except UNBEARABLE:
            continue
        if not np.isfinite(own) or abs(found - own) <= 1e-2 * abs(own):
            return work
    return None


# -- NumPy --------------------------------------------------------------------------------------------------------


def _give(array: np.ndarray, like: Any, work: str | None) -> np.ndarray:
    if work:
        return array.astype(work, copy=False)
    own = np.asarray(like).dtype
    return array.astype(own if own.kind == "f" else float, copy=False)


def _eps(like: Any) -> float:
    dtype = np.asarray(like).dtype
    return float(np.finfo(dtype if dtype.kind == "f" else float).eps)


NUMPY = Home(("longdouble", "float64"), _give, np.asarray, _eps, reseed=lambda: np.random.seed(0))
