"""Assumptions under which a false claim becomes true, from a fixed list, each with the words that state it.

Writers leave them unsaid: targets add up to one, there is a single output, all units are active. An assumption counts only
if the claim is false without it, true in many random instances with it, and not merely because both sides vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from papergrad.algebra.evaluate import evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Apply,
    Definition,
    Definitions,
    Entry,
    Expr,
    Index,
    Indicator,
    LogSumExp,
    Mul,
    Number,
    Power,
    Sum,
    Tensor,
)
from papergrad.algebra.traversal import free, lengths, over, parts, symbols
from papergrad.judging import positions_apart
from papergrad.judging.equality import compare_numbers
from papergrad.judging.sampling import Inputs, Needs, instances, needs
from papergrad.records import dataclass

BUDGET = 50_000  # nodes that are evaluated, see ``compare``
KINDS = ("apart", "values", "active", "equal", "one", "zero")


@dataclass(frozen=True)
class Condition:
    """``kind``: ``values`` (of one input), ``norm`` (of vectors), ``active`` (units), ``equal`` (two sizes), ``one`` (a size),
    ``zero`` (an input), ``apart`` (positions)."""

    kind: str
    symbols: tuple[str, ...]
    words: str
    instances: int = 0


@dataclass(frozen=True)
class Assumption:
    """A condition, and what it does to the facts, the sizes, the expressions and the definitions."""

    condition: Condition
    facts: Facts
    fixed: Mapping[str, int | str] = field(default_factory=dict)
    change: Callable[[Expr], Expr] | None = None
    given: str = ""  # a symbol that is drawn, whatever its definition says


# property -> how it is said of a symbol; the order is from the weakest assumption to the strongest
VALUES = {
    "sums-to-one": "the entries of {} add up to 1",
    "nonnegative": "no entry of {} is negative",
    "symmetric": "{} is symmetric",
    "orthogonal": "{} is orthogonal",
    "binary": "every entry of {} is 0 or 1",
    "sign": "every entry of {} is 1 or -1",
    "one-hot": "{} is one-hot",
}
FACTORS = {"positive": "{} is positive", "unit": "{} is between 0 and 1"}  # which one of two multiples is the larger
DISTRIBUTIONS = frozenset(("sums-to-one", "one-hot", "binary"))
UNIT_NORM, MOST_VECTORS = "has length 1", 3
LABELS = frozenset("yt")  # may be 1 and -1
TARGETS = frozenset("ytdlpqπα")  # what people call targets, labels, probabilities and shares
SHARES = frozenset("pqπf")
INPUTS = frozenset("x")  # may be one-hot, as words are


def _assumptions(
    left: Tensor, right: Tensor, definitions: Definitions, facts: Facts, need: Needs, varied: str
) -> Iterator[Assumption]:
    bodies = (left.body, right.body, *(d.body for d in definitions.values()))
    if words := positions_apart.spoken_of(bodies):
        fixed = positions_apart.same_lengths(bodies)
        yield Assumption(Condition("apart", (), words), facts, fixed, positions_apart.taken_apart)
    for symbol in sorted(symbol for symbol, d in definitions.items() if _is_share(symbol, d)):
        condition = Condition("values", (symbol,), VALUES["sums-to-one"].format(symbol))
        yield Assumption(condition, _saying(facts, symbol, "sums-to-one"), given=symbol)
    yield from _decompositions(definitions, facts, need)
    grown, weights = _grown(bodies), _weighing(bodies)
    for symbol in sorted(_compared(bodies)):
        if symbol in need.inputs and not need.inputs[symbol] and symbol != varied and symbol not in need.ranges:
            for said, words in FACTORS.items():
                if not facts.say(symbol, *FACTORS):
                    condition = Condition("values", (symbol,), words.format(symbol))
                    yield Assumption(condition, _saying(facts, symbol, said))
    for words in VALUES:
        for symbol, axes in need.inputs.items():
            if words in DISTRIBUTIONS and (symbol in grown or symbol == varied or facts.say(symbol, "sign")):
                continue
            if (
                words in DISTRIBUTIONS
                and symbol not in weights
                and not (symbol[:1] in TARGETS or (words == "one-hot" and symbol[:1] in INPUTS))
            ):
                continue
            label = symbol[:1] in LABELS and symbol in grown and not facts.say(symbol, "binary")
            if words == "sign" and not label:  # the y of log(1 + e^{-y f})
                continue
            square = len(axes) >= 2 and axes[-1].size == axes[-2].size
            if not axes or symbol in need.ranges or (words in ("symmetric", "orthogonal") and not square):
                continue
            if not facts.say(symbol, "one-hot", words):
                yield Assumption(
                    Condition("values", (symbol,), VALUES[words].format(symbol)), _saying(facts, symbol, words)
                )
    vectors = [symbol for symbol, axes in need.inputs.items() if len(axes) == 1 and symbol not in need.ranges]
    if 0 < len(vectors) <= MOST_VECTORS and varied not in vectors:
        said = {symbol: frozenset(("unit-norm",)) for symbol in vectors}
        words = f"{' and '.join(vectors)} {UNIT_NORM if len(vectors) == 1 else UNIT_NORM.replace('has', 'have')}"
        granted = replace(facts, properties={**facts.properties, **said})
        yield Assumption(Condition("norm", tuple(vectors), words), granted)
    if any(_mentions(e, ("relu", "step")) or any(isinstance(n, Indicator) for n in parts(e)) for e in bodies):
        yield Assumption(Condition("active", (), "what ReLU or max(0, ·) takes is positive"), facts, change=_active)
        yield Assumption(Condition("active", (), "what ReLU or max(0, ·) takes is negative"), facts, change=_inactive)
    for one, other in combinations(need.sizes, 2):
        yield Assumption(Condition("equal", (one, other), f"{one} = {other}"), facts, {other: one})
    for name in need.sizes:
        yield Assumption(Condition("one", (name,), f"{name} = 1"), facts, {name: 1})
    for symbol in need.inputs:
        if symbol not in need.ranges:
            yield Assumption(Condition("zero", (symbol,), f"{symbol} = 0"), _saying(facts, symbol, "zero"))


def _compared(bodies: Iterable[Expr]) -> frozenset[str]:
    """The symbols that something is multiplied by where it is compared: α of max(α x, x), and of min(0, α (e^x - 1))."""
    found: set[str] = set()
    for body in bodies:
        for node in parts(body):
            if isinstance(node, Indicator):
                products = (side for side in (node.left, node.right) if isinstance(side, Mul))
                found |= {f.symbol for side in products for f in side.factors if isinstance(f, Entry)}
    return frozenset(found)


def _grown(bodies: Iterable[Expr]) -> frozenset[str]:
    """The symbols that stand in exponents: logits, which nobody takes for a distribution."""
    found: set[str] = set()
    for body in bodies:
        for node in parts(body):
            if isinstance(node, LogSumExp) or (isinstance(node, Apply) and node.function == "exp"):
                found |= symbols(node)
    return frozenset(found)


def _weighing(bodies: Iterable[Expr]) -> frozenset[str]:
    """The symbols that logarithms are multiplied by: the y of ``-Σ y_k log ŷ_k``."""
    found: set[str] = set()
    for body in bodies:
        for node in parts(body):
            if isinstance(node, Mul) and any(_mentions(f, ("log",)) or isinstance(f, LogSumExp) for f in node.factors):
                found |= {f.symbol for f in node.factors if isinstance(f, Entry)}
    return frozenset(found)


def _decompositions(definitions: Definitions, facts: Facts, need: Needs) -> Iterator[Assumption]:
    """The ``U D V^T`` that a matrix is: of singular values, or of eigenvalues where U is V. All are drawn as square."""
    for d in definitions.values():
        summed, made = _multiplied(d.body) if len(d.axes) == 2 else (set(), [])
        middle = [f for f in made if isinstance(f, Entry) and set(f.at) == summed]
        pairs = [f for f in made if isinstance(f, Entry) and len(f.at) == 2 and f.symbol in need.inputs]
        if len(summed) != 2 or len(middle) != 1 or len(made) != 3 or pairs != made:
            continue
        outer = sorted({f.symbol for f in pairs if f is not middle[0]} - {middle[0].symbol})
        said = {symbol: frozenset(("orthogonal",)) for symbol in outer} | {middle[0].symbol: frozenset(("diagonal",))}
        words = f"{' and '.join(outer)} {'is' if len(outer) == 1 else 'are'} orthogonal, {middle[0].symbol} is diagonal"
        same, names = dict(need.same), {name for f in pairs for name in lengths(f)} & set(need.sizes)
        names |= {other for name in names if isinstance(other := same.get(name), str)}
        sizes = sorted(names, key=lambda name: (name in same, name))  # first one that is as long as no other
        fixed = dict.fromkeys(sizes[1:], sizes[0]) if sizes else {}
        granted = replace(facts, properties={**facts.properties, **said})
        yield Assumption(Condition("values", (*outer, middle[0].symbol), words), granted, fixed)


def _multiplied(e: Expr) -> tuple[set[Index], list[Expr]]:
    """The indices that a product of sums runs over, and its factors."""
    match e:
        case Sum(over_, body):
            summed, factors = _multiplied(body)
            return {over_, *summed}, factors
        case Mul(parts_):
            found = [_multiplied(part) for part in parts_]
            return set().union(*(i for i, _ in found)), [f for _, factors in found for f in factors]
    return set(), [e]


def _is_share(symbol: str, d: Definition) -> bool:
    """``p_k = n_k / N``: of how many there are, so many are of the kind k, and nobody says that each is of one."""
    if symbol[:1] not in SHARES or len(d.axes) != 1 or not isinstance(d.body, Mul):
        return False
    whole = [f for f in d.body.factors if isinstance(f, Power) and f.exponent == Number(Fraction(-1))]
    counted = [f for f in d.body.factors if isinstance(f, Entry) and f.at == d.axes]
    return len(whole) == len(counted) == 1 and len(d.body.factors) == 2 and d.axes[0] not in free(whole[0])


def _saying(facts: Facts, symbol: str, words: str) -> Facts:
    return replace(facts, properties={**facts.properties, symbol: frozenset((words,))})


def _mentions(e: Expr, functions: tuple[str, ...]) -> bool:
    return any(isinstance(node, Apply) and node.function in functions for node in parts(e))


def _active(e: Expr) -> Expr:
    """relu(x) as x, its slope as 1."""
    match over(e, _active):
        case Apply("relu", argument):
            return argument
        case Apply("step"):
            return ONE
        case Indicator(">" | ">=", _, right) if right is ZERO:
            return ONE
        case Indicator(">" | ">=", left, _) if left is ZERO:
            return ZERO
        case same:
            return same


def _inactive(e: Expr) -> Expr:
    """relu(x) and its slope as 0."""
    match over(e, _inactive):
        case Apply("relu" | "step"):
            return ZERO
        case Indicator(">" | ">=", _, right) if right is ZERO:
            return ZERO
        case Indicator(">" | ">=", left, _) if left is ZERO:
            return ONE
        case same:
            return same


def _changed(definitions: Definitions, change: Callable[[Expr], Expr]) -> dict[str, Definition]:
    return {name: replace(d, body=change(d.body)) for name, d in definitions.items()}


def side_condition(
    left: Tensor,
    right: Tensor,
    definitions: Definitions,
    facts: Facts,
    inputs: Inputs,
    *,
    kinds: tuple[str, ...] = KINDS,
    seed: int = 0,
    budget: int = BUDGET,
    varied: str = "",
) -> Condition | None:
    """The first assumption of the list under which two tensors are equal that differ without it; None if there is none.

    ``varied``: what one differentiates by. It varies, so that nobody takes it for one-hot.
    """
    need = needs((left, right), definitions, inputs)
    if compare_numbers(left, right, definitions, facts, need, seed, budget // 4).outcome != "different":
        return None
    for assumption in _assumptions(left, right, definitions, facts, need, varied):
        if assumption.condition.kind not in kinds:
            continue
        if budget <= 0:
            return None
        one, other, world, needed = left, right, definitions, need
        if (change := assumption.change) is not None:
            one, other, world = (
                replace(left, body=change(left.body)),
                replace(right, body=change(right.body)),
                _changed(definitions, change),
            )
        if assumption.given:
            world = {name: d for name, d in definitions.items() if name != assumption.given}
            needed = needs((left, right), world, inputs)
        found = compare_numbers(one, other, world, assumption.facts, needed, seed, budget, assumption.fixed)
        budget -= found.work
        if found.equal and _alive(one, other, world, assumption, needed, seed):
            return replace(assumption.condition, instances=found.instances)
    return None


def _alive(
    left: Tensor, right: Tensor, definitions: Definitions, assumption: Assumption, need: Needs, seed: int
) -> bool:
    """Whether the two sides are more than zeros under an assumption."""
    worlds = instances(need, assumption.facts, definitions, seed, fixed=assumption.fixed)
    sides = [evaluate(tensor, world) for world, _ in zip(worlds, range(3), strict=False) for tensor in (left, right)]
    return any(bool(np.any(side != 0)) for side in sides)
