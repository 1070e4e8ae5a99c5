"""The living definition of what an expression means: slow, obviously right, for numbers of any precision.

Every node is an array over its free indices, in the order of ``_order``; nodes meet by broadcasting. Works with float64,
longdouble, complex and (as objects) mpmath numbers: the type of the given values decides.

Three conventions. Entries outside a tensor are 0, and before the first position of a recurrence stands its ``start``.
Zero times anything is 0, as in ``0 log 0``. Where numbers are complex, comparisons look at real parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal, assert_never

import numpy as np

from papergrad.algebra.elimination import solved
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Definitions,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Part,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    Tensor,
)
from papergrad.algebra.recurrences import Knot, circle, knots
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import free, symbols
from papergrad.effort import spend
from papergrad.records import dataclass
from papergrad.remembered import remembered
from papergrad.source import LimitError, PaperError

Array = Any  # np.ndarray[Any, Any]; arithmetic of arrays is Any to NumPy itself
Axes = tuple[Index, ...]
Laid = tuple[tuple[int, Axes, Axes], ...]  # which value, its axes, and those that it is laid out over

MOST_CELLS = 50_000_000  # of one array on the way, and of all the large ones that a world remembers
LARGE = 4_096  # cells; what is smaller is not counted


class _Lost:
    """Whether any number that was computed got too small for floats, so that they have 0 in its place; NumPy calls it then.

    ``undefined``: whether nothing was taken for nothing times what is not defined.
    """

    ever = False
    undefined = False

    def __call__(self, what: str, flag: int) -> None:
        self.ever = True


@dataclass(frozen=True)
class World:
    """One instance: numbers for the inputs, lengths for the size names, and what defines the rest.

    A symbol with a value is that value, even where a definition exists. What was computed once is remembered here, so
    many tensors of one world share their work.

    Nothing times what is not defined is nothing: that of ``[z > 0] log z``. ``strict``: so it is only where a condition gives the
    nothing, and the t of ``t / t`` does not.
    """

    values: Mapping[str, Array]
    sizes: Mapping[str, int]
    definitions: Definitions = field(default_factory=dict)
    room: int = MOST_CELLS
    strict: bool = False
    _nodes: dict[Expr, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    _tensors: dict[str, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lengths: dict[Size, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _large: list[int] = field(default_factory=list, init=False, repr=False, compare=False)  # cells of the large arrays
    lost: _Lost = field(default_factory=_Lost, init=False, repr=False, compare=False)

    @cached_property
    def dtype(self) -> np.dtype[Any]:
        """The type of numbers: the widest of the values, at least float64."""
        kinds = [np.asarray(value).dtype for value in self.values.values()]
        return np.dtype(object) if any(k.kind == "O" for k in kinds) else np.result_type(np.float64, *kinds)

    @cached_property
    def exact(self) -> bool:
        """Whether the numbers are mpmath's."""
        return bool(self.dtype == object)

    @cached_property
    def knots(self) -> dict[str, Knot | None]:
        """The recurrences among the definitions that have no value here."""
        return knots({name: d for name, d in self.definitions.items() if name not in self.values})

    @cached_property
    def context(self) -> Any:
        """The mpmath context of a world of mpmath numbers."""
        return next(
            x.context for a in self.values.values() for x in np.asarray(a, object).flat if hasattr(x, "context")
        )

    def length(self, size: Size) -> int:
        """How long an axis is here. Raises PaperError where a name has no number."""
        if size not in self._lengths:
            try:
                self._lengths[size] = size.value(self.sizes)
            except KeyError as missing:
                raise PaperError(f"the size {missing.args[0]} has no number here", code="PG321") from None
        return self._lengths[size]

    def constant(self, value: Fraction) -> Any:
        """An exact number in this world's type of numbers."""
        if self.exact:
            return self.context.mpf(value.numerator) / value.denominator
        if self.dtype in (np.longdouble, np.clongdouble):
            return np.longdouble(value.numerator) / np.longdouble(value.denominator)
        return float(value)


def evaluate(tensor: Tensor, world: World, underflow: Literal["call", "raise"] = "call") -> Array:
    """The array of a tensor, one axis per index of ``tensor.axes``.

    Where numbers get too small for floats, the world knows that from then on (``lost``). Raises PaperError for a symbol or size
    without a value, and LimitError where the world has no room for what is needed; FloatingPointError where numbers get too
    small for floats, if ``underflow`` says so.
    """
    with np.errstate(all="ignore", under=underflow, call=world.lost):
        return _evaluated(tensor, world)


def _evaluated(tensor: Tensor, world: World) -> Array:
    """The array of a tensor, where it is said already what becomes of numbers that floats do not hold."""
    spend()
    value = _Page(world).value(tensor.body)
    have = _order(tensor.body)
    unbound = [i.name for i in have if i not in tensor.axes]
    if unbound:
        raise PaperError(f"the index {', '.join(unbound)} runs nowhere", code="PG322")
    if have != tensor.axes:
        ordered = tuple(i for i in tensor.axes if i in have)
        value = _lay(np.transpose(value, [have.index(i) for i in ordered]), ordered, tensor.axes)
    return np.array(_stretched(value, tuple([world.length(i.size) for i in tensor.axes])))


def _stretched(value: Array, shape: tuple[int, ...]) -> Array:
    return value if value.shape == shape else np.broadcast_to(value, shape)


@remembered(Part)
def _order(e: Expr) -> Axes:
    """The free indices of a node in the order of its array's axes."""
    return _sorted(free(e))


@lru_cache(maxsize=4096)
def _sorted(indices: frozenset[Index]) -> Axes:
    return tuple(sorted(indices, key=lambda i: (i.name, str(i.size))))


@lru_cache(maxsize=65536)
def _spread(have: Axes, want: Axes) -> tuple[Any, ...]:
    """The subscript that lays an array over ``have`` out over ``want`` (which has them in the same order)."""
    return tuple(slice(None) if i in have else None for i in want)


def _lay(value: Array, have: Axes, want: Axes) -> Array:
    """An array over ``have``, laid out over ``want``."""
    return value if have == want else value[_spread(have, want)]


@dataclass(frozen=True)
class _Plan:
    """How nested sums over a product are computed. Every step makes one value more out of those before it, which it multiplies,
    each laid out over more axes, and sums along one of them; with nothing to multiply, it is a length."""

    factors: tuple[Expr, ...]
    steps: tuple[tuple[Index, Laid, int], ...]
    last: Laid


@remembered(Part)
def _plan_of_all(e: Sum) -> _Plan:
    """The plan where no index is fixed: one for all evaluations."""
    return _plan(e, _order(e), _order)


def _plan(e: Sum, axes: Axes, axes_of: Callable[[Expr], Axes]) -> _Plan:
    left, body = [e.over], e.body
    while isinstance(body, Sum) and body.over not in left and body.over not in axes:
        left.append(body.over)
        body = body.body
    factors = body.factors if isinstance(body, Mul) else (body,)
    parts = {k: axes_of(f) for k, f in enumerate(factors)}
    steps: list[tuple[Index, Laid, int]] = []
    while left:
        i = min(left, key=lambda i: len({k for have in parts.values() if i in have for k in have}))
        left.remove(i)
        touched = {k: have for k, have in parts.items() if i in have}
        parts = {k: have for k, have in parts.items() if k not in touched}
        want = _sorted(frozenset(k for have in touched.values() for k in have))
        laid = tuple((k, have, want) for k, have in touched.items())
        parts[len(factors) + len(steps)] = tuple(k for k in want if k is not i)
        steps.append((i, laid, want.index(i) if touched else 0))
    return _Plan(factors, tuple(steps), tuple((k, have, axes) for k, have in parts.items()))


class _Page:
    """What is known while some running indices stand at fixed positions (``fixed``); without any, memory is the world's."""

    def __init__(self, world: World, fixed: Mapping[Index, int] | None = None, busy: frozenset[str] = frozenset()):
        self.world, self.fixed, self.busy = world, dict(fixed or {}), busy
        self.nodes = {} if self.fixed else world._nodes
        self.outer = self if not self.fixed else _Page(world)

    def axes(self, e: Expr) -> Axes:
        have = _order(e)
        return tuple(i for i in have if i not in self.fixed) if self.fixed else have

    def value(self, e: Expr) -> Array:
        """The array of a node over ``axes(e)``."""
        if e in self.nodes:
            return self.nodes[e]
        if self.fixed and free(e).isdisjoint(self.fixed) and symbols(e).isdisjoint(self.busy):
            result = self.outer.value(e)
        else:
            result = self._array(self._compute(e))
        if result.size > LARGE:
            self._count(result.size)
        self.nodes[e] = result
        return result

    def _count(self, cells: int) -> None:
        self.world._large.append(cells)
        if sum(self.world._large) > self.world.room:
            raise LimitError("more numbers would be needed on the way than there is room for", code="PG903")

    def _array(self, value: Any) -> Array:
        if self.world.exact:
            return np.asarray(value, dtype=object)
        return value if type(value) is np.ndarray else np.asarray(value)

    def over(self, e: Expr, want: Axes) -> Array:
        """A node's array, laid out over more axes."""
        return _lay(self.value(e), self.axes(e), want)

    def _truth(self, condition: Array) -> Array:
        zero, one = self.world.constant(Fraction(0)), self.world.constant(Fraction(1))
        return np.where(condition, one, zero)

    def _compute(self, e: Expr) -> Array:
        axes = self.axes(e)
        match e:
            case Mul(factors):
                return self._times([self.over(factor, axes) for factor in factors], list(map(_of_condition, factors)))
            case Entry():
                return self._entry(e, axes)
            case Add(terms):
                result = self.over(terms[0], axes)
                for term in terms[1:]:
                    result = result + self.over(term, axes)
                return result
            case Number(value):
                return self._array(self.world.constant(value))
            case Apply(function, argument):
                return self._apply(function, self.value(argument))
            case Power(base, exponent):
                return self._power(self.over(base, axes), exponent, axes)
            case Sum():
                return self._sum(e, axes)
            case Extent(size):
                return self._array(self.world.constant(Fraction(self.world.length(size))))
            case Position(at):
                return self._numbers(self._places(at, axes) + 1)
            case Delta(one, other):
                return self._truth(self._places(one, axes) == self._places(other, axes))
            case Indicator(relation, left, right):
                a, b = _real(self.over(left, axes)), _real(self.over(right, axes))
                return self._truth(a > b if relation == ">" else a >= b if relation == ">=" else a == b)
            case Product(i, body):
                return np.prod(self._along(body, i, axes), axis=-1)
            case LogSumExp(i, body):
                z = self._along(body, i, axes)
                top = np.max(_real(z), axis=-1, keepdims=True)
                top = np.where(abs(top) < np.inf, top, 0)
                return self._apply("log", np.sum(self._apply("exp", z - top), axis=-1)) + top[..., 0]
            case Select(i, key, body):
                keys, bodies = np.broadcast_arrays(self._along(key, i, axes), self._along(body, i, axes))
                chosen = np.argmax(_real(keys), axis=-1)
                return np.take_along_axis(bodies, chosen[..., None], axis=-1)[..., 0]
            case Cases(branches, otherwise):
                result = self.over(otherwise, axes)
                for condition, branch in reversed(branches):
                    result = np.where(_real(self.over(condition, axes)) != 0, self.over(branch, axes), result)
                return result
            case Inverse() | Determinant():
                return self._matrix(e, axes)
            case Stack():
                return self._stack(e, axes)
            case _:
                assert_never(e)

    def _numbers(self, places: Array) -> Array:
        """Whole numbers in this world's type of numbers."""
        if self.world.exact:
            return np.asarray(np.frompyfunc(self.world.context.mpf, 1, 1)(places.astype(object)), dtype=object)
        return places.astype(self.world.dtype)

    def _times(self, factors: list[Array], of_conditions: list[bool]) -> Array:
        result = factors[0]
        for factor in factors[1:]:
            _limit(result, factor)
            result = self._array(result * factor)
        if self.world.exact or not np.isfinite(np.add.reduce(result, axis=None)):
            for factor, of_condition in zip(factors, of_conditions, strict=True):
                if self.world.strict and not of_condition:
                    continue
                self.world.lost.undefined = True
                result = np.where(factor == 0, self.world.constant(Fraction(0)), result)
        return result

    def _apply(self, function: str, x: Array) -> Array:
        row = FUNCTIONS[function]
        if not self.world.exact:
            return row.value(x)
        return _each(lambda v: _defined(row.exact, v), x)

    def _power(self, base: Array, exponent: Expr, axes: Axes) -> Array:
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            n = int(exponent.value)
            if self.world.exact:
                return _each(lambda v: _defined(lambda u: u**n, v), base)
            return base * base if n == 2 else 1 / base if n == -1 else np.power(base, n if n >= 0 else float(n))
        if isinstance(exponent, Number) and exponent.value == Fraction(1, 2) and not self.world.exact:
            return np.sqrt(base)
        up = self.over(exponent, axes)
        if not self.world.exact:
            return np.power(base, up)
        return np.asarray(np.frompyfunc(lambda b, p: _defined(lambda u: u**p, b), 2, 1)(base, up), dtype=object)

    def _along(self, body: Expr, i: Index, axes: Axes) -> Array:
        """A body with the axis of ``i`` last, at full length."""
        want = _sorted(frozenset((*axes, i)))
        value = np.moveaxis(self.over(body, want), want.index(i), -1)
        return _stretched(value, (*value.shape[:-1], self.world.length(i.size)))

    def _sum(self, e: Sum, axes: Axes) -> Array:
        """Nested sums over a product: one index after the other, each over the factors that need it, cheapest first."""
        plan = _plan(e, axes, self.axes) if self.fixed else _plan_of_all(e)
        values = [self.value(f) for f in plan.factors]
        of_conditions = list(map(_of_condition, plan.factors))
        for over, parts, along in plan.steps:
            if parts:
                laid = [_lay(values[k], have, want) for k, have, want in parts]
                value = self._times(laid, [of_conditions[k] for k, _, _ in parts])
                values.append(self._array(np.add.reduce(value, axis=along)))
            else:
                values.append(self._array(self.world.constant(Fraction(self.world.length(over.size)))))
            of_conditions.append(False)
        laid = [_lay(values[k], have, want) for k, have, want in plan.last]
        return self._times(laid, [of_conditions[k] for k, _, _ in plan.last])

    def _places(self, at: At, axes: Axes) -> Array:
        """The positions of a subscript (from 0), laid out over axes."""
        match at:
            case Index():
                if at in self.fixed:
                    return np.asarray(self.fixed[at])[(None,) * len(axes)]
                return np.arange(self.world.length(at.size))[_spread((at,), axes)]
            case Affine(terms, offset):
                result = np.asarray(self.world.length(offset))[(None,) * len(axes)]
                for inner, weight in terms:
                    times = weight if isinstance(weight, int) else self.world.length(weight)
                    result = result + times * self._places(inner, axes)
                return result
            case Lookup(symbol, inside):
                found = self._gather(self._tensor(symbol, inside), inside, axes)
                return np.rint(_real(found).astype(float)).astype(int)
            case _:
                assert_never(at)

    def _tensor(self, symbol: str, at: tuple[At, ...]) -> Array:
        """The array of a symbol that is read at some subscripts."""
        array = self.world_tensor(symbol)
        if array.ndim != len(at):
            raise PaperError(f"{symbol} has {array.ndim} axes in one place and {len(at)} in another", code="PG323")
        return array

    def _gather(self, array: Array, at: tuple[At, ...], axes: Axes) -> Array:
        """The entries of an array at subscripts, over axes; 0 outside the array."""
        if at == axes and array.shape == tuple([self.world.length(a.size) for a in axes]):
            return array
        if len(axes) == len(at) == len(set(at)) and all(
            isinstance(a, Index) and a in axes and n == self.world.length(a.size)
            for a, n in zip(at, array.shape, strict=True)
        ):
            return np.transpose(array, [at.index(i) for i in axes])
        places = [self._places(a, axes) for a in at]
        inside: Any = True
        for p, n in zip(places, array.shape, strict=True):
            inside = inside & (p >= 0) & (p < n)
        if 0 in array.shape:
            return np.where(inside, 0, 0) * self._array(self.world.constant(Fraction(1)))
        found = array[tuple(np.clip(p, 0, n - 1) for p, n in zip(places, array.shape, strict=True))]
        return np.where(inside, found, self.world.constant(Fraction(0)))

    def _entry(self, e: Entry, axes: Axes) -> Array:
        result = self._gather(self._tensor(e.symbol, e.at), e.at, axes)
        knot = self.world.knots.get(e.symbol) if e.symbol not in self.world.values else None
        definition = self.world.definitions.get(e.symbol)
        if knot is None or definition is None or definition.start is None:
            return result
        # before the first position stands the start, over the other axes
        place = knot.place[e.symbol]
        along = self._places(e.at[place], axes)
        before = along < 0 if knot.step > 0 else along >= self.world.length(definition.axes[place].size)
        if not before.any():
            return result
        others = definition.axes[:place] + definition.axes[place + 1 :]
        start = _evaluated(Tensor(definition.start, others), self.world)
        return np.where(before, self._gather(start, e.at[:place] + e.at[place + 1 :], axes), result)

    def world_tensor(self, symbol: str) -> Array:
        """The whole array of a symbol: given, or computed from its definition."""
        world = self.world
        if symbol not in world._tensors:
            if symbol in world.values:
                world._tensors[symbol] = self._given(world.values[symbol])
            elif symbol in world.knots:
                knot = world.knots[symbol]
                if knot is None:
                    raise circle(symbol)
                self._run(knot)
            elif symbol in world.definitions:
                definition = world.definitions[symbol]
                world._tensors[symbol] = _evaluated(Tensor(definition.body, definition.axes), world)
            else:
                raise PaperError(f"{symbol} has no value and no definition here", code="PG324")
        return world._tensors[symbol]

    def _given(self, value: Array) -> Array:
        if not self.world.exact:
            return np.asarray(value, dtype=self.world.dtype)
        return _each(
            lambda x: x if hasattr(x, "context") else self.world.context.mpf(x), np.asarray(value, dtype=object)
        )

    def _run(self, knot: Knot) -> None:
        """Compute the members of a recurrence position by position."""
        world, busy = self.world, frozenset(knot.members)
        members = [(name, world.definitions[name], knot.place[name]) for name in knot.members]
        for name, definition, _ in members:
            shape = tuple(world.length(i.size) for i in definition.axes)
            world._tensors[name] = np.full(shape, world.constant(Fraction(0)), dtype=world.dtype)
        try:
            length = max(world._tensors[name].shape[place] for name, _, place in members)
            for t in range(length)[:: knot.step]:
                pages: dict[Index, _Page] = {}
                for name, definition, place in members:
                    along = definition.axes[place]
                    page = pages.setdefault(along, _Page(world, {along: t}, busy))
                    rest = definition.axes[:place] + definition.axes[place + 1 :]
                    have = page.axes(definition.body)
                    ordered = tuple(i for i in rest if i in have)
                    value = np.transpose(page.value(definition.body), [have.index(i) for i in ordered])
                    if t < world._tensors[name].shape[place]:
                        world._tensors[name][(slice(None),) * place + (t,)] = _lay(value, ordered, rest)
        except BaseException:
            for name in knot.members:
                del world._tensors[name]
            raise

    def _matrix(self, e: Inverse | Determinant, axes: Axes) -> Array:
        batch = tuple(i for i in self.axes(e.body) if i not in (e.row, e.column))
        value = self.over(e.body, _sorted(frozenset((*batch, e.row, e.column))))
        have = _sorted(frozenset((*batch, e.row, e.column)))
        value = np.moveaxis(value, [have.index(e.row), have.index(e.column)], [-2, -1])
        length = self.world.length(e.row.size)
        if length != self.world.length(e.column.size):
            raise PaperError(f"the matrix is {length} × {self.world.length(e.column.size)}, not square", code="PG325")
        value = np.broadcast_to(value, (*value.shape[:-2], length, length))
        determinant, inverse = solved(value, self.world.dtype, self.world.constant)
        if isinstance(e, Determinant):
            return determinant
        return self._gather(np.moveaxis(inverse, [-2, -1], [0, 1]), (e.i, e.j, *batch), axes)

    def _stack(self, e: Stack, axes: Axes) -> Array:
        batch = _sorted(frozenset(i for k, body in e.pieces for i in self.axes(body) if i is not k))
        shape = tuple(self.world.length(i.size) for i in batch)
        parts = []
        for k, body in e.pieces:
            part = self.over(body, batch)[None] if k is None else np.moveaxis(self._along(body, k, batch), -1, 0)
            parts.append(np.broadcast_to(part, (part.shape[0], *shape)))
        return self._gather(np.concatenate(parts, axis=0), (e.at, *batch), axes)


def _of_condition(e: Expr) -> bool:
    return isinstance(e, (Indicator, Delta))


def _real(x: Array) -> Array:
    return x.real if np.iscomplexobj(x) else x


def _each(f: Any, x: Array) -> Array:
    return np.asarray(np.frompyfunc(f, 1, 1)(x), dtype=object)


def _defined(f: Any, x: Any) -> Any:
    """``f(x)`` for an mpmath number, nan outside the (real) domain, as NumPy has it."""
    try:
        y = f(x)
    except (ZeroDivisionError, ValueError, OverflowError):
        return x.context.nan
    return y if hasattr(x, "_mpc_") or not hasattr(y, "_mpc_") else x.context.nan


def _limit(one: Array, other: Array) -> None:
    if one.size * other.size <= MOST_CELLS:
        return
    cells = 1
    for a, b in zip(one.shape, other.shape, strict=True):
        cells *= max(a, b)
    if cells > MOST_CELLS:
        raise LimitError(f"an array of {cells} numbers would be needed", hint="smaller sizes", code="PG903")
