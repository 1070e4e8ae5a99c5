"""Gradients by way of the error signals that they share, as backpropagation is taught; through time, perhaps not all the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definition, Definitions, Expr, LogSumExp, Tensor
from papergrad.algebra.simplify import simplify
from papergrad.algebra.substitution import expand
from papergrad.algebra.traversal import children, symbols
from papergrad.algebra.truncated import carried_signal, fresh_signal, truncated
from papergrad.asking.gradients import Gradient, ask, gradient, hand_of, quotient
from papergrad.asking.programs import objective
from papergrad.judging.answers import distributions, entries_first, in_words, known_facts
from papergrad.notation import latex, unicode
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Fence, Infix, Node, Numeral, Script
from papergrad.phrasebook import gradient as gradients
from papergrad.reading.reading import Reading
from papergrad.reading.refolding import reach
from papergrad.reading.squares import spelled
from papergrad.reading.understood import Read
from papergrad.records import dataclass
from papergrad.source import PaperError
from papergrad.writing import tidy, write_shared
from papergrad.writing.spelling import scripted, spelling


@dataclass(frozen=True, repr=False)
class Stage:
    """One step: what is done, by name, and the equations that come of it."""

    name: str
    equations: tuple[Node, ...]

    def __str__(self) -> str:
        return "\n".join(([self.name] if self.name else []) + [unicode.write(e) for e in self.equations])

    def __repr__(self) -> str:
        return f"<{'; '.join(str(self).splitlines())}>"

    @property
    def latex(self) -> str:
        """The equations below each other, without dollar signs."""
        return "\\begin{gathered} " + r" \\ ".join(map(latex.write, self.equations)) + " \\end{gathered}"

    def _repr_latex_(self) -> str:
        return f"$$ {self.latex} $$"


def result(found: Gradient) -> Stage:
    """The gradient alone."""
    said = f"if {' and '.join(found.assumptions)}" if found.assumptions else ""
    return Stage(said, (found.equation,))


def told(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> Stage:
    """A gradient; through time, with the error signals that it speaks of. Raises PaperError as ``gradient`` does."""
    found = gradient(reading, of, wrt, line)
    return shared(reading, of, [wrt], line) if any("%" in s for s in symbols(found.tensor.body)) else result(found)


def shared(
    reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None, truncate: int | None = None
) -> Stage:
    """Gradients by way of the error signals they share: ``δ_1 = ...`` first. Raises PaperError as ``gradient`` does.

    With ``truncate``, errors of a recurrence go back that many steps at most; PaperError (PG426) where they cannot be cut so.
    """
    one = ask(reading, of, wrt[0], line)
    asked = objective(reading, of, wrt, line)
    assert one.scope is not None and one.left is not None
    tensors, signals = list[Tensor](), dict[str, Definition]()
    value, definitions = through_softmax(asked.value, asked.definitions)
    for symbol, axes in asked.wrt.items():
        found = derivative(value, symbol, axes, definitions)
        tensors.append(found.shared)
        signals.update({d.symbol: d for d in found.deltas if d.symbol not in signals})
    facts, said = facts_of(one, (*(t.body for t in tensors), *(d.body for d in signals.values())))
    tensors = [replace(t, body=short(t.body, facts)) for t in tensors]
    deltas = tuple(replace(d, body=short(d.body, facts)) for d in signals.values())
    hand = hand_of(one.scope, reading.reads)
    if truncate is not None:
        for symbol in asked.wrt:
            refuse_start(symbol, definitions)
        tensors, deltas, hand = _cut(tensors, deltas, hand, facts, truncate)
        said = ", ".join(filter(None, (f"Errors go back at most {truncate} steps: j = 1, …, {truncate}", said)))
    derived = gradients.read(one.stated.left)
    assert derived is not None and derived.of is not None
    lefts = [one.left, *(ask(reading, derived.of, node, line).left for node in wrt[1:])]
    lying = [left.lying if left is not None and left.order == 1 else None for left in lefts]
    rows, formulas = write_shared(tensors, deltas, hand, known_definitions(asked.definitions), facts, lying)
    last = [Infix((quotient(spelled(derived.of), node), w.node), ("=",)) for node, w in zip(wrt, formulas, strict=True)]
    return Stage(said, (*(Infix(row, ("=",)) for row in rows), *last))


def _cut(
    tensors: Sequence[Tensor], deltas: Sequence[Definition], hand: Style, facts: Facts, steps: int
) -> tuple[list[Tensor], tuple[Definition, ...], Style]:
    """Signals that go back a few steps only, and a hand that writes them: ``δ_{h,0}`` at the start, ``δ_{h,j}`` j steps on."""
    neat, signals = tidy(tensors, deltas, facts)
    named = dict(hand.spelled)
    for delta in signals:
        how = spelling(delta.symbol, hand)
        places = how.places + ("entry",) * (len(delta.axes) - len(how.places))
        count = "(sup)" if "sub" in places else "sub"
        none = entry_at(how.name, count)
        named[fresh_signal(delta.symbol)] = Spelling(none, how.places, how.row)
        named[carried_signal(delta.symbol)] = Spelling(how.name, (count, *places), how.row)
    return list(neat), truncated(signals, steps), replace(hand, spelled=named)


def entry_at(name: Node, place: str) -> Node:
    """``δ_{h,0}``, or ``δ_h^{(0)}`` where time stands below."""
    if place == "sub":
        return scripted(name, (Numeral("0"),))
    base = name if isinstance(name, Script) else Script(name)
    return Script(base.base, base.sub, Fence("(", Numeral("0"), ")"))


def refuse_start(symbol: str, definitions: Definitions) -> None:
    """Raises PaperError (PG426) where a state from which a recurrence starts depends on a symbol: how far is that back?"""
    for d in definitions.values():
        if d.start is not None and symbol in symbols(d.start) | reach(d.start, definitions):
            raise PaperError(
                f"{symbol} is where a recurrence starts, and errors that are cut off do not get there", code="PG426"
            )


def through_softmax(value: Tensor, definitions: Definitions) -> tuple[Tensor, Definitions]:
    """The same with every softmax put in where it is used: one derives through a loss and its softmax in one step."""
    soft = {k: d for k, d in definitions.items() if any(isinstance(n, LogSumExp) for n in _nodes(d.body))}
    rest = {k: replace(d, body=expand(d.body, soft)) for k, d in definitions.items() if k not in soft}
    return replace(value, body=expand(value.body, soft)), rest


def short(e: Expr, facts: Facts) -> Expr:
    """An expression made simple, with sums over the entries of a distribution where they can be seen to be 1."""
    return simplify(entries_first(simplify(e, facts)), facts)


def _nodes(e: Expr) -> Iterator[Expr]:
    yield e
    for child in children(e):
        yield from _nodes(child)


def facts_of(one: Read, bodies: Sequence[Expr] = ()) -> tuple[Facts, str]:
    """What is known of the values, with what the answer (and ``bodies``) takes for granted, and that in words."""
    assert one.scope is not None and one.left is not None
    facts = known_facts(one)
    known = facts.properties
    seen = [distributions(entries_first(simplify(e, facts)), one) for e in (one.left.body, *bodies)]
    targets = set[str]().union(*seen)
    said = in_words(targets)
    told = {**known, **{t: known.get(t, frozenset()) | {"probability"} for t in targets}}
    return replace(facts, properties=told), f"if {' and '.join(said)}" if said else ""


def known_definitions(definitions: Definitions) -> dict[str, Definition]:
    return {k: d for k, d in definitions.items() if not k.startswith("%")}
