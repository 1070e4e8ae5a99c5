"""Second derivatives of a number that a paper defines: Hessians, their blocks by pairs of symbols, and products with a vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definition, Entry, Index, Tensor, mul, total
from papergrad.algebra.traversal import symbols
from papergrad.asking.gradients import Gradient, ask, at_letters, gradient, hand_of
from papergrad.asking.programs import Objective, objective
from papergrad.asking.signals import Stage, facts_of, known_definitions, short
from papergrad.judging.equality import compare
from papergrad.notation import unicode
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Node, Run
from papergrad.phrasebook import gradient as gradients
from papergrad.programs import Program, schedule
from papergrad.reading.reading import Reading
from papergrad.reading.squares import spelled
from papergrad.records import dataclass
from papergrad.source import PaperError
from papergrad.writing import fold, written
from papergrad.writing.spelling import spelling

BUDGET = 1.0  # seconds to confirm what was made simple


@dataclass(frozen=True)
class _Asked:
    """An objective with what is needed to derive it twice and to write what comes of it. ``assumptions`` in words."""

    what: Objective
    of: Node
    facts: Facts
    assumptions: tuple[str, ...]
    hand: Style
    known: dict[str, Definition]


@dataclass(frozen=True)
class Block(Gradient):
    """A second derivative; ``layout`` says in words which of its sides belongs to which symbol."""

    layout: str = ""


def hessian(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None) -> list[Block]:
    """The blocks ``∂²J/∂a∂b`` for every pair of symbols, each pair once. Raises PaperError as ``gradient`` does.

    The first symbol's entries run down and the second's across, or each axis has its letter on both sides.
    """
    asked = _asked(reading, of, wrt, line)
    nodes = dict(zip(asked.what.wrt, wrt, strict=True))
    return [
        _block(asked, second(asked, a, b), (nodes[a], nodes[b]), len(asked.what.wrt[a]))
        for a, b in combinations_with_replacement(nodes, 2)
    ]


def product(reading: Reading, of: Node | None, wrt: Node, vector: Node, line: int | None = None) -> Block:
    """The Hessian times something of the shape of ``wrt`` that is called ``vector``. Raises PaperError as ``gradient`` does."""
    asked = _asked(reading, of, [wrt], line)
    (key, axes), name = next(iter(asked.what.wrt.items())), _new_name(asked, vector)
    slope = _derived(asked.what.value, key, axes, asked)
    along = total(axes, mul(slope.body, Entry(name, axes)))
    again = tuple(Index(f"{i.name}'", i.size) for i in axes)
    found = _simple(asked, _derived(Tensor(along), key, again, asked, raw=True), {name: axes})
    how = spelling(key, asked.hand)
    hand = replace(asked.hand, spelled={**asked.hand.spelled, name: Spelling(vector, how.places, how.row)})
    return _block(replace(asked, hand=hand), found, (wrt, wrt), len(axes), vector)


def second_program(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None) -> Program:
    """The blocks of a Hessian as steps for any backend. Errors as ``hessian``."""
    asked = _asked(reading, of, wrt, line)
    outputs = {}
    for a, b in combinations_with_replacement(asked.what.wrt, 2):
        block = second(asked, a, b)
        outputs[f"d2_{a}_{b}"] = Tensor(fold(block.body, asked.known), block.axes)
    said = "\n".join(str(block) for block in hessian(reading, of, wrt, line))
    return schedule(outputs, asked.what.definitions, inputs=asked.what.inputs, formula=said)


def stages(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None, steps: bool) -> list[Stage]:
    """The blocks of a Hessian, after the gradients that they come from where the way is asked for."""
    slopes = [gradient(reading, of, symbol, line) for symbol in wrt] if steps else []
    first = [Stage("Derive once", tuple(g.equation for g in slopes))] if steps else []
    second_time = "Derive again, " * steps
    return first + [shown(block, second_time) for block in hessian(reading, of, wrt, line)]


def shown(block: Block, before: str = "") -> Stage:
    """A block with its layout in words: how long its sides are, what runs down and what across."""
    said = before + block.layout
    if block.assumptions:
        said += f", if {' and '.join(block.assumptions)}"
    return Stage(said[0].upper() + said[1:] if before else said, (block.equation,))


def _asked(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None) -> _Asked:
    one = ask(reading, of, wrt[0], line)
    what = objective(reading, of, wrt, line)
    derived = gradients.read(one.stated.left)
    assert one.scope is not None and derived is not None and derived.of is not None
    slopes = [derivative(what.value, key, axes, what.definitions) for key, axes in what.wrt.items()]
    if any(d.running for d in slopes):
        raise PaperError("a Hessian through a recurrence has no closed form here", code="PG426")
    facts, _ = facts_of(one, [d.tensor.body for d in slopes])
    taken = {s for s in facts.properties if "probability" in facts.properties[s]}
    said = [f"the entries of {s.split('^')[0]} add up to 1" for s in sorted(taken - set(one.scope.known_facts()))]
    known = known_definitions(what.definitions)
    known = {k: replace(d, body=fold(d.body, {o: e for o, e in known.items() if o != k})) for k, d in known.items()}
    return _Asked(what, spelled(derived.of), facts, tuple(said), hand_of(one.scope, reading.reads), known)


def _derived(of: Tensor, key: str, axes: tuple[Index, ...], asked: _Asked, raw: bool = False) -> Tensor:
    found = derivative(of, key, axes, asked.what.definitions).tensor
    return found if raw else replace(found, body=short(found.body, asked.facts))


def second(asked: _Asked, a: str, b: str) -> Tensor:
    """The second derivative by two symbols, simple; its axes are those of the first and then those of the second."""
    slope = _derived(asked.what.value, a, asked.what.wrt[a], asked)
    axes = tuple(Index(f"{i.name}'", i.size) for i in asked.what.wrt[b])
    return _simple(asked, _derived(slope, b, axes, asked, raw=True), {})


def _simple(asked: _Asked, raw: Tensor, more: dict[str, tuple[Index, ...]]) -> Tensor:
    """A tensor made simple, if random instances agree that it is the same. Raises PaperError (PG423) where they do not."""
    simple = replace(raw, body=short(raw.body, asked.facts))
    shapes = {**{k: tuple(Index(f"{k}%{n}", s) for n, s in enumerate(v)) for k, v in asked.what.inputs.items()}, **more}
    agreed = compare(raw, simple, asked.what.definitions, asked.facts, shapes, budget=BUDGET)
    if agreed.different:
        raise PaperError("this Hessian was not confirmed by instances", code="PG423")
    return simple


def _block(asked: _Asked, found: Tensor, wrt: tuple[Node, Node], order: int, vector: Node | None = None) -> Block:
    """A second derivative as it is written; the first ``order`` axes are those of the first symbol."""
    try:
        on_paper = written(found, asked.hand, asked.known)
    except ValueError:
        raise PaperError("this Hessian cannot be written down", hint="name parts of it", code="PG423") from None
    a, b = map(spelled, wrt)
    letters = on_paper.letters
    if vector is not None:
        left = at_letters(Run((_quotient(asked.of, (a, b)), vector)), letters)
    else:
        left = _quotient(asked.of, (at_letters(a, letters[:order]), at_letters(b, letters[order:])))
    shape = tuple(str(i.size) for i in found.axes)
    layout = " × ".join(shape) or "a number"
    if vector is None and len(shape) == 2 and order == 1 and not any(letters):
        layout += f", {unicode.write(a)} down and {unicode.write(b)} across"
    return Block(
        asked.of,
        a,
        on_paper.explained,
        shape,
        found,
        asked.what.definitions,
        asked.hand,
        asked.assumptions,
        left=left,
        layout=layout,
    )


def _quotient(of: Node, wrt: tuple[Node, Node]) -> Node:
    one = (wrt[0],) if wrt[0] == wrt[1] else wrt
    return gradients.write(gradients.Derivative(of, one, order=2), Style())


def _new_name(asked: _Asked, vector: Node) -> str:
    name = getattr(vector, "text", "")
    taken = {*asked.what.definitions, *asked.what.inputs, *symbols(asked.what.value.body)}
    if not name or name in taken:
        raise PaperError(
            "what the Hessian is multiplied by needs a letter of its own", hint="as in --hvp r", code="PG421"
        )
    return name
