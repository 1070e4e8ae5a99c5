"""The way to a gradient, as one would show it at a blackboard: definitions, the chain rule quantity by quantity, the result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definition, Definitions, Tensor, symbols
from papergrad.algebra.simplify import simplify, simplify_by_steps
from papergrad.asking.gradients import Gradient, answered, ask, axes_of, quotient
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Infix, Node
from papergrad.reading.meaning import reach
from papergrad.reading.reading import Read, Reading
from papergrad.reading.scope import Scope
from papergrad.source import PaperError
from papergrad.writing import write
from papergrad.writing.spelling import spelling


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


def _definitions(one: Read) -> list[Stage]:
    """What the paper says about everything between the objective and what it is derived by."""
    scope, left = one.scope, one.left
    assert scope is not None and left is not None
    between = _between(one.definitions, scope, left.of, left.wrt)
    written = scope.all_written
    rows = tuple(
        Infix((scope.name_of(key), written[key]), ("=",))
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
    whole = derivative(Tensor(start.body), left.wrt, axes_of(scope, left.wrt), one.definitions)
    facts = Facts(scope.known_facts())
    hand = _slopes(found, [d.symbol for d in whole.deltas])
    try:
        rows = [_equation(replace(d, body=simplify(d.body, facts)), hand, one.definitions) for d in whole.deltas]
        body = Tensor(simplify(whole.shared.body, facts), whole.shared.axes)
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
    """The laws that made the result short, each with its statement."""
    assert one.scope is not None and one.left is not None
    _, steps = simplify_by_steps(one.left.body, Facts(one.scope.known_facts()))
    names = list(dict.fromkeys(step.law.replace("_", " ") for step in steps if symbols(step.before)))
    return [Stage(f"Simplified: {', '.join(names)}", ())] if names else []
