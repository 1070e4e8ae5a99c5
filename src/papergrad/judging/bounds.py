"""Inequalities, signs, maxima and monotony by search: a counterexample, or an honest "none found".

The search is random restarts, then a pattern search from the worst points; it tries the special points where bounds are
attained (0, ±1, equal entries, large values) and rounds what it finds to simple fractions. A violation counts only if 60
digits confirm it, since a bound that is approached (tanh x < 1) looks attained in float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.many import INSTANCES, lifted, lifted_definitions
from papergrad.algebra.nodes import Definitions, Index, Tensor, add, minus
from papergrad.algebra.substitution import rename
from papergrad.judging.counterexample import Counterexample
from papergrad.judging.sampling import Inputs, Needs, instances, needs, precisely
from papergrad.records import dataclass

BUDGET = 200_000  # nodes times points
MOST_POINTS = 2000
BESIDE = 1e-6  # so near, a slack that is 0 somewhere is small
APPROACHED = 8  # points that look as if a strict bound were attained, and are none: it is approached only
AT_ONCE = 50  # instances, each with a pair of places
DIGITS = 60
MORE_DIGITS = (2_000, 10_000)  # few tell most of what is small from 0
SPECIAL = (0.0, 1.0, -1.0, 0.5, -0.5, 10.0, -10.0, 40.0, -40.0)
LINKED = frozenset(
    "one-hot probability sums-to-one binary sign spd orthogonal symmetric".split()
)  # not moved entry by entry
ROUNDED = frozenset("probability sums-to-one unit-norm spd orthogonal".split())  # hold up to rounding only
STRICT = {"<": True, "≤": False, ">": True, "≥": False, "≪": True, "≫": True}

Moves = tuple[tuple[str, tuple[int, ...], float], ...]  # entries of symbols, and by how much they are moved


@dataclass(frozen=True)
class Bound:
    """``refuted`` with a counterexample, ``attained`` (a strict one that holds with equality there), or ``unrefuted``."""

    outcome: str
    points: int
    counterexample: Counterexample | None = None
    nearest: float = np.inf  # the smallest distance from the bound that was seen

    @property
    def refuted(self) -> bool:
        return self.outcome != "unrefuted"


@dataclass(frozen=True)
class Maximum:
    """Where a function of one number is largest, and how large; exact where a simple fraction fits to 50 digits."""

    at: Fraction | float
    value: Fraction | float


def judge_inequality(
    left: Tensor,
    relation: str,
    right: Tensor,
    definitions: Definitions,
    facts: Facts,
    inputs: Inputs,
    *,
    seed: int = 0,
    budget: int = BUDGET,
) -> Bound:
    """Search for a violation of ``left relation right`` (``< ≤ > ≥``), entry by entry; a side without axes holds for all entries."""
    if relation not in STRICT:
        raise ValueError(f"{relation} is not an inequality")
    if relation in (">", "≥", "≫"):
        left, right = right, left
    slack = _difference(right, left)
    need = needs((slack,), definitions, inputs)
    most = min(MOST_POINTS, 1 + budget // need.nodes)
    search = _Search(slack, STRICT[relation], definitions, facts, need, seed, most)
    found = search.run()
    if found is None:
        return Bound("unrefuted", search.points, None, search.nearest)
    world, attained = found
    one, other = (np.asarray(evaluate(_over(t, slack.axes), world), dtype=float) for t in (left, right))
    example = Counterexample(world.sizes, world.values, one, other, seed, (left, right), definitions)
    return Bound("attained" if attained else "refuted", search.points, example, search.nearest)


def _difference(one: Tensor, other: Tensor) -> Tensor:
    """``one - other`` entry by entry."""
    if len(one.axes) < len(other.axes):
        return Tensor(add(one.body, minus(other.body)), other.axes)
    names = dict(zip(other.axes, one.axes, strict=False))
    return Tensor(add(one.body, minus(rename(other.body, names))), one.axes)


def _over(tensor: Tensor, axes: tuple[Index, ...]) -> Tensor:
    return tensor if tensor.axes or not axes else Tensor(tensor.body, axes)


class _Search:
    """The search for a point where ``slack`` is negative (or 0, if the claim is strict)."""

    def __init__(
        self, slack: Tensor, strict: bool, definitions: Definitions, facts: Facts, need: Needs, seed: int, most: int
    ):
        self.slack, self.strict, self.definitions, self.facts, self.need = slack, strict, definitions, facts, need
        self.seed, self.most = seed, most
        self.points, self.nearest, self.approached = 0, np.inf, 0
        self.lifted, self.lifted_definitions = lifted(slack), lifted_definitions(definitions)
        self.movable = [
            s for s in need.inputs if s not in need.ranges and not facts.properties.get(s, frozenset()) & LINKED
        ]  # fmt: skip

    def run(self) -> tuple[World, bool] | None:
        rng = np.random.default_rng(self.seed)
        starts = instances(self.need, self.facts, self.definitions, self.seed, points=2)
        while self.points < self.most:
            world = next(starts)
            points = [{s: world.values[s] * scale for s in self.movable} for scale in (1.0, 4.0, 0.1, 30.0)]
            if (found := self._tried(world, points + self._special(world, rng))) is not None:
                return found
            if (found := self._descent(world, rng)) is not None:
                return found
        return None

    def _with(self, world: World, values: Mapping[str, np.ndarray]) -> World:
        allowed = {s: self._clipped(s, np.asarray(v, dtype=float)) for s, v in values.items()}
        return World({**world.values, **allowed}, world.sizes, self.definitions)

    def _clipped(self, symbol: str, value: np.ndarray) -> np.ndarray:
        """Values within what is said of a symbol."""
        say = self.facts.properties.get(symbol, frozenset())
        if "unit" in say:
            return np.asarray(np.clip(value, 1e-9, 1 - 1e-9))
        if "positive" in say:
            return np.asarray(np.maximum(np.abs(value), 1e-9))
        if "nonnegative" in say:
            return np.asarray(np.abs(value))
        return np.asarray(-np.maximum(np.abs(value), 1e-9)) if "negative" in say else value

    def _gaps(self, values: Mapping[str, np.ndarray], sizes: Mapping[str, int], count: int) -> np.ndarray:
        """The smallest slack of an entry in each of so many instances, stacked; infinite outside the domain."""
        self.points += count
        all_at_once = World(values, {**sizes, INSTANCES: count}, self.lifted_definitions)
        slack = np.asarray(evaluate(self.lifted, all_at_once), dtype=float).reshape(count, -1)
        if slack.size == 0:
            return np.full(count, np.inf)
        gaps = np.where(np.isfinite(slack).all(axis=1), slack.min(axis=1), np.inf)
        self.nearest = min(self.nearest, float(gaps.min()))
        return gaps

    def _tried(
        self, world: World, points: Sequence[Mapping[str, np.ndarray]], found_out: bool = False
    ) -> tuple[World, bool] | None:
        """The first point that violates the bound, if that is confirmed; ``found_out``: by a search, and not one of many."""
        worlds = [self._with(world, point) for point in points]
        values = {s: np.stack([np.asarray(there.values[s]) for there in worlds]) for s in world.values}
        for there, gap in zip(worlds, self._gaps(values, world.sizes, len(worlds)), strict=True):
            if gap < 0 or (self.strict and gap < 1e-12 and (found_out or self.approached < APPROACHED)):
                if (found := self._confirmed(there)) is not None:
                    return found
        return None

    def _confirmed(self, world: World) -> tuple[World, bool] | None:
        """The point, and whether the slack is exactly 0 there; None where rounding made the violation."""
        import mpmath  # loaded when a violation is in sight

        with mpmath.workdps(DIGITS):
            try:
                gaps = [mpmath.mpf(g) for g in np.asarray(evaluate(self.slack, precisely(world)), dtype=object).ravel()]
                amounts = (abs(mpmath.mpf(float(v))) for value in world.values.values() for v in np.ravel(value))
                size = max((1, *amounts))  # of numbers alone there is no input to be large
            except (TypeError, ValueError, ArithmeticError):
                return None
            gap = min(gaps)
            rounded = any(self.facts.say(symbol, *ROUNDED) for symbol in self.need.inputs)
            if gap < -(mpmath.mpf(10) ** (-12 if rounded else -40)) * size:
                return world, False
            if rounded:
                return None
            # Equality is believed at moderate points only: at 200 even 60 digits cannot tell 1 - tanh from 0.
            self.approached += 1
            if not (self.strict and gap <= 0 and abs(gap) < mpmath.mpf(10) ** -50 and size <= 50):
                return None
        for digits in MORE_DIGITS:  # a product of moderate numbers may be far out: there 1 - σ is small, not 0
            with mpmath.workdps(digits):
                gaps = [mpmath.mpf(g) for g in np.asarray(evaluate(self.slack, precisely(world)), dtype=object).ravel()]
                if min(gaps) > 0:
                    return None
        return (world, True) if self._reaches(world) else None

    def _reaches(self, world: World) -> bool:
        """Whether the slack is defined where it is 0, and goes to 0 there: at a kink, and at 0 log 0, it is what we say it is."""
        strict = World(world.values, world.sizes, world.definitions, world.room, strict=True)
        beside = {s: world.values[s] + BESIDE for s in self.movable if not self.facts.say(s, *ROUNDED)}
        near = evaluate(self.slack, self._with(world, beside))
        there = evaluate(self.slack, strict)
        return bool(np.isfinite(there).all()) and float(np.min(np.abs(near))) < math.sqrt(BESIDE)

    def _special(self, world: World, rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
        points: list[dict[str, np.ndarray]] = []
        for value in SPECIAL:
            everywhere = {s: np.full_like(world.values[s], value, dtype=float) for s in self.movable}
            alone = self.movable if len(self.movable) > 1 else ()
            points += [everywhere, *({symbol: everywhere[symbol]} for symbol in alone)]
        return [*points, {s: rng.choice(SPECIAL, size=np.shape(world.values[s])) for s in self.movable}]

    def _descent(self, world: World, rng: np.random.Generator) -> tuple[World, bool] | None:
        """Pattern search: the best of all steps along single entries, or all that help at once; shorter when none helps.

        Where there are few entries, each is moved by steps of several lengths. At the end the point is rounded to simple
        fractions.
        """
        here, best, step = world, float(self._after(world, [()])[0]), 1.0
        cells = [(s, place) for s in self.movable for place in np.ndindex(np.shape(world.values[s]))]
        shorter = [0.5**k for k in range(max(1, min(8, 16 // max(1, len(cells)))))]
        while cells and step > 1e-9 and self.points < self.most:
            chosen = [cells[k] for k in rng.permutation(len(cells))[:40]]
            moves = [(*cell, by * step * length) for cell in chosen for length in shorter for by in (1, -1)]
            ways: list[Moves] = [(move,) for move in moves]
            gaps = self._after(here, ways)
            helpful = {m[:2]: m for gap, m in sorted(zip(gaps, moves, strict=True), reverse=True) if gap < best}
            if len(helpful) > 1:
                ways.append(tuple(helpful.values()))
                gaps = np.append(gaps, self._after(here, ways[-1:]))
            k = int(np.argmin(gaps))
            if better := bool(gaps[k] < best):
                here, best = self._moved(here, ways[k]), float(gaps[k])
            if best < 0 and (found := self._confirmed(here)) is not None:
                return found
            step = step * 1.5 if better else step * shorter[-1] / 2
        if self.strict and best < 1e-6:
            rounded = {
                s: np.vectorize(lambda v: float(Fraction(v).limit_denominator(12)))(here.values[s])
                for s in self.movable
                if np.size(here.values[s])
            }
            return self._tried(here, [rounded], found_out=True)
        return None

    def _after(self, world: World, ways: Sequence[Moves]) -> np.ndarray:
        """The smallest slack after each of several ways to move."""
        values = {s: np.stack([np.asarray(value)] * len(ways)) for s, value in world.values.items()}
        for symbol in {move[0] for way in ways for move in way}:
            moved = np.array(values[symbol], dtype=float)
            for k, way in enumerate(ways):
                for name, place, by in way:
                    if name == symbol:
                        moved[(k, *place)] += by
            values[symbol] = self._clipped(symbol, moved)
        return self._gaps(values, world.sizes, len(ways))

    def _moved(self, world: World, moves: Moves) -> World:
        values = {symbol: np.array(world.values[symbol], dtype=float) for symbol, _, _ in moves}
        for symbol, place, by in moves:
            values[symbol][place] += by
        return self._with(world, values)


# -- one number ---------------------------------------------------------------------------------------------------


def maximum(
    value: Tensor,
    variable: str,
    definitions: Definitions,
    facts: Facts,
    *,
    interval: tuple[float, float] = (-50.0, 50.0),
    least: bool = False,
) -> Maximum | None:
    """Where a number that depends on one scalar is largest (or least) inside an interval; None if that is at an end or nowhere.

    Golden section from many starts, then the simple fraction nearest to the place found.
    """
    side = -1.0 if least else 1.0
    need = needs((value,), definitions, {variable: ()})
    if value.axes or set(need.inputs) != {variable}:
        return None
    sizes = next(instances(need, facts, definitions)).sizes

    def f(x: float) -> float:
        result = float(evaluate(value, World({variable: np.asarray(x)}, sizes, definitions)))
        return side * result if np.isfinite(result) else -np.inf

    low, high = interval
    grid = np.unique(np.concatenate([np.linspace(low, high, 81), np.linspace(-3, 3, 49).clip(low, high)]))
    all_at_once = World({variable: grid}, {**sizes, INSTANCES: len(grid)}, lifted_definitions(definitions))
    heights = side * evaluate(lifted(value), all_at_once)
    heights = np.where(np.isfinite(heights), heights, -np.inf)
    top = int(np.argmax(heights))
    ends = max(heights[0], heights[-1])
    if not np.isfinite(heights[top]) or heights[top] <= ends + 1e-9 * (1 + abs(heights[top])):
        return None  # at an end of the interval, or approached but not reached
    x = _golden(f, float(grid[top - 1]), float(grid[top + 1]))
    guess = Fraction(x).limit_denominator(60)
    at: Fraction | float = (
        guess if abs(float(guess) - x) < 1e-5 and f(float(guess)) >= f(x) * (1 - 1e-12 * np.sign(f(x))) else x
    )
    height = side * f(float(at))
    simple = Fraction(height).limit_denominator(1000)
    return Maximum(at, simple if abs(float(simple) - height) <= 1e-13 * max(1.0, abs(height)) else height)


def _golden(f: Callable[[float], float], a: float, b: float) -> float:
    """The place of a maximum between a and b."""
    shrink = (np.sqrt(5) - 1) / 2
    c, d = b - shrink * (b - a), a + shrink * (b - a)
    fc, fd = f(c), f(d)
    for _ in range(80):
        if fc >= fd:
            b, d, fd = d, c, fc
            c = b - shrink * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + shrink * (b - a)
            fd = f(d)
    return float((a + b) / 2)


def judge_monotony(
    value: Tensor,
    variable: str,
    definitions: Definitions,
    facts: Facts,
    inputs: Inputs,
    *,
    falling: bool = False,
    seed: int = 0,
    points: int = 200,
) -> Bound:
    """Search for two places where ``value`` moves against a claim of growth (or decay) in a scalar input."""
    need = needs((value,), definitions, {**inputs, variable: ()})
    rng = np.random.default_rng(seed)
    worlds = instances(need, facts, definitions, seed, points=AT_ONCE)
    side = -1.0 if falling else 1.0
    together, given = lifted(value), lifted_definitions(definitions)
    for number in range(0, points, AT_ONCE):
        alike = [next(worlds) for _ in range(AT_ONCE)]
        scale = rng.choice([0.5, 3.0, 10.0], size=(AT_ONCE, 1))
        places = np.sort(rng.normal(scale=scale, size=(AT_ONCE, 2)))
        values = {s: np.repeat(np.stack([world.values[s] for world in alike]), 2, axis=0) for s in alike[0].values}
        sizes = {**alike[0].sizes, INSTANCES: 2 * AT_ONCE}
        found = evaluate(together, World({**values, variable: places.ravel()}, sizes, given))
        low, high = np.moveaxis(found.reshape(AT_ONCE, 2, -1), 1, 0)
        with np.errstate(invalid="ignore"):
            against = np.any(side * (high - low) < -1e-9 * (1 + np.abs(low)), axis=1)
        against &= np.isfinite(low).all(axis=1) & np.isfinite(high).all(axis=1)
        if against.any():
            k = int(np.argmax(against))
            example = {**alike[k].values, variable: places[k]}
            return Bound(
                "refuted", number + k + 1, Counterexample(alike[k].sizes, example, found[2 * k], found[2 * k + 1], seed)
            )
    return Bound("unrefuted", points)
