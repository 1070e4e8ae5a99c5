"""A paper's objective and its gradients as a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from papergrad.algebra.nodes import Definition, Entry, Index, Tensor
from papergrad.algebra.sizes import Size
from papergrad.asking.gradients import answered, ask, axes_of, overlooked
from papergrad.asking.shapes import lengths_of
from papergrad.notation import unicode
from papergrad.notation.tree import Hole, Node
from papergrad.phrasebook import gradient as gradients
from papergrad.programs import Program, schedule, with_gradients
from papergrad.reading.claims import sides
from papergrad.reading.factorials import FACTORIAL
from papergrad.reading.named import key_of
from papergrad.reading.reading import Reading
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.squares import put, spelled
from papergrad.reading.statements import Stated
from papergrad.reading.understood import Read
from papergrad.records import dataclass
from papergrad.source import PaperError, Span


@dataclass(frozen=True)
class Objective:
    """A number, the definitions it needs, and what it is to be derived by; lengths have letters for names."""

    name: str
    value: Tensor
    definitions: Mapping[str, Definition]
    wrt: Mapping[str, tuple[Index, ...]]
    inputs: Mapping[str, tuple[Size, ...]]
    formula: str
    notes: tuple[str, ...] = ()  # what counts as given though the paper may define it


def program(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None) -> Program:
    """The program for ``of`` (by default the objective) and its gradients by the symbols of ``wrt``. Errors as ``objective``."""
    found = objective(reading, of, wrt, line)
    slopes, definitions = with_gradients(found.value, found.wrt, found.definitions)
    formula = "\n".join((found.formula, *found.notes))
    steps = schedule({found.name: found.value}, definitions, gradients=slopes, inputs=found.inputs, formula=formula)
    return replace(steps, notes=found.notes)


def objective(reading: Reading, of: Node | None, wrt: Sequence[Node], line: int | None = None) -> Objective:
    """What a paper says about a number and what it is made of.

    Raises PaperError where there is no gradient by ``wrt``, and where the paper leaves open what has to be computed.
    """
    if not wrt:
        raise PaperError("by what is to be derived?", hint="say it, as in --wrt W,b", code="PG421")
    questions = [ask(reading, of, wrt[0], line)]
    scope, derived = questions[0].scope, gradients.read(questions[0].stated.left)
    assert scope is not None and derived is not None and derived.of is not None
    at = reading.document.source.place(_start(reading, scope))[0] if line is None else line
    questions += [ask(reading, derived.of, other, at) for other in wrt[1:]]
    names = [_known(scope, other) for other in wrt]
    value, known = computed(scope, derived.of, reading)
    lengths = lengths_of(scope, value, known)
    value, known = lengths.through(value), {k: lengths.through(d) for k, d in known.items()}
    leaves = (reach(value.body, known) | set(names)) - known.keys()
    said = "\n".join(_said(one, reading.reads) for one in questions)
    name = _key(scope, derived.of) or "f"
    return Objective(
        name,
        value,
        known,
        {name: lengths.through(axes_of(scope, name)) for name in names},
        {key: tuple(map(lengths, scope.shape(key).sizes)) for key in sorted(leaves) if key in scope.inputs()},
        f"{_definition(scope, name, derived.of)}\n{said}",
        tuple(dict.fromkeys(text for one in questions for text in overlooked(one, of is None))),
    )


def _said(one: Read, reads: Sequence[Read]) -> str:
    """A gradient as the paper would write it; the question where it cannot be written down, which a program can do without.

    What was taken for granted to write it is said beside it: the program computes without that.
    """
    try:
        found = answered(one, reads)
        return f"{found}, if {' and '.join(found.assumptions)}" if found.assumptions else str(found)
    except PaperError:
        return unicode.write(spelled(one.stated.left))


def _start(reading: Reading, scope: Scope) -> int:
    return next((one.span.start for one in reading.reads if one.scope is scope), 0)


def _known(scope: Scope, node: Node) -> str:
    key = key_of(put(node, scope.squares), scope.symbols)
    if key is None or key not in scope.inputs():
        raise PaperError(f"nothing here is called {unicode.write(node)}", code="PG421")
    return key


def _key(scope: Scope, of: Node) -> str | None:
    """The symbol that a number is; also ``L`` where the paper defines ``L(W, b)``."""
    applied = (key for key in scope.everything if scope.name_of(key) == of)
    return key_of(of, scope.symbols) or next(applied, None)


def _definition(scope: Scope, key: str, of: Node) -> str:
    written = scope.all_written.get(key)
    return unicode.write(spelled(of)) + (f" = {unicode.write(spelled(written))}" if written is not None else "")


def computed(scope: Scope, of: Node, reading: Reading) -> tuple[Tensor, dict[str, Definition]]:
    """What is to be computed, and the definitions it needs."""
    end = len(reading.document.source.text)
    one = Read(Stated(Span(end, end), of, "=", Hole(), of), "asks", "question", scope)
    problem = sides(one, of)
    if problem is not None or one.left is None:
        raise problem or PaperError(f"{unicode.write(of)} has no meaning here", code="PG422")
    if one.left.axes:
        raise PaperError(f"{unicode.write(of)} is no number, so it has no gradient", code="PG422")
    needed = reach(one.left.body, one.definitions)
    if open_ones := needed & scope.made_up():
        raise PaperError(f"the paper does not say what {', '.join(sorted(open_ones))} is", code="PG422")
    if FACTORIAL in needed:
        raise PaperError("factorials are not computed; leave out what no parameter changes", code="PG422")
    body = one.left.body
    if isinstance(body, Entry) and body.symbol in one.definitions:
        body = one.definitions[body.symbol].body
    return Tensor(body), {k: d for k, d in one.definitions.items() if k in needed}
