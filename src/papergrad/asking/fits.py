"""A model and the arrays that somebody has: which axis runs over samples, how long things are, and the programs to fit with.

A formula for one sample is fitted by its mean over the samples. Where the paper runs over samples itself, its own sum or mean is
taken, over any part of them; a sum is scaled up, so that its value over a part estimates the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Affine, At, Definition, Entry, Expr, Extent, Index, Tensor, add, mul, number, power
from papergrad.algebra.recurrences import knots
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import entries as entries_of
from papergrad.algebra.traversal import symbols as symbols_of
from papergrad.asking.models import Model
from papergrad.learning import samples
from papergrad.learning.problem import Problem, Vector
from papergrad.learning.start import draw
from papergrad.programs import Compiled, load, schedule, with_gradients
from papergrad.records import dataclass
from papergrad.source import PaperError

SAMPLES = "samples"  # the name of their number where the paper has none


@dataclass(frozen=True, eq=False)
class Bound:
    """A model with its data. ``sampled`` are the keys that differ from sample to sample, ``encoded`` the one-hot ones that are
    given as positions, each with the axis that is left out. ``run`` names the number of samples where the paper does."""

    model: Model
    arrays: Mapping[str, Any]
    sizes: Mapping[str, int]
    given: Mapping[str, float]
    sampled: frozenset[str]
    encoded: Mapping[str, int]
    run: str
    backend: str
    dtype: str
    threads: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What is kept in a file: all but the compiled programs, which are made again."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @property
    def count(self) -> int:
        return next((len(self.arrays[key]) for key in sorted(self.sampled)), 1)

    @cached_property
    def parameters(self) -> dict[str, tuple[int, ...]]:
        return {key: tuple(s.value(self.sizes) for s in self.model.shapes[key]) for key in self.model.parameters}

    @cached_property
    def _formula(self) -> tuple[Expr, dict[str, Definition]]:
        """The objective and its definitions with one-hot vectors as positions."""
        through = lambda e: simplify(samples.looked_up(e, self.encoded)) if self.encoded else e  # noqa: E731
        known = {
            name: Definition(name, d.axes, through(d.body), None if d.start is None else through(d.start))
            for name, d in self.model.definitions.items()
        }
        return through(self.model.value), known

    def _shapes(self, per_sample: bool) -> dict[str, tuple[Size, ...]]:
        found = {}
        for key, shape in self.model.shapes.items():
            axis = self.encoded.get(key)
            left = shape if axis is None else shape[:axis] + shape[axis + 1 :]
            found[key] = (Size.of(SAMPLES), *left) if per_sample and key in self.sampled else left
        return found

    @cached_property
    def problem(self) -> Problem:
        """The objective over samples with its gradients, ready to be fitted."""
        value, known = self._formula
        if self.sampled and not self.run:
            value, known = samples.mean(value, known, self.sampled, Index("sample", Size.of(SAMPLES)))
        elif self.run:
            value = self._scaled(value, known)
        shapes = self._shapes(not self.run)
        axes = {k: tuple(Index(f"{k}%{n}", s) for n, s in enumerate(shapes[k])) for k in self.model.parameters}
        slopes, found = with_gradients(Tensor(value), axes, known)
        outputs = {"J": Tensor(value)}
        program = schedule(outputs, found, gradients=slopes, inputs=shapes, sizes=self.sizes)
        measure = schedule(outputs, known, inputs=shapes, sizes=self.sizes)
        taken = {i.symbol for i in program.inputs} - set(self.model.parameters)
        rows = {k: self.arrays[k] for k in taken & self.sampled}
        same = {k: self._alike(k) for k in (*sorted(taken - self.sampled), *program.free)}
        return Problem(program, measure, self.parameters, rows, same, self.backend, self.dtype, self.threads)

    def _alike(self, key: str) -> Any:
        """What is the same for all samples."""
        if key in self.arrays:
            return self.arrays[key]
        return self.given[key] if key in self.given else self.sizes[key]

    def start(self, seed: int = 0) -> dict[str, Vector]:
        """Values for the parameters to start from."""
        value, known = self._formula
        shapes = {key: self.model.shapes[key] for key in self.model.parameters}
        return draw(np.random.default_rng([seed, 0]), shapes, self.sizes, value, known)

    # -- what the model predicts ----------------------------------------------------------------------------------

    @cached_property
    def _predictor(self) -> Compiled:
        known = self._formula[1]
        d = known[self.model.output]
        body: Expr = Entry(d.symbol, d.axes)
        axes = d.axes
        if self.sampled and not self.run:
            sample = Index("sample", Size.of(SAMPLES))
            body, known = samples.each(body, known, self.sampled, sample)
            axes = (sample, *axes)
        return load(
            schedule({"output": Tensor(body, axes)}, known, inputs=self._shapes(not self.run), sizes=self.sizes)
        )

    def predict(self, parameters: Mapping[str, Any], arrays: Mapping[str, Any]) -> Any:
        """What the model says of other samples, by name, one row for each. Raises PaperError where the paper names no output."""
        if not self.model.output:
            raise PaperError("what the model predicts is not clear", hint="say it, as in output='ŷ'", code="PG606")
        call = self._predictor
        known = {**parameters, **self._as_fitted(arrays)}
        taken = [*(i.symbol for i in call.program.inputs), *call.program.free]
        return np.asarray(call(**{key: known[key] if key in known else self._alike(key) for key in taken}))

    def _as_fitted(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Other arrays, laid out as those the model was bound with."""
        found = {}
        for name, array in arrays.items():
            key = self.model.key(name)
            layout = key in self.sampled and not self.run, self.encoded.get(key)
            array = _typed(
                self.model, key, np.asarray(array), key in self.encoded or key in self.model.tops, self.dtype, layout
            )
            _within(self.model, key, array, self.encoded, self.sizes)
            found[key] = array
        return found

    # -- sums over samples ----------------------------------------------------------------------------------------

    def _scaled(self, value: Expr, known: Mapping[str, Definition]) -> Expr:
        """The objective with its sums over all samples scaled to what a part of them tells; means stay as they are."""
        terms = value.terms if hasattr(value, "terms") else (value,)
        moving = samples.dependent(known, self.sampled)
        up = mul(number(self.count), power(Extent(Size.of(self.run)), -1))
        found = []
        for term in terms:
            moves = not symbols_of(term).isdisjoint(moving)
            found.append(mul(up, term) if moves and self._doubles(term, known) else term)
        return add(*found)

    def _doubles(self, term: Expr, known: Mapping[str, Definition]) -> bool:
        """Whether a term is twice as large for samples that are all there twice: a sum, and no mean."""
        few = min(self.count, 3)
        parameters = draw(
            np.random.default_rng(7), {k: self.model.shapes[k] for k in self.model.parameters}, self.sizes, term, known
        )
        parameters = {k: v + 0.1 for k, v in parameters.items()}
        found = []
        for times in (1, 2):
            rows = {k: np.concatenate([self.arrays[k][:few]] * times) for k in self.sampled}
            same = {k: self._alike(k) for k in self.model.shapes if k not in self.sampled and k not in parameters}
            sizes = {**self.sizes, self.run: few * times}
            found.append(float(evaluate(Tensor(term), World({**parameters, **rows, **same}, sizes, known))))
        once, twice = found
        if np.isclose(once, twice, rtol=1e-6):
            return False
        if np.isclose(2 * once, twice, rtol=1e-6):
            return True
        raise PaperError(
            "the objective is neither a sum nor a mean over samples",
            hint="fit it with all samples at once",
            code="PG607",
        )


# -- from arrays to a bound model -------------------------------------------------------------------------------------


def bind(
    model: Model,
    arrays: Mapping[str, Any],
    *,
    sizes: Mapping[str, int] | None = None,
    given: Mapping[str, float] | None = None,
    rows: bool = False,
    backend: str = "numpy",
    dtype: str = "float64",
    threads: int | None = None,
) -> Bound:
    """A model with arrays for its data, lengths that nothing tells, and values for its settings, by name. ``rows``: the arrays
    are columns of a table, so that samples run along the first axis of each. ``threads`` as in ``programs.load``.

    Raises PaperError that says what is missing, or what does not fit.
    """
    for key, words in model.overlooked.items():
        if key not in {model.key(name) for name in arrays}:
            hint = f"to take {key} as it stands, name it: --params {key} learns it, --set {key}=1 sets it"
            raise PaperError(f"what {key} is, is not known: {words}", hint=hint, code="PG302")
    found = {model.key(name): np.asarray(array) for name, array in arrays.items()}
    chosen = {model.key(name): float(value) for name, value in (given or {}).items()}
    chosen = {**{k: v for k, v in model.settings.items() if k in model.unset}, **chosen}
    if lacking := [k for k in model.data if k not in found]:
        raise PaperError(
            f"there is no data for {', '.join(lacking)}", hint="or say params=... if it is learned", code="PG608"
        )
    if unset := [k for k in model.unset if k not in chosen and k not in found]:
        raise PaperError(
            f"the paper does not say how large {', '.join(unset)} is",
            hint=f"as in --set {unset[0]}=0.01, or given={{'{unset[0]}': 0.01}}; params to learn it",
            code="PG609",
        )
    layouts = _layouts(model, found)
    encoded = {k: axis for k, (_, axis) in layouts.items() if axis is not None}
    sampled = frozenset(k for k, (moves, _) in layouts.items() if moves)
    arrays_ = {k: _typed(model, k, found[k], k in encoded or k in model.tops, dtype, layouts[k]) for k in found}
    lengths = _lengths(model, arrays_, encoded, sampled, sizes or {})
    run = ""
    if not sampled:
        run, sampled = _explicit(model, arrays_, encoded)
    if rows and (single := [k for k in arrays_ if k not in sampled]):
        raise PaperError(
            f"{single[0]} is {_due(model, single[0])} in every sample, and the table has one number for it",
            hint=f"call its columns {single[0]}_1, {single[0]}_2, …",
            code="PG608",
        )
    if len({len(arrays_[k]) for k in sampled}) > 1:
        told = ", ".join(f"{k} has {len(arrays_[k])}" for k in sorted(sampled))
        raise PaperError(f"not all data has as many samples: {told}", code="PG608")
    return Bound(model, arrays_, lengths, chosen, sampled, encoded, run, backend, dtype, threads)


Layout = tuple[bool, int | None]  # whether the first axis runs over samples; the axis that positions stand for


def _layouts(model: Model, arrays: Mapping[str, Any]) -> dict[str, Layout]:
    """How each array lies: with an axis of samples where that fits, as the formula has it where it does not."""
    found = {key: _layout(model, key, array) for key, array in arrays.items()}
    counts = {len(arrays[key]) for key, (moves, _) in found.items() if moves}
    for key, (moves, axis) in found.items():
        array = arrays[key]
        if not moves and axis is None and array.ndim and array.dtype.kind in "iu" and len(array) in counts:
            raise PaperError(
                f"{key} has as many whole numbers as there are samples, but the paper takes it for one vector",
                hint=f"if they are positions, the paper should say that {key} is one-hot",
                code="PG608",
            )
    return found


def _layout(model: Model, key: str, array: Any) -> Layout:
    shape = model.shapes[key]
    order, last = len(shape), len(shape) - 1
    one_hot = "one-hot" in model.facts.get(key, frozenset()) and array.dtype.kind in "iub"
    for axes in (array.ndim, array.ndim - 1 if array.ndim and array.shape[-1] == 1 else None):
        if axes == order and not (one_hot and not _is_one_hot(array)):
            return False, None
        if axes == order + 1:
            return True, None
        if axes == order and one_hot:
            return True, last
        if axes == order - 1 and one_hot:
            return False, last
    labels = array.ndim == order - 1 and array.dtype.kind in "iu"
    said = f"{array.ndim} ax{'i' if array.ndim == 1 else 'e'}s"
    raise PaperError(
        f"{key} is {_due(model, key)}, and the data has {said}",
        hint=f"if {key} is one-hot, the paper should say so" if labels else "samples run along the first",
        code="PG608",
    )


def _due(model: Model, key: str) -> str:
    return " × ".join(map(str, model.shapes[key])) or "a number"


def _is_one_hot(array: Any) -> bool:
    return bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=-1) == 1))


def _typed(model: Model, key: str, array: Any, whole: bool, dtype: str, layout: Layout) -> Any:
    """An array of numbers, or of positions from 0, without an axis of length 1 that the formula does not have."""
    due = len(model.shapes[key]) + layout[0] - (layout[1] is not None)
    if array.ndim == due + 1 and array.shape[-1] == 1:
        array = array[..., 0]
    if not whole:
        return np.ascontiguousarray(array, dtype=dtype)
    if array.dtype.kind not in "iub" and not np.array_equal(array, np.floor(array)):
        raise PaperError(f"{key} holds positions: whole numbers from 0", code="PG405")
    return np.ascontiguousarray(array, dtype=np.int64)


def _lengths(
    model: Model,
    arrays: Mapping[str, Any],
    encoded: Mapping[str, int],
    sampled: frozenset[str],
    chosen: Mapping[str, int],
) -> dict[str, int]:
    """How long every axis is: by the data, by what is told, and (a vocabulary) by the largest position that is met."""
    found: dict[str, int] = {}
    for key, array in arrays.items():
        shape = [s for n, s in enumerate(model.shapes[key]) if n != encoded.get(key)]
        for size, length in zip(shape, array.shape[key in sampled :], strict=True):
            _learn(found, size, length, key)
    names = {n for shape in model.shapes.values() for s in shape for n in s.names}
    names |= {n for d in model.definitions.values() for i in d.axes for n in i.size.names}
    if wrong := [name for name in chosen if name not in names]:
        there = ", ".join(sorted(n for n in names if not n.isdigit())) or "none"
        raise PaperError(f"no length is called {wrong[0]}", hint=f"there is {there}", code="PG610")
    told = {**{name: int(value) for name, value in model.settings.items()}, **chosen}
    for name in names:
        if name.isdigit():
            found.setdefault(name, int(name))
        elif name in told and found.setdefault(name, int(told[name])) != told[name]:
            raise PaperError(f"{name} is {found[name]} in the data, not {told[name]}", code="PG608")
    reaches = [(model.tops[k], arrays[k]) for k in arrays if k in model.tops]
    reaches += [(model.shapes[k][axis], arrays[k]) for k, axis in encoded.items()]
    most: dict[str, int] = {}
    for size, array in reaches:
        if size.name is not None and size.name not in found and array.size:
            most[size.name] = max(most.get(size.name, 0), int(array.max()) + 1)
    found |= most
    for key in arrays:
        _within(model, key, arrays[key], encoded, found)
    if unknown := sorted(names - found.keys()):
        told = ", ".join(f"{name}{_axis(model, name)}" for name in unknown)
        hint = f"as in --size {unknown[0]}=16, or sizes={{'{unknown[0]}': 16}}"
        raise PaperError(f"nothing says how large {told} is", hint=hint, code="PG610")
    return found


def _axis(model: Model, name: str) -> str:
    """Where a length is met, in words: the paper may not have a name for it."""
    for key, shape in model.shapes.items():
        for n, size in enumerate(shape):
            if size.name == name:
                place = "the length" if len(shape) == 1 else f"axis {n + 1}"
                return f" ({place} of {key})"
    return ""


def _within(model: Model, key: str, array: Any, encoded: Mapping[str, int], sizes: Mapping[str, int]) -> None:
    """Raises PaperError for positions that lie beyond what they are positions in."""
    size = model.tops.get(key) if key not in encoded else model.shapes[key][encoded[key]]
    if size is None or not array.size or not size.names <= sizes.keys():
        return
    low, high = int(array.min()), int(array.max())
    if low < 0 or high >= size.value(sizes):
        wrong = low if low < 0 else high
        raise PaperError(
            f"{key} holds the position {wrong}, and {size} is {size.value(sizes)}",
            hint="positions count from 0",
            code="PG608",
        )


def _learn(found: dict[str, int], size: Size, length: int, key: str) -> None:
    """What the length of an axis tells about its name."""
    new = size.names - found.keys()
    if len(new) == 1 and (whole := size.put({n: Size.of(found[n]) for n in size.names - new})).names == new:
        name = next(iter(new))
        if name.isdigit():
            found[name] = int(name)
        else:
            weight = next(w for monomial, w in whole.terms if monomial)
            offset = next((w for monomial, w in whole.terms if not monomial), 0)
            found[name] = int((length - offset) / weight)
    if size.names <= found.keys() and size.value(found) != length:
        raise PaperError(f"{key} has an axis of {length}, but {size} is {size.value(found)}", code="PG608")


def _explicit(model: Model, arrays: Mapping[str, Any], encoded: Mapping[str, int]) -> tuple[str, frozenset[str]]:
    """The length that the paper itself gives to samples: the first axis of data, along which nothing runs or moves."""
    first = {k: model.shapes[k][0].name for k in arrays if model.shapes[k] and encoded.get(k) != 0}
    tied = {name for name, knot in knots(model.definitions).items() if knot is not None}
    runs = {s for n in tied for i in model.definitions[n].axes for s in i.size.names}
    every = [model.value, *(d.body for d in model.definitions.values())]
    for e in every:
        for entry in entries_of(e):
            shape = model.shapes.get(entry.symbol, ())
            runs |= {n for at, s in zip(entry.at, shape, strict=False) if _moves(at) for n in s.names}
    later = {n for k in model.shapes for n in (m for s in model.shapes[k][k in first :] for m in s.names)}
    later |= {n for k in model.parameters for s in model.shapes[k] for n in s.names}
    names = [n for n in first.values() if n is not None and n not in runs and n not in later]
    if not names:
        return "", frozenset()
    run = max(names, key=names.count)
    return run, frozenset(k for k, n in first.items() if n == run)


def _moves(at: At) -> bool:
    return isinstance(at, Affine)
