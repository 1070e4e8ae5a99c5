"""The way to a gradient, as one would show it at a blackboard: definitions, the chain rule quantity by quantity, the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import ZERO, Definition, Definitions, Mul, Sum, Tensor
from papergrad.algebra.simplify import Step, simplify_by_steps
from papergrad.algebra.terms import factors, terms
from papergrad.algebra.traversal import free, symbols
from papergrad.asking.gradients import Gradient, answered, ask, axes_of, quotient
from papergrad.asking.signals import Stage, facts_of, known_definitions, short, through_softmax, told
from papergrad.judging.answers import known_facts
from papergrad.judging.equality import compare
from papergrad.notation import unicode
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Fence, Infix, Node, Prefix, Script, rebuild
from papergrad.phrasebook import gradient as gradients
from papergrad.phrasebook.trees import bare, beside, listed
from papergrad.reading.reading import Reading
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.squares import spelled
from papergrad.reading.understood import Read
from papergrad.source import PaperError
from papergrad.writing import equation, write, written
from papergrad.writing.forms import cost
from papergrad.writing.spelling import spelling

MOST_CASES = 8  # of one law that are looked at
STEP_BUDGET = 0.2  # seconds to confirm one step


def derivation(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> list[Stage]:
    """The steps that lead to a gradient; the last one is the gradient. Raises PaperError as ``gradient`` does."""
    one = ask(reading, of, wrt, line)
    found = answered(one, reading.reads)
    assert one.scope is not None
    last = told(reading, of, wrt, line)
    return [
        *_definitions(one),
        *_chain(one, found),
        *_laws(one, found),
        Stage(", ".join(["Result", *_signals(last), *filter(None, [last.name])]), last.equations),
    ]


def _signals(last: Stage) -> list[str]:
    """What to say of a result that comes in several equations."""
    return ["with an error signal δ for what is used again"] if len(last.equations) > 1 else []


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
    value, definitions = through_softmax(Tensor(start.body), one.definitions)
    whole = derivative(value, left.wrt, axes_of(scope, left.wrt), definitions)
    facts, _ = facts_of(one)
    if not whole.deltas:
        return _places(one, found, whole.shared, facts)
    hand = _slopes(found, [d.symbol for d in whole.deltas])
    try:
        rows = [_equation(replace(d, body=short(d.body, facts)), hand, one.definitions) for d in whole.deltas]
        body = Tensor(short(whole.shared.body, facts), whole.shared.axes)
        formula = inward(write(body, hand, known_definitions(one.definitions)))
        rows.append(Infix((quotient(found.of, found.wrt), formula), ("=",)))
    except (PaperError, ValueError):
        return []  # what has no written form is left out of the way
    return [Stage("The chain rule, from the end to the beginning", tuple(rows))]


def _places(one: Read, found: Gradient, whole: Tensor, facts: Facts) -> list[Stage]:
    """The product rule: what each place where the symbol stands adds to the derivative, the others held fixed."""
    shares = [e for share in terms(whole.body) if (e := short(share, facts)) is not ZERO]
    try:
        nodes = [write(Tensor(e, whole.axes), found.style, known_definitions(one.definitions)) for e in shares]
    except (PaperError, ValueError):
        return []
    said = added(nodes)
    if len(nodes) < 2 or bare(said) == bare(found.formula):
        return []
    left = found.left or quotient(found.of, found.wrt)
    name = f"Every {unicode.write(found.wrt)} in its turn, the others held fixed"
    return [Stage(name, (Infix((left, said), ("=",)),))]


def added(nodes: Sequence[Node]) -> Node:
    """The sum of formulas, each with its sign."""
    operands: list[Node] = []
    signs: list[str] = []
    for node in nodes:
        inside, between = ((node,), ()) if not isinstance(node, Infix) else (node.operands, node.operators)
        if not set(between) <= {"+", "-"}:
            inside, between = (Fence("(", node, ")"),), ()
        first = inside[0]
        negative = bool(operands) and isinstance(first, Prefix) and first.sign == "-"
        operands += (first.operand if negative and isinstance(first, Prefix) else first, *inside[1:])
        signs += ("-" if negative else "+", *between)
    return Infix(tuple(operands), tuple(signs[1:])) if len(operands) > 1 else operands[0]


def _slopes(found: Gradient, deltas: list[str]) -> Style:
    """A hand that writes the adjoint of ``h_1`` as ``∂J/∂h_1``."""
    spelled = dict(found.style.spelled)
    for delta in deltas:
        of = spelling(delta.partition("%")[2], found.style)
        spelled[delta] = Spelling(quotient(found.of, of.name), of.places, of.row)
    return replace(found.style, spelled=spelled)


def _equation(delta: Definition, hand: Style, definitions: Definitions) -> Node:
    return inward(Infix(equation(delta, hand, known_definitions(definitions)), ("=",)))


def inward(node: Node) -> Node:
    """``(∂J/∂h)^{(t)}`` as ``∂J/∂h^{(t)}``."""
    match node:
        case Script(base, sub, sup, 0):
            slope = gradients.read(base.inside if isinstance(base, Fence) else base)
            if slope is not None and slope.of is not None and len(slope.wrt) == 1:
                return quotient(slope.of, at_scripts(slope.wrt[0], sub, sup))
    return rebuild(node, inward)


def at_scripts(name: Node, sub: Node | None, sup: Node | None) -> Node:
    """A name with more below and above it."""
    known = name if isinstance(name, Script) else Script(name)
    below, above = [n for n in (known.sub, sub) if n is not None], [n for n in (known.sup, sup) if n is not None]
    return Script(known.base, listed(below) if below else None, beside(*above) if above else None, known.primes)


def _laws(one: Read, found: Gradient) -> list[Stage]:
    """The laws that made the result short: what each says, and where it made most difference, before and after.

    A step is shown where both sides have a written form, that form changes, and random instances of both sides agree.
    """
    assert one.scope is not None and one.left is not None
    facts = known_facts(one)
    _, steps = simplify_by_steps(one.left.body, facts)
    used: dict[str, list[Step]] = {}
    for step in steps:
        if symbols(step.before) and len(free(step.before) | free(step.after)) <= 2 and not _moves_numbers(step):
            used.setdefault(step.law, []).append(step)
    stages = []
    for law, cases in used.items():
        rows = [row for step in cases[:MOST_CASES] if (row := _before_and_after(one, found.style, facts, step))]
        if rows:
            states = re.search("``(.+?)``", cases[0].states)
            said = f"Simplify: {law.replace('_', ' ')}" + (f", {states[1]}" if states else "")
            stages.append(Stage(said, (min(rows, key=cost),)))
    return stages


def _moves_numbers(step: Step) -> bool:
    """Whether all that a step does is to take numbers and lengths out of a sum."""
    out = [f for f in factors(step.after) if not isinstance(f, Sum)]
    return isinstance(step.before, Sum) and isinstance(step.after, Mul) and not any(map(symbols, out))


def _before_and_after(one: Read, hand: Style, facts: Facts, step: Step) -> Node | None:
    """A step as an equation; None where it has no written form, changes nothing on paper, or is not confirmed."""
    assert one.scope is not None
    axes = tuple(sorted(free(step.before) | free(step.after), key=lambda i: i.name))
    before, after = Tensor(step.before, axes), Tensor(step.after, axes)
    try:
        sides = [written(side, hand, known_definitions(one.definitions)) for side in (before, after)]
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
