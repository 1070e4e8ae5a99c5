"""How the gradients of a paper behave: slopes and their bounds, what a chain of layers does to an error, where learning stops.

All of it is computed from what the paper defines: slopes are derived and searched for their extremes, saturation is followed along
the logits, and what happens from zero is tried out by descending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from papergrad.algebra.derive import derivative, partial
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.facts import NOTHING, Facts
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    Apply,
    Definition,
    Entry,
    Expr,
    Index,
    LogSumExp,
    Stack,
    Sum,
    Tensor,
    add,
    minus,
    mul,
)
from papergrad.algebra.simplify import simplify
from papergrad.algebra.substitution import substitute
from papergrad.algebra.terms import factors
from papergrad.algebra.traversal import children, over
from papergrad.asking.gradients import hand_of, objectives, parameters, quotient, scopes
from papergrad.asking.models import AIMS, OBSERVED
from papergrad.asking.programs import Objective, objective
from papergrad.judging.bounds import Maximum, maximum
from papergrad.judging.sampling import instances, needs
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.reading import Reading
from papergrad.reading.scope import Scope
from papergrad.records import dataclass
from papergrad.source import PaperError
from papergrad.writing import write
from papergrad.writing.apart import softmax_of
from papergrad.writing.spelling import Letters, entry, scripted, spelling

FAR = 40.0  # where a function counts as saturated
PUSHES = np.linspace(0, 12, 49)  # how far the wrong logit is ahead
STEPS, RATE = 20, 0.5  # of descent from zero
Z = "z"


@dataclass(frozen=True)
class Slope:
    """The slope of an elementwise function: its ``formula`` in z, the values it lies between, and where it is largest.

    ``ends`` are its values far on the left and on the right; ``dead`` says on which of the two it is exactly 0.
    """

    function: str
    formula: Expr
    equation: Node
    least: Fraction | float
    greatest: Fraction | float
    at: Fraction | float | None
    ends: tuple[float, float]
    dead: tuple[bool, bool]

    @property
    def saturates(self) -> bool:
        return min(self.ends) < 1e-9


@dataclass(frozen=True)
class Layer:
    """A quantity made by an elementwise function of one before it: its Jacobian, and the slope that bounds it.

    ``part_of`` is the matrix whose columns ``weights`` are some of, where what is before stands in a stack: ``W [h; x]``.
    """

    equation: Node
    slope: Slope
    weights: Node
    of: str
    by: str
    part_of: Node | None = None

    @property
    def repeated(self) -> bool:
        return self.of == self.by


@dataclass(frozen=True)
class Saturation:
    """The gradient of an objective by the logits, and how long it is where a wrong class is ahead by ``pushes``."""

    equation: Node
    pushes: np.ndarray
    lengths: np.ndarray

    @property
    def stops(self) -> bool:
        return bool(self.lengths[-1] < 0.01 * self.lengths.max())


@dataclass(frozen=True)
class Start:
    """A parameter after some steps of descent from zero: how far it got, and how many of its units differ, along an axis."""

    name: str
    moved: float
    units: int
    different: int


@dataclass(frozen=True)
class Behaviour:
    """What there is to be said about one part of a paper."""

    reading: Reading
    scope: Scope
    what: Objective

    @cached_property
    def slopes(self) -> tuple[Slope, ...]:
        """The elementwise functions that the objective is made of, by their slopes."""
        used = dict.fromkeys(f for d in self._bodies for f in _functions(d))
        return tuple(s for f in used if f in FUNCTIONS and (s := slope_of(f)) is not None)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that an error goes back through, the last first."""
        order = sorted(self.what.definitions.values(), key=lambda d: -self.scope.places.get(d.symbol, 0))
        order = [replace(d, body=_in_blocks(d.body)) for d in order]
        found = [self._layer(d, e) for d in order for e in sorted(set(_entries(d.body)), key=lambda e: e.symbol)]
        return tuple(layer for layer in found if layer is not None)

    def _layer(self, d: Definition, before: Entry) -> Layer | None:
        """The Jacobian of a layer by a vector that weights carry into it; None where there is none."""
        slope = next((s for s in self.slopes if isinstance(d.body, Apply) and s.function == d.body.function), None)
        if slope is None or not d.axes or not before.at or not isinstance(before.at[-1], Index):
            return None
        inner, outer = before.at[-1], d.axes[-1]
        weights = [
            e for e in _entries(d.body) if inner in e.at and outer in e.at and e.symbol not in self.what.definitions
        ]
        if inner in d.axes or len(weights) != 1 or before is weights[0]:
            return None
        put = Entry(f"{before.symbol}%", before.at)
        body = substitute(d.body, lambda e: Entry(put.symbol, e.at) if e.symbol == before.symbol else None)
        here = partial(body, put.symbol, (*before.at[:-1], Index(f"{inner.name}'", inner.size)))
        back = substitute(here, lambda e: Entry(before.symbol, e.at) if e.symbol == put.symbol else None)
        axes = (outer, Index(f"{inner.name}'", inner.size))
        hand, letters = self._hand, Letters(self._hand)
        whole, mark, piece = weights[0].symbol.partition("%")
        if mark:
            block = scripted(spelling(whole, hand).name, (spelling(piece, hand).name,))
            hand = replace(hand, spelled={**hand.spelled, weights[0].symbol: Spelling(block)})
        top, below = (entry(e.symbol, e.at, letters, entries=False) for e in (Entry(d.symbol, d.axes), before))
        try:
            formula = write(Tensor(simplify(_named(back, d)), axes), hand)
        except (PaperError, ValueError):
            return None
        return Layer(
            Infix((quotient(top, below), formula), ("=",)),
            slope,
            spelling(weights[0].symbol, hand).name,
            d.symbol,
            before.symbol,
            spelling(whole, hand).name if mark else None,
        )

    @cached_property
    def saturation(self) -> Saturation | None:
        """What is left of the gradient by the logits of a softmax (or a sigmoid) where it is sure of the wrong class."""
        known = self.what.definitions
        for d in known.values():
            logits = _logits(d)
            if logits is None or len(d.axes) > 1:
                continue
            z = Entry("z%", d.axes)
            free_output = Definition(d.symbol, d.axes, _with_logits(d.body, logits, z))
            put = {**known, d.symbol: free_output}
            axes = tuple(Index(f"p{n}", i.size) for n, i in enumerate(d.axes))
            found = derivative(self.what.value, z.symbol, axes, put)
            if found.running:
                continue
            return self._pushed(found.tensor, d, put)
        return None

    def _pushed(self, slope: Tensor, d: Definition, known: Mapping[str, Definition]) -> Saturation | None:
        simple = Tensor(simplify(slope.body, self._facts), slope.axes)
        hand = replace(self._hand, spelled={**self._hand.spelled, "z%": Spelling(Name("z"))})
        what = self.scope.name_of(self.what.name) or Name(self.what.name)
        try:
            formula = write(simple, hand, {d.symbol: known[d.symbol]}, lying=False)
        except (PaperError, ValueError):
            return None
        lengths = []
        shapes = {**self._inputs, "z%": d.axes}
        need = needs((simple,), known, shapes)
        world = next(instances(need, self._facts, known))
        size = int(np.prod([i.size.value(world.sizes) for i in d.axes])) if d.axes else 1
        wrong = self._wrong(world, size)
        for push in PUSHES:
            z = np.zeros(size)
            z[wrong if size > 1 else 0] = push if size > 1 or wrong else -push
            values = {**world.values, "z%": z if d.axes else z[0]}
            lengths.append(float(np.linalg.norm(evaluate(simple, World(values, world.sizes, known)))))
        return Saturation(Infix((quotient(what, Name("z")), formula), ("=",)), PUSHES, np.array(lengths))

    def _wrong(self, world: World, size: int) -> int:
        """A class that is not the one to be hit in an instance."""
        aims = [v for k, v in world.values.items() if k not in self.what.wrt and k[0] in AIMS]
        for aim in aims:
            if np.shape(aim) == (size,):
                return int(np.argmin(aim))
            if np.ndim(aim) == 0:
                return int(aim < 0.5)
        return 0

    @cached_property
    def from_zero(self) -> tuple[Start, ...]:
        """Where the parameters are after some steps of gradient descent that starts with all of them at zero."""
        known, wrt = self.what.definitions, self.what.wrt
        slopes = {k: derivative(self.what.value, k, axes, known) for k, axes in wrt.items()}
        deltas = {d.symbol: d for s in slopes.values() for d in s.running}
        tensors = {k: s.tensor for k, s in slopes.items()}
        need = needs((self.what.value, *tensors.values()), {**known, **deltas}, self._inputs)
        world = next(instances(need, self._facts, known))
        values = {k: np.zeros_like(v) if k in wrt else v for k, v in world.values.items()}
        for _ in range(STEPS):
            here = World(values, world.sizes, {**known, **deltas})
            steps = {k: np.asarray(evaluate(t, here)) for k, t in tensors.items()}
            if not all(np.all(np.isfinite(s)) for s in steps.values()):
                return ()
            values = {**values, **{k: values[k] - RATE * step for k, step in steps.items()}}
        return tuple(_start(k, np.asarray(values[k]), inner) for k in wrt for inner in [self._inner(k)])

    def _inner(self, key: str) -> int | None:
        """The axis of a weight matrix that runs over the units of a hidden layer."""
        for d in self.what.definitions.values():
            if isinstance(d.body, Apply) and d.axes:
                for e in _entries(d.body):
                    if e.symbol == key and d.axes[-1] in e.at:
                        return e.at.index(d.axes[-1])
        return None

    @cached_property
    def _hand(self) -> Style:
        return hand_of(self.scope, self.reading.reads)

    @property
    def _bodies(self) -> list[Expr]:
        return [self.what.value.body, *(d.body for d in self.what.definitions.values())]

    @property
    def _facts(self) -> Facts:
        return Facts(self.scope.known_facts())

    @property
    def _inputs(self) -> dict[str, tuple[Index, ...]]:
        return {k: tuple(Index(f"{k}%{n}", s) for n, s in enumerate(v)) for k, v in self.what.inputs.items()}


def behaviour_of(reading: Reading, of: Node | None = None, line: int | None = None) -> Behaviour:
    """How the gradients of a paper's objective (or of ``of``) behave. Raises PaperError where there is no objective."""
    problem: PaperError | None = None
    for scope in scopes(reading, line):
        for name in objectives(scope):
            found = (
                [k for k in parameters(scope, name) if k.split("_")[0] not in OBSERVED]
                if name in scope.everything
                else []
            )
            if not found:
                continue
            try:
                asked = objective(
                    reading, of or scope.name_of(name), [scope.name_of(k) or Name(k) for k in found], line
                )
                return Behaviour(reading, scope, asked)
            except PaperError as trouble:
                problem = problem or trouble
    raise problem or PaperError("nothing here is a number to be derived", hint="say which, as in --of J", code="PG422")


def slope_of(function: str) -> Slope | None:
    """The slope of a function of the table, derived and searched; None for what is defined on a part of the line only."""
    z = Entry(Z)
    body = simplify(FUNCTIONS[function].slope(z, Apply(function, z)))
    value = Tensor(body)
    with np.errstate(all="ignore"):
        far = [float(evaluate(value, World({Z: np.asarray(x)}, {}, {}))) for x in (-FAR, FAR)]
        if not np.all(np.isfinite(far)) or FUNCTIONS[function].domain != FUNCTIONS["sigmoid"].domain:
            return None
        top, low = (maximum(value, Z, {}, NOTHING, least=least) for least in (False, True))
        near = [float(evaluate(value, World({Z: np.asarray(x)}, {}, {}))) for x in (-1.0, 1.0)]
    dead = tuple(a == b == 0 for a, b in zip(far, near, strict=True))
    greatest, at = _extreme(top, max(far))
    least, _ = _extreme(low, min(far))
    left = Run((Script(function_name(function), primes=1), Fence("(", Name(Z), ")")))
    return Slope(
        function, body, Infix((left, write(value)), ("=",)), least, greatest, at, (far[0], far[1]), (dead[0], dead[1])
    )


def function_name(function: str) -> Node:
    """How a function of the table is written."""
    written = functions.write(functions.Application(function, (Name(Z),)), Style())
    return written.items[0] if isinstance(written, Run) else Name(function, font="word")


def _extreme(found: Maximum | None, end: float) -> tuple[Fraction | float, Fraction | float | None]:
    return (found.value, found.at) if found is not None else (Fraction(end).limit_denominator(1000), None)


def _start(name: str, value: np.ndarray, inner: int | None) -> Start:
    if inner is None or value.ndim == 0:
        return Start(name, float(np.abs(value).max(initial=0)), 0, 0)
    units = np.moveaxis(value, inner, 0).reshape(value.shape[inner], -1)
    different = len(np.unique(np.round(units, 12), axis=0))
    return Start(name, float(np.abs(value).max(initial=0)), len(units), different)


def _in_blocks(e: Expr) -> Expr:
    """``W [h; x]`` as ``W_h h + W_x x``: the columns that each piece of a stack meets, under a name of their own."""
    e = over(e, _in_blocks)
    if not isinstance(e, Sum):
        return e
    parts = factors(e.body)
    stack = next((f for f in parts if isinstance(f, Stack) and f.at is e.over), None)
    weights = next((f for f in parts if isinstance(f, Entry) and f.at.count(e.over) == 1), None)
    if stack is None or weights is None or len(parts) != 2:
        return e
    named = [(k, body, next(_entries(body), None)) for k, body in stack.pieces]
    if any(k is None or first is None for k, _, first in named):
        return e
    blocks = []
    for k, body, first in named:
        assert k is not None and first is not None
        at = tuple(k if a is e.over else a for a in weights.at)
        blocks.append(Sum(k, mul(Entry(f"{weights.symbol}%{first.symbol}", at), body)))
    return add(*blocks)


def _functions(e: Expr) -> Iterator[str]:
    if isinstance(e, Apply) and softmax_of(e.argument) is None:
        yield e.function
    for child in children(e):
        yield from _functions(child)


def _entries(e: Expr) -> Iterator[Entry]:
    if isinstance(e, Entry):
        yield e
    for child in children(e):
        yield from _entries(child)


def _named(e: Expr, d: Definition) -> Expr:
    """An expression with the body of a definition under its name, also where it runs."""
    return Entry(d.symbol, d.axes) if e is d.body else over(e, lambda child: _named(child, d))


def _logits(d: Definition) -> Expr | None:
    """What a softmax or a sigmoid makes probabilities of."""
    match d.body:
        case Apply("exp", argument) if (found := softmax_of(argument)) is not None:
            return found[0]
        case Apply("sigmoid", argument) if not d.axes:
            return argument
    return None


def _with_logits(body: Expr, logits: Expr, z: Entry) -> Expr:
    """The same function of logits that are free."""
    match body:
        case Apply("sigmoid", _):
            return Apply("sigmoid", z)
        case Apply("exp", argument):
            lse = next(c for t in children(argument) for c in (t, *children(t)) if isinstance(c, LogSumExp))
            return Apply("exp", add(z, minus(LogSumExp(lse.over, Entry(z.symbol, (lse.over,))))))
    return body
