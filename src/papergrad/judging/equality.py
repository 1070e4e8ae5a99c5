"""Are two tensors the same? Three-valued: equal, different (with a counterexample), undecided (with the reason).

"Different" is certain: the two sides lie apart by far more than rounding can explain, if need be with 50 digits.
"Equal" rests on an identical canonical form, or on many random instances; which of the two is said.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.many import lifted
from papergrad.algebra.nodes import ZERO, Definitions, Tensor, position
from papergrad.algebra.simplify import canonical
from papergrad.algebra.substitution import rename
from papergrad.judging.counterexample import Counterexample
from papergrad.judging.sampling import FLAVOURS, Fixed, Inputs, Needs, Worlds, needs, precisely, worlds
from papergrad.records import dataclass
from papergrad.source import LimitError, PaperError

BUDGET = 100_000  # nodes that are evaluated for a claim: counted, so that a verdict does not depend on the machine
PRECISE = 30  # what a node costs with many digits
ASSIGNMENTS, POINTS = 3, 4  # choices of sizes, and points in each
ENOUGH = 6  # instances that must agree before "equal" is said
DIGITS = 50
MOST_NODES = 300  # of a claim whose canonical form is looked for; above, numbers are quicker


@dataclass(frozen=True)
class Comparison:
    """The outcome of a comparison, and what it rests on."""

    outcome: str  # equal | different | undecided
    evidence: str = ""  # identical | numbers
    instances: int = 0
    work: int = 0  # nodes that were evaluated
    counterexample: Counterexample | None = None
    reason: str = ""  # of an undecided one
    code: str = ""  # PG905 (work) or PG906 (no valid instance, or too close to call)

    @property
    def equal(self) -> bool:
        return self.outcome == "equal"

    @property
    def different(self) -> bool:
        return self.outcome == "different"


# -- two arrays ---------------------------------------------------------------------------------------------------


def agreement(left: np.ndarray, right: np.ndarray) -> str:
    """``agree``, ``differ``, ``doubt`` or ``invalid`` for two float arrays.

    Doubt is everything between rounding (1e-9 of the entry and 1e-13 of the largest one) and a clear difference
    (1e-4 of the largest entry, and that one not minute itself).
    """
    if left.shape != right.shape:
        return "differ"
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return "invalid"
    if left.size == 0:
        return "agree"
    gap, entry = np.abs(left - right), np.abs(left) + np.abs(right)
    scale = float(entry.max())
    if (gap <= 1e-9 * entry + 1e-13 * scale).all():
        return "agree"
    return "differ" if float(gap.max()) > 1e-4 * scale and scale > 1e-6 else "doubt"


ROUNDING = 1e-12  # what is smaller may be nothing, where two sides were in doubt


class _Sides:
    """What two sides are in the instances of a comparison; ``together``: in all at once that have the same sizes."""

    def __init__(self, left: Tensor, right: Tensor, together: bool) -> None:
        self._left, self._right, self._together = left, right, together
        self._known: dict[tuple[int, int], tuple[np.ndarray, np.ndarray] | None] = {}

    def at(self, chosen: Worlds, number: int) -> tuple[np.ndarray, np.ndarray]:
        place = number % chosen.points
        known = self._all(chosen, number - place) if self._together else None
        if known is None:
            return evaluate(self._left, chosen[number]), evaluate(self._right, chosen[number])
        return known[0][place], known[1][place]

    def lost(self, chosen: Worlds, number: int) -> bool:
        """Whether floats lost numbers on the way to what the sides are in an instance (see ``World``)."""
        return self._world(chosen, number).lost.ever

    def undefined(self, chosen: Worlds, number: int) -> bool:
        """Whether something on the way was not defined, and times nothing was taken for nothing."""
        return self._world(chosen, number).lost.undefined

    def _world(self, chosen: Worlds, number: int) -> World:
        """The world in which the sides of an instance were worked out."""
        place = number % chosen.points
        apart = not self._together or self._all(chosen, number - place) is None
        return chosen[number] if apart else chosen.together(number)

    def _all(self, chosen: Worlds, first: int) -> tuple[np.ndarray, np.ndarray] | None:
        """All the instances with the sizes of the first; None where there is too little room for that."""
        key = (id(chosen), first)
        if key not in self._known:
            try:
                world = chosen.together(first)
                self._known[key] = evaluate(lifted(self._left), world), evaluate(lifted(self._right), world)
            except LimitError:
                self._known[key] = None
        return self._known[key]


def _precise_agreement(left: Tensor, right: Tensor, world: World) -> str:
    """The same question with 50 digits: agree below 1e-30 of the largest entry, differ above 1e-20 of it; ``nothing`` where both
    sides are minute, unless one says 0 and more digits show that the other is no more than rounding."""
    import mpmath  # loaded when a doubt arises, which is rare

    state, scale = _with_digits(left, right, world, DIGITS)
    if state != "nothing" or ZERO not in (left.body, right.body):
        return state
    _, smaller = _with_digits(left, right, world, 2 * DIGITS)
    return "agree" if smaller < scale * mpmath.mpf(10) ** -(DIGITS // 2) else "nothing"


def _with_digits(left: Tensor, right: Tensor, world: World, digits: int) -> tuple[str, Any]:
    """Whether two sides agree with so many digits, and how large they are."""
    import mpmath

    with mpmath.workdps(digits):
        try:
            exact = precisely(world)
            one, other = (
                np.asarray(evaluate(left, exact), dtype=object),
                np.asarray(evaluate(right, exact), dtype=object),
            )
            gaps = [mpmath.mpf(abs(a - b)) for a, b in zip(one.ravel(), other.ravel(), strict=True)]
            scale = max(
                (mpmath.mpf(abs(a) + abs(b)) for a, b in zip(one.ravel(), other.ravel(), strict=True)),
                default=mpmath.mpf(0),
            )
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            return "doubt", mpmath.mpf(0)  # a function without a precise form, or a point outside the domain
        worst = max(gaps, default=mpmath.mpf(0))
        if not mpmath.isfinite(worst) or not mpmath.isfinite(scale):
            return "invalid", scale
        if scale and scale < mpmath.mpf(10) ** -15:  # what is left of numbers that were rounded
            return "nothing", scale
        if worst <= scale * mpmath.mpf(10) ** -30:
            return "agree", scale
        return ("differ" if worst > scale * mpmath.mpf(10) ** -20 else "doubt"), scale


def _underflows(left: Tensor, right: Tensor, world: World) -> bool:
    """Whether floats lose numbers on the way: the density in ``∇p / p`` may be too small for them, and 0."""
    fresh = World(world.values, world.sizes, world.definitions, world.room)  # which remembers nothing
    try:
        for side in (left, right):
            evaluate(side, fresh, underflow="raise")
    except FloatingPointError:
        return True
    except LimitError:
        return False
    return False


def _defined(left: Tensor, right: Tensor, world: World) -> bool:
    """Whether both sides are defined here, so that what they differ by counts: ``t / t`` is not where t is 0."""
    strict = World(world.values, world.sizes, world.definitions, world.room, strict=True)
    try:
        return all(bool(np.isfinite(evaluate(side, strict)).all()) for side in (left, right))
    except LimitError:
        return True


# -- two tensors --------------------------------------------------------------------------------------------------


def identical(left: Tensor, right: Tensor, definitions: Definitions, facts: Facts) -> bool:
    """Whether the canonical forms are one and the same expression."""
    if left.shape != right.shape:
        return False
    try:
        renamed = rename(right.body, dict(zip(right.axes, left.axes, strict=True)))
        return canonical(left.body, facts) == canonical(renamed, facts)
    except (PaperError, RecursionError):  # too large to be simplified within its budget; numbers decide
        return False


def compare(
    left: Tensor,
    right: Tensor,
    definitions: Definitions,
    facts: Facts,
    inputs: Inputs,
    *,
    seed: int = 0,
    budget: int = BUDGET,
    forms: bool = True,
) -> Comparison:
    """Compare two tensors whose axes stand in the same order. Raises PaperError for a symbol of unknown shape.

    One instance comes first, since most wrong claims fail it and it costs less than a canonical form; without ``forms``,
    numbers alone decide.
    """
    need = needs((left, right), definitions, inputs)
    first = compare_numbers(left, right, definitions, facts, need, seed, budget, most=1)
    if first.different or not need.random:
        return first
    simple = forms and need.nodes <= MOST_NODES and len(left.axes) == len(right.axes)
    if simple and identical(left, right, definitions, facts):
        return Comparison("equal", "identical")
    return compare_numbers(left, right, definitions, facts, need, seed, budget)


def compare_numbers(
    left: Tensor,
    right: Tensor,
    definitions: Definitions,
    facts: Facts,
    need: Needs,
    seed: int,
    budget: int,
    fixed: Fixed | None = None,
    most: int = ASSIGNMENTS * POINTS,
) -> Comparison:
    """Compare in ``most`` random instances; ``fixed`` holds sizes that are not free (see ``choose_sizes``).

    Instances that would take too much room are passed over; LimitError if all of them would.
    """
    # The later flavours of values are for claims with a narrow domain.
    flavours = [
        worlds(need, facts, definitions, seed, POINTS, fixed or {}, flavour)
        for flavour in FLAVOURS[: 3 if need.axes else 1]
    ]
    agreed = doubts = nothing = tried = work = 0
    outside, telling = 0, False  # whether two sides agree on more than zero
    limit: LimitError | None = None
    sides = _Sides(left, right, together=most > 1)
    most, enough = (most, ENOUGH) if need.random else (1, 1)
    for number in range(3 * most if most > 1 else 1):  # what lies outside the domain decides nothing
        if agreed + doubts + nothing >= most:
            break
        state = "invalid"
        for flavour in flavours:
            world = flavour[number]
            try:
                one, other = sides.at(flavour, number)
            except LimitError as problem:  # smaller sizes may come
                limit, state, work = problem, "passed", work + need.nodes
                break
            state, tried, work = agreement(one, other), tried + 1, work + need.nodes
            lost = state == "differ" and sides.lost(flavour, number) and _underflows(left, right, world)
            if state == "differ" and sides.undefined(flavour, number) and not _defined(left, right, world):
                state = "invalid"
            rounding = state == "doubt" or lost
            if rounding:
                state, work = _precise_agreement(left, right, world), work + PRECISE * need.nodes
                state = "agree" if state == "nothing" and not need.random else state  # 0.3 - 0.4 + 0.1 = 0
            if state != "invalid" or work > budget:
                break
        if state == "differ":
            found = Counterexample(world.sizes, world.values, one, other, seed + number, (left, right), definitions)
            return Comparison("different", "numbers", agreed + 1, work, found)
        agreed, doubts = agreed + (state == "agree"), doubts + (state == "doubt")
        nothing += state == "nothing"  # says little, unless it is always so
        outside += state == "invalid"
        telling = telling or (state == "agree" and bool(np.any(np.abs(one) > ROUNDING if rounding else one)))
        if agreed >= enough and not doubts and not nothing and work > budget // 10:
            break
        if work > budget:
            return Comparison("undecided", "", agreed, work, None, "the work for one claim is used up", "PG905")
    if agreed >= enough and not doubts and agreed > nothing and (telling or not (outside or nothing)):
        return Comparison("equal", "numbers", agreed, work)
    if limit is not None and not tried and most > 1:
        raise limit
    reason = (
        "too close to call, even with 50 digits"
        if doubts or nothing
        else f"only {agreed} of {tried} instances lie in the domain of both sides"
    )
    return Comparison("undecided", "", agreed, work, None, reason, "PG906")


# -- up to layout -------------------------------------------------------------------------------------------------


def _without_ones(tensor: Tensor) -> Tensor:
    """The tensor without its axes of length 1: a 1 × n matrix is a vector that lies down."""
    kept = tuple(i for i in tensor.axes if i.size.number != 1)
    if len(kept) == len(tensor.axes):
        return tensor
    gone = {i: position(0) for i in tensor.axes if i.size.number == 1}
    return Tensor(rename(tensor.body, gone), kept)


@dataclass(frozen=True)
class Layout:
    """``right``, with its axes in the order ``order`` (and axes of length 1 left out), equals ``left``."""

    order: tuple[int, ...]
    comparison: Comparison

    @property
    def same(self) -> bool:
        return self.order == tuple(range(len(self.order)))


def up_to_layout(
    left: Tensor,
    right: Tensor,
    definitions: Definitions,
    facts: Facts,
    inputs: Inputs,
    *,
    seed: int = 0,
    budget: int = BUDGET,
) -> Layout | None:
    """The order of right's axes in which it equals left; None if there is none. Axes of length 1 do not count."""
    left, right = _without_ones(left), _without_ones(right)
    count = len(left.axes)
    if len(right.axes) != count or count > 4:
        return None
    for order in permutations(range(count)):
        turned = Tensor(right.body, tuple(right.axes[k] for k in order))
        if turned.shape != left.shape:
            continue
        found = compare(left, turned, definitions, facts, inputs, seed=seed, budget=budget)
        if found.equal:
            return Layout(order, found)
        budget -= found.work
        if budget <= 0:
            return None
    return None
