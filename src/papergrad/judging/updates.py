r"""Updates: is ``W ← W - α ∂J/∂W`` a step down the gradient of the objective by what is updated?

The step may have any positive rate, and it may be the mean over samples of what is known for one. A step that does not go
down the gradient is called wrong only if undoing one slip makes it do so: Newton's steps, momentum, weight decay and Adam
are other methods, not mistakes, and remain definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from papergrad.algebra.evaluate import evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Tensor, add, minus
from papergrad.judging.comparing import Question, alignments, question
from papergrad.judging.conforming import clashes, firm, renamed
from papergrad.judging.edits import Factors, factors, guard, run, terms
from papergrad.judging.explaining import unchanged, vocabulary
from papergrad.judging.losses import objectives
from papergrad.judging.nearest import nearest_repair
from papergrad.judging.sampling import FLAVOURS, needs, worlds
from papergrad.judging.verdict import Finding
from papergrad.judging.vocabulary import FUNCTIONS
from papergrad.notation import tree
from papergrad.notation.style import Style
from papergrad.notation.tree import Big, Fence, Fraction, Name, Node, Numeral, Script
from papergrad.phrasebook import gradient
from papergrad.reading.meaning import Reader
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.symbols import SAMPLED, apart, letter
from papergrad.reading.underived import said_elsewhere
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError

POINTS = 4
SPREAD = "the vector is added to every"
METHODS = frozenset(("PG201", "PG206", "PG214", "PG215"))  # preconditioning, momentum, weight decay, single samples
MAXIMISED = frozenset("ℓ")  # letters of what is climbed: likelihoods
CLIMBING = ("ascent", "ascend", "maximi", "likelihood", "climb")


def judge_update(one: Read, plain: Finding) -> Finding:
    """The verdict on an update whose two sides could be read."""
    assert one.scope is not None
    plain = replace(plain, verdict="defines", evidence="shapes")
    if any(word in one.stated.words for word in CLIMBING) or of_numbers(one.stated.right):
        return plain  # of numbers it is a step of an example
    if any(SPREAD in words for words in one.assumptions):
        target = one.left.describe(one.scope.sizes) if one.left else "·"
        words = f"{target} is updated by a step of another shape"
        found = replace(plain, verdict="ill-typed", code="PG101", message=words)
        return found if "·" not in target and firm(one, one.scope) else plain  # of a target whose lengths have names
    if _by_short_name(one, one.scope):
        return plain
    right = _one_sample(one.stated.right, one.scope)
    for key, loss in objectives(one, one.scope):
        direction = direction_of(one, one.scope, one.stated.left, loss, right)
        if direction is None or key in MAXIMISED:
            continue
        if direction < 0:
            return replace(plain, verdict="right", evidence="numbers", message=f"a step down the gradient of {key}")
        if direction > 0:
            words = f"sign: this step climbs {key}; a step down its gradient has the other sign"
            return replace(plain, verdict="wrong", code="PG202", evidence="numbers", message=words)
    return _slip(one, one.scope, right, plain) or _other_target(one, one.scope, right, plain) or plain


def _by_short_name(one: Read, scope: Scope) -> bool:
    """Whether a step is ``dw``, the gradient by w under its short name, of which nothing says what it is the gradient of."""
    runs = (node.items for node in tree.walk(one.stated.right) if isinstance(node, tree.Run))
    return not scope.known("d") and any((Name("d"), one.stated.left) in pairwise(items) for items in runs)


def _slip(one: Read, scope: Scope, right: Node, plain: Finding) -> Finding | None:
    """The update as a wrong one, where undoing one slip makes it a step down the gradient."""
    if _down_another(one, right, scope):
        return None
    for key, loss in objectives(one, scope):
        if key in MAXIMISED:
            continue
        step, whole = _step(one.stated.left, right)
        again = _Again(one, scope, loss, whole)
        if again.read(step) is None and not clashes(one):
            continue
        repaired = nearest_repair(step, again.read, again.descends, vocabulary(one, scope), pairs=False)
        if repaired is not None and repaired.mistakes[0].code not in METHODS:
            mistake = repaired.mistakes[0]
            words = f"{mistake.name}: this is no step down the gradient of {key}"
            return replace(
                plain,
                verdict="wrong",
                code=mistake.code,
                evidence="numbers",
                message=words,
                correct_node=whole(repaired.tree),
            )
    return None


def _down_another(one: Read, step: Node, scope: Scope) -> bool:
    """Whether a step is made of derivatives of something of which no formula is known: ``μ ← μ - α Δ`` with ``Δ = ∂f/∂w + ∂f/∂μ``,
    or of which a formula is known only by how it was derived elsewhere."""
    named = (scope.written_as(key) for key in scope.keys_in(step))
    derived = (gradient.read(node) for side in (step, *filter(None, named)) for node in tree.walk(side))
    keys = {key for found in derived if found is not None and found.of is not None for key in scope.keys_in(found.of)}
    return any(scope.written_as(key) is None or said_elsewhere(key, one.stated.chain, scope) for key in keys)


def _other_target(one: Read, scope: Scope, right: Node, plain: Finding) -> Finding | None:
    """``W^(1) ← ...`` where the step is one of W^(2), on which the objective depends."""
    written = apart(one.stated.left)
    key = scope.symbols.key(written) if written is not None else ""
    for other in scope.alike(key) if key else ():
        target, step = (renamed(side, key, other, scope) for side in (one.stated.left, right))
        for loss_key, loss in objectives(one, scope, other):
            direction = direction_of(one, scope, target, loss, step)
            if direction is not None and direction < 0 and loss_key not in MAXIMISED:
                words = f"wrong symbol: this is a step of {other}, which has another shape than {key}"
                return replace(plain, verdict="wrong", code="PG210", evidence="numbers", message=words)
    return None


# -- directions --------------------------------------------------------------------------------------------------------------


def _step(target: Node, right: Node) -> tuple[Node, Callable[[Node], Node]]:
    """The X of ``W - α X`` and the way to put another in its place; all of the right side where it is written in another way."""
    parts = terms(right)
    steps = [place for place, term in enumerate(parts.terms) if term != target]
    if len(steps) != 1 or len(parts.terms) != 2:
        return right, lambda new: new
    product = factors(parts.terms[steps[0]], FUNCTIONS)
    rates = 0
    while rates < len(product.factors) - 1 and isinstance(product.factors[rates], Name | Numeral | Fraction):
        if product.signs[rates]:  # what is divided by is no rate
            break
        rates += 1
    if not rates:
        return right, lambda new: new
    rest = Factors(product.factors[rates:], product.signs[rates:]).tree()

    def whole(new: Node) -> Node:
        return parts.put(steps[0], run((*product.factors[:rates], guard(new)))).tree()

    return rest, whole


class _Again:
    """Readings of edited right sides of one update, against one gradient."""

    def __init__(self, one: Read, scope: Scope, loss: Node, whole: Callable[[Node], Node]) -> None:
        self.one, self.scope, self.left, self.loss, self.whole = one, scope, one.stated.left, loss, whole
        self.meant: dict[Tensor, Node] = {}

    def read(self, step: Node) -> Tensor | None:
        found = _sides(self.one, self.scope, self.left, self.loss, self.whole(step))
        if found is None:
            return None
        self.meant[found[2].tensor] = step
        return found[2].tensor

    def descends(self, tensor: Tensor) -> bool:
        direction = direction_of(self.one, self.scope, self.left, self.loss, self.whole(self.meant[tensor]))
        return direction is not None and direction < 0


def _sides(one: Read, scope: Scope, left: Node, loss: Node, right: Node) -> tuple[Read, Value, Value] | None:
    """The gradient of an objective by the target, and the step; None where one of them cannot be read."""
    reader = Reader(scope, place=one.span.start)
    asked = gradient.write(gradient.Derivative(loss, (left,)), Style())
    saved = scope.sizes.save()
    try:
        with unchanged(scope):
            target, slope, after = reader.value(left), reader.value(asked), reader.value(right)
            reader.settle_ranges()
            settle = Settling(scope.sizes)
            target, slope, after = settle.value(target), settle.value(slope), settle.value(after)
            if [i.size for i in target.axes] != [i.size for i in after.axes]:
                return None
            step = replace(after, body=add(after.body, minus(target.named(after.axes))))
            return replace(one, definitions=settle.definitions(reader.definitions)), slope, step
    except (PaperError, ShapeMismatch):
        return None
    finally:
        scope.sizes.restore(saved)


def direction_of(one: Read, scope: Scope, left: Node, loss: Node, right: Node) -> int | None:
    """-1 where a step goes down the gradient, 1 where it goes up; None where it is not along the gradient for all instances.

    Along it means: the step is a multiple of the gradient, and the multiple is a constant times the rates (the numbers of
    the step on which the objective does not depend).
    """
    found = _sides(one, scope, left, loss, right)
    if found is None:
        return None
    read, slope, step = found
    try:
        q = question(read, slope, step, scope)
        for how, a, b in alignments(q):
            if not how or (how == "transposed" and slope.order == 1):
                assumed = (q.facts, *_distributions(a, q))
                return next((d for facts in assumed if (d := _multiple(a, b, q, facts)) is not None), None)
    except (PaperError, ShapeMismatch):
        pass
    return None


def _distributions(slope: Tensor, q: Question) -> Iterator[Facts]:
    """What is usually not said of targets: that they add up to 1."""
    for name in sorted(reach(slope.body, q.definitions) - set(q.definitions)):
        if len(q.inputs.get(name, ())) == 1 and not q.facts.say(name, "one-hot", "probability", "sums-to-one"):
            yield Facts({**q.facts.properties, name: frozenset(("sums-to-one",))})


def _multiple(slope: Tensor, step: Tensor, q: Question, facts: Facts) -> int | None:
    """The sign of the multiple of the slope that the step is in every instance; None where it is none."""
    definitions = q.definitions
    need = needs((slope, step), definitions, q.inputs)
    rates = [
        symbol
        for symbol, axes in need.axes
        if not axes and symbol not in reach(slope.body, definitions) and symbol in reach(step.body, definitions)
    ]
    multiples = []
    instances = worlds(need, facts, definitions, 0, POINTS, {}, FLAVOURS[0])
    for number in range(POINTS):
        world = instances[number]
        with np.errstate(all="ignore"):
            down, taken = (np.asarray(evaluate(side, world), dtype=float) for side in (slope, step))
        length = float(np.sum(down * down))
        if not np.all(np.isfinite(down)) or not np.all(np.isfinite(taken)) or length == 0:
            return None
        multiple = float(np.sum(down * taken)) / length
        if np.max(np.abs(taken - multiple * down)) > 1e-9 * (1e-30 + np.max(np.abs(taken))):
            return None
        rate = float(np.prod([np.asarray(world.values[symbol], dtype=float) for symbol in rates]))
        if rate == 0:  # a label among them, which is no rate
            return None
        multiples.append(multiple / rate)
    same = max(multiples) - min(multiples) <= 1e-9 * max(map(abs, multiples))
    return (1 if multiples[0] > 0 else -1) if same and multiples[0] else None


# -- samples -----------------------------------------------------------------------------------------------------------------


def _one_sample(node: Node, scope: Scope) -> Node:
    """The step of one sample in the place of a mean over them, where only for one sample something is known."""
    letters = {
        letter(n.sup.inside)
        for n in tree.walk(node)
        if isinstance(n, Script) and isinstance(n.sup, Fence) and n.sup.open == "(" and letter(n.sup.inside)
    }
    sampled = {key for key in scope.keys_in(node) if key.endswith(SAMPLED)}
    if not letters or not sampled or any(scope.known(key) or scope.definition(key) is not None for key in sampled):
        return node

    def put(inner: Node) -> Node:
        match inner:
            case Big("∑", lower, _, body) if lower is not None and any(letter(n) in letters for n in tree.walk(lower)):
                return put(body)
            case Script(base, sub, Fence("(", inside, ")"), primes) if letter(inside) in letters:
                return put(base) if sub is None and not primes else Script(put(base), sub, None, primes)
        return tree.rebuild(inner, put)

    return put(node)
