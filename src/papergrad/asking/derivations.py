"""The way to a gradient, as one would show it at a blackboard: definitions, the chain rule quantity by quantity, the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definition, Definitions, Expr, LogSumExp, Tensor, children, expand, free, symbols
from papergrad.algebra.simplify import Step, simplify, simplify_by_steps
from papergrad.asking.gradients import Gradient, answered, ask, axes_of, hand_of, quotient
from papergrad.asking.programs import objective
from papergrad.judging.answers import distributions, entries_first, known_facts, taken_for_granted
from papergrad.judging.equality import compare
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Infix, Node
from papergrad.phrasebook import gradient as gradients
from papergrad.phrasebook.trees import bare
from papergrad.reading.meaning import reach
from papergrad.reading.reading import Reading
from papergrad.reading.scope import Scope
from papergrad.reading.squares import spelled
from papergrad.reading.understood import Read
from papergrad.source import PaperError
from papergrad.writing import write, write_shared, written
from papergrad.writing.forms import cost
from papergrad.writing.spelling import spelling

MOST_CASES = 8  # of one law that are looked at
STEP_BUDGET = 0.2  # seconds to confirm one step


@dataclass(frozen=True)
class Stage:
    """One step: what is done, by name, and the equations that come of it."""

    name: str
    equations: tuple[Node, ...]


def result(found: Gradient) -> Stage:
    """The gradient alone."""
    said = f"if {' and '.join(found.assumptions)}" if found.assumptions else ""
    return Stage(said, (found.equation,))


def derivation(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> list[Stage]:
    """The steps that lead to a gradient; the last one is the gradient. Raises PaperError as ``gradient`` does."""
    one = ask(reading, of, wrt, line)
    found = answered(one, reading.reads)
    assert one.scope is not None
    last = result(found)
    return [
        *_definitions(one),
        *_chain(one, found),
        *_laws(one, found),
        Stage(f"Result{', ' * bool(last.name)}{last.name}", last.equations),
    ]


def shared(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None) -> list[Stage]:
    """Gradients by way of the error signals they share: ``δ_1 = ...`` first. Raises PaperError as ``gradient`` does."""
    one = ask(reading, of, wrt[0], line)
    asked = objective(reading, of, wrt, line)
    assert one.scope is not None
    facts, said = _facts(one)
    tensors, signals = [], dict[str, Definition]()
    value, definitions = _through_softmax(asked.value, asked.definitions)
    for symbol, axes in asked.wrt.items():
        found = derivative(value, symbol, axes, definitions)
        tensors.append(replace(found.shared, body=_short(found.shared.body, facts)))
        signals.update(
            {d.symbol: replace(d, body=_short(d.body, facts)) for d in found.deltas if d.symbol not in signals}
        )
    hand = hand_of(one.scope, reading.reads)
    rows, formulas = write_shared(tensors, tuple(signals.values()), hand, _known(asked.definitions), facts)
    derived = gradients.read(one.stated.left)
    assert derived is not None and derived.of is not None
    last = [Infix((quotient(spelled(derived.of), node), w.node), ("=",)) for node, w in zip(wrt, formulas, strict=True)]
    return [Stage(said, (*(Infix(row, ("=",)) for row in rows), *last))]


def _through_softmax(value: Tensor, definitions: Definitions) -> tuple[Tensor, Definitions]:
    """The same with every softmax put in where it is used: one derives through a loss and its softmax in one step."""
    soft = {k: d for k, d in definitions.items() if any(isinstance(n, LogSumExp) for n in _nodes(d.body))}
    rest = {k: replace(d, body=expand(d.body, soft)) for k, d in definitions.items() if k not in soft}
    return replace(value, body=expand(value.body, soft)), rest


def _short(e: Expr, facts: Facts) -> Expr:
    """An expression made simple, with sums over the entries of a distribution where they can be seen to be 1."""
    return simplify(entries_first(simplify(e, facts)), facts)


def _nodes(e: Expr) -> Iterator[Expr]:
    yield e
    for child in children(e):
        yield from _nodes(child)


def _facts(one: Read) -> tuple[Facts, str]:
    """What is known of the values, with what the answer takes for granted, and that in words."""
    assert one.scope is not None and one.left is not None
    known = known_facts(one).properties
    targets = distributions(entries_first(simplify(one.left.body, Facts(known))), one)
    said = taken_for_granted(one)
    told = {**known, **{t: known.get(t, frozenset()) | {"probability"} for t in targets}}
    return Facts(told), f"if {' and '.join(said)}" if said else ""


def _definitions(one: Read) -> list[Stage]:
    """What the paper says about everything between the objective and what it is derived by."""
    scope, left = one.scope, one.left
    assert scope is not None and left is not None
    between = _between(one.definitions, scope, left.of, left.wrt)
    written = scope.all_written
    rows = tuple(
        spelled(Infix((scope.name_of(key), written[key]), ("=",)))
        for key in between
        if key in written and scope.name_of(key) is not None
    )  # type: ignore[arg-type]
    return [Stage("By definition", rows)] if rows else []


def _between(definitions: Definitions, scope: Scope, of: str, wrt: str) -> list[str]:
    """The defined quantities on the way from one to the other, in the order in which they are defined."""
    wanted = reach(definitions[of].body, definitions) | {of} if of in definitions else frozenset(definitions)
    found = [k for k in definitions if k in wanted and (wrt in reach(definitions[k].body, definitions) or k == of)]
    return sorted(found, key=lambda key: -scope.places.get(key, 0))


def _chain(one: Read, found: Gradient) -> list[Stage]:
    """The derivative by every quantity on the way, the last first; then that by what was asked for, in terms of them."""
    scope, left = one.scope, one.left
    assert scope is not None and left is not None
    start = one.definitions.get(left.of)
    if start is None or start.axes or left.wrt not in scope.inputs():
        return []
    value, definitions = _through_softmax(Tensor(start.body), one.definitions)
    whole = derivative(value, left.wrt, axes_of(scope, left.wrt), definitions)
    facts, _ = _facts(one)
    hand = _slopes(found, [d.symbol for d in whole.deltas])
    try:
        rows = [_equation(replace(d, body=_short(d.body, facts)), hand, one.definitions) for d in whole.deltas]
        body = Tensor(_short(whole.shared.body, facts), whole.shared.axes)
        rows.append(Infix((quotient(found.of, found.wrt), write(body, hand, _known(one.definitions))), ("=",)))
    except (PaperError, ValueError):
        return []  # what has no written form is left out of the way
    return [Stage("The chain rule, from the end to the beginning", tuple(rows))] if whole.deltas else []


def _slopes(found: Gradient, deltas: list[str]) -> Style:
    """A hand that writes the adjoint of ``h_1`` as ``∂J/∂h_1``."""
    spelled = dict(found.style.spelled)
    for delta in deltas:
        of = spelling(delta.partition("%")[2], found.style)
        spelled[delta] = Spelling(quotient(found.of, of.name), of.places, of.row)
    return replace(found.style, spelled=spelled)


def _known(definitions: Definitions) -> dict[str, Definition]:
    return {k: d for k, d in definitions.items() if not k.startswith("%")}


def _equation(delta: Definition, hand: Style, definitions: Definitions) -> Node:
    how = spelling(delta.symbol, hand)
    return Infix((how.name, write(Tensor(delta.body, delta.axes), hand, _known(definitions), lying=how.row)), ("=",))


def _laws(one: Read, found: Gradient) -> list[Stage]:
    """The laws that made the result short: what each says, and where it made most difference, before and after.

    A step is shown where both sides have a written form, that form changes, and random instances of both sides agree.
    """
    assert one.scope is not None and one.left is not None
    facts = known_facts(one)
    _, steps = simplify_by_steps(one.left.body, facts)
    used: dict[str, list[Step]] = {}
    for step in steps:
        if symbols(step.before) and len(free(step.before) | free(step.after)) <= 2:
            used.setdefault(step.law, []).append(step)
    stages = []
    for law, cases in used.items():
        rows = [row for step in cases[:MOST_CASES] if (row := _before_and_after(one, found.style, facts, step))]
        if rows:
            states = re.search("``(.+?)``", cases[0].states)
            said = f"Simplify: {law.replace('_', ' ')}" + (f", {states[1]}" if states else "")
            stages.append(Stage(said, (min(rows, key=cost),)))
    return stages


def _before_and_after(one: Read, hand: Style, facts: Facts, step: Step) -> Node | None:
    """A step as an equation; None where it has no written form, changes nothing on paper, or is not confirmed."""
    assert one.scope is not None
    axes = tuple(sorted(free(step.before) | free(step.after), key=lambda i: i.name))
    before, after = Tensor(step.before, axes), Tensor(step.after, axes)
    try:
        sides = [written(side, hand, _known(one.definitions)) for side in (before, after)]
        if (
            bare(sides[0].node) == bare(sides[1].node)
            or sides[0].letters != sides[1].letters
            or any(s.places for s in sides)
        ):
            return None
        agreed = compare(before, after, one.definitions, facts, one.scope.inputs(), budget=STEP_BUDGET)
    except (PaperError, ValueError):
        return None
    return Infix((sides[0].node, sides[1].node), ("=",)) if agreed.equal else None
