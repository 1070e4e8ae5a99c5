"""Random instances of a claim: small sizes, values that respect what the text says, nothing special about either.

Sizes are pairwise distinct, so that a product in the wrong order cannot conform by luck; values lie in ±[0.3, 1.5], far
from the saturation of any function of the table, and no two of them agree, so that no kink is hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from papergrad.algebra.evaluate import World
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import (
    Affine, At, Definitions, Entry, Expr, Extent, Index, Lookup, Tensor, binders, children, subscripts,
)  # fmt: skip
from papergrad.algebra.sizes import Size
from papergrad.source import PaperError

Inputs = Mapping[str, tuple[Index, ...]]

# -- what a claim needs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Needs:
    """All that has to be chosen before a claim can be evaluated."""

    inputs: Inputs
    sizes: tuple[str, ...]
    lengths: tuple[Size, ...]  # every axis; each must become a whole number of at least 1
    ranges: Mapping[str, Size]  # a tensor of positions -> the axis it points into


def _nodes(e: Expr) -> Iterator[Expr]:
    """Every node of an expression, each shared part once."""
    stack, seen = [e], {e}
    while stack:
        node = stack.pop()
        yield node
        for child in children(node):
            if child not in seen:
                seen.add(child)
                stack.append(child)


class _Survey:
    """What the expressions seen so far mention."""

    def __init__(self, definitions: Definitions, inputs: Inputs):
        self.definitions, self.declared = definitions, inputs
        self.inputs: dict[str, tuple[Index, ...]] = {}
        self.names: set[str] = set()
        self.lengths: dict[Size, None] = {}
        self.ranges: dict[str, Size] = {}
        self.todo: list[Expr] = []
        self.done: set[str] = set()

    def axes(self, axes: Iterable[Index]) -> None:
        for i in axes:
            self.lengths[i.size] = None
            self.names |= i.size.names

    def mention(self, symbol: str, at: Sequence[At]) -> tuple[Index, ...]:
        """The axes of a symbol; a defined one is looked into."""
        if symbol in self.definitions:
            d = self.definitions[symbol]
            if symbol not in self.done:
                self.done.add(symbol)
                self.axes(d.axes)
                self.todo += [d.body] if d.start is None else [d.body, d.start]
            return d.axes
        if symbol not in self.inputs:
            axes = self.declared.get(symbol)
            if axes is None:
                if not all(isinstance(a, Index) for a in at):
                    raise PaperError(f"the shape of {symbol} is not known", code="PG903")
                axes = tuple(a for a in at if isinstance(a, Index))
            self.inputs[symbol] = axes
            self.axes(axes)
        return self.inputs[symbol]

    def place(self, at: At) -> None:
        match at:
            case Index():
                self.axes((at,))
            case Affine(terms, offset):
                self.names |= offset.names
                for inner, _ in terms:
                    self.place(inner)
            case Lookup(symbol, inside):
                self.mention(symbol, inside)
                for inner in inside:
                    self.place(inner)

    def node(self, e: Expr) -> None:
        for bound in binders(e):
            self.axes(bound)
        for at in subscripts(e):
            self.place(at)
        match e:
            case Extent(length):
                self.names |= length.names
            case Entry(symbol, at):
                for axis, where in zip(self.mention(symbol, at), at, strict=False):
                    for lookup in _lookups(where):
                        self.ranges.setdefault(lookup.symbol, axis.size)


def _lookups(at: At) -> Iterator[Lookup]:
    match at:
        case Lookup():
            yield at
        case Affine(terms):
            for inner, _ in terms:
                yield from _lookups(inner)


def needs(tensors: Iterable[Tensor], definitions: Definitions, inputs: Inputs) -> Needs:
    """What the tensors mention, directly or through definitions.

    A symbol that is neither defined nor declared counts as an input if its subscripts show its axes; PaperError otherwise.
    """
    survey = _Survey(definitions, inputs)
    for tensor in tensors:
        survey.axes(tensor.axes)
        survey.todo.append(tensor.body)
    while survey.todo:
        for node in _nodes(survey.todo.pop()):
            survey.node(node)
    return Needs(survey.inputs, tuple(sorted(survey.names)), tuple(survey.lengths), survey.ranges)


# -- sizes --------------------------------------------------------------------------------------------------------


def _whole(length: Size, sizes: Mapping[str, int]) -> bool:
    total = Fraction(0)
    for monomial, weight in length.terms:
        for name, power in monomial:
            weight *= Fraction(sizes[name]) ** power
        total += weight
    return total.denominator == 1 and total >= 1


def choose_sizes(need: Needs, rng: np.random.Generator, fixed: Mapping[str, int | str] | None = None) -> dict[str, int]:
    """A small size for every name, all different where possible, every axis a whole number of entries.

    ``fixed`` gives some names a number, or the name whose size they share.
    """
    fixed = fixed or {}
    free = [name for name in need.sizes if name not in fixed]
    constants = {int(length.number) for length in need.lengths if length.number is not None}
    top = max(7, len(free) + 2)
    room = [n for n in range(2, top + 1) if n not in constants] or list(range(2, top + 1))
    choice: dict[str, int] = {}
    for attempt in range(200):
        distinct = attempt < 120 and len(free) <= len(room)
        drawn = rng.choice(room if attempt < 60 or not distinct else range(2, top + 3), size=len(free), replace=not distinct)
        choice = {name: int(n) for name, n in zip(free, drawn, strict=True)}
        choice |= {name: n if isinstance(n, int) else choice[n] for name, n in fixed.items()}
        if all(_whole(length, choice) for length in need.lengths):
            break
    return choice


# -- values -------------------------------------------------------------------------------------------------------

Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]


def _free(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    # Matrices are scaled down so that the tenth layer of a net is no further from zero than the first.
    scale = 1 / np.sqrt(max(shape[-2:])) if len(shape) >= 2 else 1.0
    return _positive(rng, shape) * rng.choice([-1.0, 1.0], size=shape) * scale


def _positive(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return rng.uniform(0.3, 1.5, size=shape)


def _one_hot(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    if not shape:
        return np.float64(rng.integers(0, 2)) * np.ones(())
    return np.eye(shape[-1])[rng.integers(0, shape[-1], size=shape[:-1])]


def _probability(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    if not shape:
        return rng.uniform(0.1, 0.9, size=())
    raw = _positive(rng, shape)
    return raw / raw.sum(axis=-1, keepdims=True)


def _sum_one(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    raw = _free(rng, shape)
    return raw + (1 - raw.sum(axis=-1, keepdims=True)) / shape[-1] if shape else np.ones(())


def _square(shape: tuple[int, ...]) -> bool:
    return len(shape) >= 2 and shape[-1] == shape[-2]


def _symmetric(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    raw = _free(rng, shape)
    return (raw + raw.swapaxes(-1, -2)) / 2 if _square(shape) else raw


def _definite(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    raw = _free(rng, shape)
    return raw @ raw.swapaxes(-1, -2) + np.eye(shape[-1]) if _square(shape) else _positive(rng, shape)


def _orthogonal(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    if len(shape) < 2:
        return _free(rng, shape)
    long = max(shape[-2:])
    return np.linalg.qr(rng.normal(size=(*shape[:-2], long, long)))[0][..., : shape[-2], : shape[-1]]


# What a text can say about a tensor, the strictest first: the first property a symbol has decides how it is drawn.
PROPERTIES: dict[str, Draw] = {
    "zero": lambda rng, shape: np.zeros(shape),
    "one-hot": _one_hot,
    "probability": _probability,
    "sums-to-one": _sum_one,
    "binary": lambda rng, shape: rng.integers(0, 2, size=shape).astype(float),
    "sign": lambda rng, shape: rng.choice([-1.0, 1.0], size=shape),
    "unit": lambda rng, shape: rng.uniform(0.05, 0.95, size=shape),
    "spd": _definite,
    "orthogonal": _orthogonal,
    "symmetric": _symmetric,
    "positive": _positive,
    "nonnegative": _positive,
    "negative": lambda rng, shape: -_positive(rng, shape),
}

# How to draw what nothing is said about; the later ones are for claims that leave the domain of a log or a root.
FLAVOURS: tuple[Draw, ...] = (_free, _positive, PROPERTIES["unit"])


def draw(need: Needs, facts: Facts, sizes: Mapping[str, int], rng: np.random.Generator, flavour: Draw = _free) -> dict[str, np.ndarray]:
    """Values for every input of a claim."""
    values = {}
    for symbol, axes in need.inputs.items():
        shape = tuple(i.size.value(sizes) for i in axes)
        if symbol in need.ranges:
            values[symbol] = rng.integers(0, need.ranges[symbol].value(sizes), size=shape)
            continue
        said = facts.properties.get(symbol, frozenset())
        chosen = next((PROPERTIES[name] for name in PROPERTIES if name in said), flavour)
        values[symbol] = np.asarray(chosen(rng, shape), dtype=float)
    return values


def instances(
    need: Needs,
    facts: Facts,
    definitions: Definitions,
    seed: int = 0,
    points: int = 4,
    fixed: Mapping[str, int | str] | None = None,
    flavour: Draw = _free,
) -> Iterator[World]:
    """Worlds without end: a new choice of sizes every ``points`` of them. The nth depends on ``seed`` and n alone."""
    number = 0
    while True:
        choice = choose_sizes(need, np.random.default_rng((seed, number, 1)), fixed)
        for _ in range(points):
            rng = np.random.default_rng((seed, number))
            yield World(draw(need, facts, choice, rng, flavour), choice, definitions)
            number += 1


def precisely(world: World) -> World:
    """The same world with mpmath numbers (the very same values) in place of floats; whole numbers stay as they are."""
    from mpmath import mpf  # loaded when a doubt arises, which is rare

    exact = np.frompyfunc(lambda v: mpf(float(v)), 1, 1)
    values = {
        symbol: value if np.issubdtype(value.dtype, np.integer) else np.asarray(exact(value), dtype=object)
        for symbol, value in world.values.items()
    }
    return World(values, world.sizes, world.definitions)
