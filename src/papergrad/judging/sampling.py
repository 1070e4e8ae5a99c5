"""Random instances of a claim: small sizes, values that respect what the text says, nothing special about either.

Sizes are pairwise distinct, so that a product in the wrong order cannot conform by luck; values lie in ±[0.3, 1.5], far
from the saturation of any function of the table, and no two of them agree, so that no kink is hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property, lru_cache
from zlib import crc32

import numpy as np

from papergrad.algebra.evaluate import World
from papergrad.algebra.facts import Facts
from papergrad.algebra.many import INSTANCES, lifted_definitions
from papergrad.algebra.nodes import (
    Affine,
    At,
    Cases,
    Definitions,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Lookup,
    Number,
    Tensor,
)
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import binders, children, subscripts
from papergrad.records import dataclass
from papergrad.source import PaperError

Inputs = Mapping[str, tuple[Index, ...]]
ROOM = 5_000_000  # cells of the large arrays that an instance may take

# -- what a claim needs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Needs:
    """All that has to be chosen before a claim can be evaluated."""

    axes: tuple[tuple[str, tuple[Index, ...]], ...]  # of every input
    sizes: tuple[str, ...]
    lengths: tuple[Size, ...]  # every axis; each must become a whole number of at least 1
    looked_up: tuple[tuple[str, Size], ...]  # a tensor of positions, and the axis it points into
    nodes: int = field(default=0, compare=False)  # of all the expressions together
    same: tuple[tuple[str, int | str], ...] = ()  # a length without a name, and that of the letters that run along it
    labels: tuple[tuple[str, float], ...] = ()  # a symbol that is counted where it is some number

    @cached_property
    def inputs(self) -> Inputs:
        return dict(self.axes)

    @cached_property
    def ranges(self) -> Mapping[str, Size]:
        return dict(self.looked_up)

    @property
    def random(self) -> bool:
        """Whether there is anything to choose at all."""
        return bool(self.axes or self.sizes)


@dataclass(frozen=True)
class _Mentions:
    """What one expression mentions itself: symbols with their subscripts, indices, and names of sizes."""

    symbols: tuple[tuple[str, tuple[At, ...]], ...]
    indices: frozenset[Index]
    names: frozenset[str]
    nodes: int
    met: tuple[
        tuple[str, Size], ...
    ] = ()  # what is looked up and compared with a subscript, with the length of that axis
    labels: frozenset[tuple[str, float]] = frozenset()  # what is counted where it is this number: the y of 1{y = 1}


@lru_cache(maxsize=8192)
def _mentions(e: Expr) -> _Mentions:
    symbols: dict[tuple[str, tuple[At, ...]], None] = {}
    indices: set[Index] = set()
    names: set[str] = set()
    places: list[At] = []
    met: dict[str, Size] = {}
    labels: set[tuple[str, float]] = set()
    kinks: set[Expr] = set()
    stack, seen = [e], {e}
    while stack:
        node = stack.pop()
        indices.update(*binders(node))
        places += subscripts(node)
        match node:
            case Extent(length):
                names |= length.names
            case Entry(symbol, at):
                symbols[symbol, at] = None
            case Delta(Index() as index, Lookup() as other) | Delta(Lookup() as other, Index() as index):
                met[other.symbol] = index.size
            case Cases(branches):
                kinks.update(condition for condition, _ in branches)
            case Indicator("=", Entry(symbol), Number(value)) | Indicator("=", Number(value), Entry(symbol)):
                labels.update(() if node in kinks else [(symbol, float(value))])
        new = [child for child in children(node) if child not in seen]
        seen.update(new)
        stack += new
    while places:
        match places.pop():
            case Index() as index:
                indices.add(index)
            case Affine(terms, offset):
                names |= offset.names.union(*(weight.names for _, weight in terms if isinstance(weight, Size)))
                places += [inner for inner, _ in terms]
            case Lookup(symbol, inside):
                symbols[symbol, inside] = None
                places += inside
    return _Mentions(
        tuple(symbols),
        frozenset(indices),
        frozenset(names).union(*(i.size.names for i in indices)),
        len(seen),
        tuple(met.items()),
        frozenset(labels),
    )


def _lookups(at: At) -> Iterator[Lookup]:
    match at:
        case Lookup():
            yield at
        case Affine(terms):
            for inner, _ in terms:
                yield from _lookups(inner)


def _axes(symbol: str, at: tuple[At, ...], inputs: Inputs) -> tuple[Index, ...]:
    """The axes of an input; those of an undeclared one are its subscripts."""
    if symbol in inputs:
        return inputs[symbol]
    if not all(isinstance(a, Index) for a in at):
        raise PaperError(f"the shape of {symbol} is not known", code="PG903")
    return tuple(a for a in at if isinstance(a, Index))


def needs(tensors: Iterable[Tensor], definitions: Definitions, inputs: Inputs) -> Needs:
    """What the tensors mention, directly or through definitions.

    A symbol that is neither defined nor declared counts as an input if its subscripts show its axes; PaperError otherwise.
    """
    found: dict[str, tuple[Index, ...]] = {}
    indices: set[Index] = set()
    names: set[str] = set()
    ranges: dict[str, Size] = {}
    compared: dict[str, Size] = {}
    same: dict[str, int | str] = {}
    labels = frozenset[tuple[str, float]]()
    defined: set[str] = set()
    nodes = 0
    todo = []
    for tensor in tensors:
        indices.update(tensor.axes)
        todo.append(tensor.body)
    while todo:
        here = _mentions(todo.pop())
        indices |= here.indices
        names |= here.names
        nodes += here.nodes
        compared |= dict(here.met)
        labels |= here.labels
        for symbol, at in here.symbols:
            if symbol in definitions:
                axes = definitions[symbol].axes
                if symbol not in defined:
                    defined.add(symbol)
                    indices.update(axes)
                    todo += [e for e in (definitions[symbol].body, definitions[symbol].start) if e is not None]
            else:
                axes = found.setdefault(symbol, _axes(symbol, at, inputs) if symbol not in found else ())
                indices.update(axes)
            for axis, where in zip(axes, at, strict=False):
                if isinstance(where, Index):
                    _run_along(where.size, axis.size, same)
                for lookup in _lookups(where):
                    ranges.setdefault(lookup.symbol, axis.size)
    lengths = {i.size for i in indices}
    names = names.union(*(length.names for length in lengths))
    return Needs(
        tuple(sorted(found.items())),
        tuple(sorted(names)),
        tuple(sorted(lengths, key=str)),
        tuple(sorted((compared | ranges).items())),
        nodes,
        tuple(sorted(same.items())),
        tuple(sorted(labels)),
    )


def _run_along(letter: Size, axis: Size, same: dict[str, int | str]) -> None:
    """Note that a letter runs along an axis of another length, where one of the two has no name: they are the same."""
    for own, other in ((axis, letter), (letter, axis)):
        name = str(own)
        if own == other or not name.startswith(("#", "?")) or own.names != {name} or name in same:
            continue
        to: int | str = int(other.number) if other.number is not None else str(other)
        while isinstance(to, str) and to in same:
            to = same[to]
        if to != name and (isinstance(to, int) or other.names == {str(other)}):
            same.update({known: to for known, meant in same.items() if meant == name}, **{name: to})
            return


# -- sizes --------------------------------------------------------------------------------------------------------


def _whole(length: Size, sizes: Mapping[str, int]) -> bool:
    total = Fraction(0)
    for monomial, weight in length.terms:
        for name, power in monomial:
            weight *= Fraction(sizes[name]) ** power
        total += weight
    return total.denominator == 1 and total >= 1


def _end(name: str, fixed: Mapping[str, int | str]) -> int | str:
    """What a length is in the end, which is as long as another one that may be as long as a third."""
    met = {name}
    while isinstance(n := fixed[name], str) and n in fixed and n not in met:
        met.add(name := n)
    return n


def choose_sizes(need: Needs, rng: np.random.Generator, fixed: Mapping[str, int | str] | None = None) -> dict[str, int]:
    """A small size for every name, all different where possible, every axis a whole number of entries.

    ``fixed`` gives some names a number, or the name whose size they share.
    """
    fixed = {**dict(need.same), **(fixed or {})}
    ends = {name: _end(name, fixed) for name in fixed}
    free = [name for name in need.sizes if name not in fixed]
    constants = {int(length.number) for length in need.lengths if length.number is not None}
    top = max(7, len(free) + 2)
    room = [n for n in range(2, top + 1) if n not in constants] or list(range(2, top + 1))
    choice: dict[str, int] = {}
    for attempt in range(200):
        distinct = attempt < 120 and len(free) <= len(room)
        drawn = rng.choice(
            room if attempt < 60 or not distinct else range(2, top + 3), size=len(free), replace=not distinct
        )
        choice = {name: int(n) for name, n in zip(free, drawn, strict=True)}
        choice |= {name: n if isinstance(n, int) else choice[n] for name, n in ends.items()}
        if all(_whole(length, choice) for length in need.lengths):
            break
    return choice


# -- values -------------------------------------------------------------------------------------------------------

Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]


def _free(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    # Matrices are scaled down so that the tenth layer of a net is no further from zero than the first.
    scale = 1 / np.sqrt(max(*shape[-2:], 1)) if len(shape) >= 2 else 1.0
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


def _unit_norm(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    raw = _free(rng, shape)
    return raw / np.linalg.norm(raw, axis=-1, keepdims=True) if shape else np.ones(())


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


def _diagonal(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return _free(rng, shape) * np.eye(*shape[-2:]) if len(shape) >= 2 else _free(rng, shape)


def _triangular(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Lower triangular, with a positive diagonal, as factors of Cholesky are."""
    raw = _free(rng, shape)
    return np.tril(raw, -1) + np.abs(raw) * np.eye(*shape[-2:]) if len(shape) >= 2 else raw


# What a text can say about a tensor, the strictest first: the first property a symbol has decides how it is drawn.
PROPERTIES: dict[str, Draw] = {
    "zero": lambda rng, shape: np.zeros(shape),
    "one-hot": _one_hot,
    "probability": _probability,
    "sums-to-one": _sum_one,
    "binary": lambda rng, shape: rng.integers(0, 2, size=shape).astype(float),
    "sign": lambda rng, shape: rng.choice([-1.0, 1.0], size=shape),
    "unit": lambda rng, shape: rng.uniform(0.05, 0.95, size=shape),
    "unit-norm": _unit_norm,
    "spd": _definite,
    "orthogonal": _orthogonal,
    "diagonal": _diagonal,
    "lower-triangular": _triangular,
    "upper-triangular": lambda rng, shape: (
        _triangular(rng, shape).swapaxes(-1, -2) if _square(shape) else _free(rng, shape)
    ),
    "symmetric": _symmetric,
    "positive": _positive,
    "nonnegative": _positive,
    "negative": lambda rng, shape: -_positive(rng, shape),
}

# How to draw what nothing is said about; the later ones are for claims that leave the domain of a log or a root.
FLAVOURS: tuple[Draw, ...] = (_free, _positive, PROPERTIES["unit"])


def draw(
    need: Needs, facts: Facts, sizes: Mapping[str, int], seed: tuple[int, int], flavour: Draw = _free
) -> dict[str, np.ndarray]:
    """Values for every input of a claim. What a symbol gets depends on the seed, its name and its shape, not on the other symbols."""
    values = {}
    for symbol, axes in need.axes:
        shape = tuple(i.size.value(sizes) for i in axes)
        if symbol in need.ranges:
            rng = np.random.default_rng((*seed, crc32(symbol.encode())))
            values[symbol] = rng.integers(0, need.ranges[symbol].value(sizes), size=shape)
            continue
        said = facts.properties.get(symbol, frozenset())
        if not said and (labels := [label for name, label in need.labels if name == symbol]):
            rng = np.random.default_rng((*seed, crc32(symbol.encode())))
            values[symbol] = rng.choice(labels if len(labels) > 1 else [*labels, float(labels == [0])], size=shape)
            continue
        chosen = next((PROPERTIES[name] for name in PROPERTIES if name in said), flavour) if said else flavour
        values[symbol] = _drawn(symbol, shape, seed, chosen)
    return values


@lru_cache(maxsize=2048)
def _drawn(symbol: str, shape: tuple[int, ...], seed: tuple[int, int], chosen: Draw) -> np.ndarray:
    """What a symbol gets; nobody may write into it."""
    rng = np.random.default_rng((*seed, crc32(symbol.encode())))
    value = np.array(chosen(rng, shape), dtype=float)
    value.flags.writeable = False
    return value


Fixed = Mapping[str, int | str]


def instances(
    need: Needs,
    facts: Facts,
    definitions: Definitions,
    seed: int = 0,
    points: int = 4,
    fixed: Fixed | None = None,
    flavour: Draw = _free,
) -> Iterator[World]:
    """Worlds without end: a new choice of sizes every ``points`` of them. The nth depends on ``seed`` and n alone."""
    number = 0
    while True:
        choice = choose_sizes(need, np.random.default_rng((seed, number, 1)), fixed)
        for _ in range(points):
            yield World(draw(need, facts, choice, (seed, number), flavour), choice, definitions, ROOM)
            number += 1


class Worlds:
    """The worlds of ``instances`` by number; each remembers what was evaluated in it. ``points`` of them have the same sizes."""

    def __init__(self, stream: Iterator[World], points: int):
        self.stream, self.points = stream, points
        self.known, self._together = list[World](), dict[int, World]()

    def __getitem__(self, number: int) -> World:
        while len(self.known) <= number:
            self.known.append(next(self.stream))
        return self.known[number]

    def together(self, number: int) -> World:
        """The one world of all instances that have the sizes of this one (see ``many``)."""
        first = number - number % self.points
        if first not in self._together:
            alike = [self[n] for n in range(first, first + self.points)]
            values = {symbol: np.stack([world.values[symbol] for world in alike]) for symbol in alike[0].values}
            sizes = {**alike[0].sizes, INSTANCES: self.points}
            self._together[first] = World(values, sizes, lifted_definitions(alike[0].definitions), ROOM)
        return self._together[first]


@dataclass(frozen=True)
class _Same:
    """Compares by identity: definitions are large, and one document's do not change."""

    definitions: Definitions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.definitions is other.definitions

    def __hash__(self) -> int:
        return id(self.definitions)


def worlds(
    need: Needs, facts: Facts, definitions: Definitions, seed: int, points: int, fixed: Fixed, flavour: Draw
) -> Worlds:
    """The same worlds for the same question: many candidates are compared with one truth."""
    said = tuple((symbol, facts.properties.get(symbol, frozenset())) for symbol, _ in need.axes)
    return _worlds(need, said, _Same(definitions), seed, points, tuple(sorted(fixed.items())), flavour)


@lru_cache(maxsize=12)
def _worlds(
    need: Needs,
    said: tuple[tuple[str, frozenset[str]], ...],
    same: _Same,
    seed: int,
    points: int,
    fixed: tuple[tuple[str, int | str], ...],
    flavour: Draw,
) -> Worlds:
    return Worlds(instances(need, Facts(dict(said)), same.definitions, seed, points, dict(fixed), flavour), points)


def precisely(world: World) -> World:
    """The same world with mpmath numbers (the very same values) in place of floats; whole numbers stay as they are."""
    from mpmath import mpf  # loaded when a doubt arises, which is rare

    exact = np.frompyfunc(lambda v: mpf(float(v)), 1, 1)
    values = {
        symbol: value if np.issubdtype(value.dtype, np.integer) else np.asarray(exact(value), dtype=object)
        for symbol, value in world.values.items()
    }
    return World(values, world.sizes, world.definitions, ROOM)
