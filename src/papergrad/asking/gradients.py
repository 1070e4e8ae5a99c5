"""A derivative that somebody asks for: of which expression, by which symbol, in which part of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from papergrad.algebra.nodes import ZERO, Definitions, Index, Tensor
from papergrad.algebra.recurrences import knots
from papergrad.asking.shapes import Lengths, letters, shape_of
from papergrad.judging.answers import lettered, taken_for_granted, unsaid
from papergrad.notation import latex, plain, unicode
from papergrad.notation.style import Style
from papergrad.notation.tree import Blank, Fence, Hole, Infix, Name, Node, Run, Unread, walk
from papergrad.phrasebook import gradient as gradients
from papergrad.reading.claims import sides
from papergrad.reading.hand import style
from papergrad.reading.named import key_of
from papergrad.reading.overlooked import left_open
from papergrad.reading.reading import Reading
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.squares import put, spelled
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.reading.unrolling import STEPS
from papergrad.records import dataclass
from papergrad.source import PaperError, Span
from papergrad.writing.spelling import scripted

MOST_LOST = 3  # statements that were not understood, told where there is no answer


@dataclass(frozen=True)
class Gradient:
    """The derivative of ``of`` by ``wrt``: a formula in the writer's notation that shows itself well.

    ``shape`` holds the lengths of its axes. ``assumptions``: what was taken for granted on the way.
    """

    of: Node
    wrt: Node
    formula: Node
    shape: tuple[str, ...]
    tensor: Tensor
    definitions: Definitions
    style: Style
    assumptions: tuple[str, ...] = ()
    left: Node | None = None  # what the formula is, with the letters of its entries
    overlooked: tuple[str, ...] = ()  # what counts as given though the paper may define it, and why

    @property
    def equation(self) -> Node:
        return Infix((self.left or quotient(self.of, self.wrt), self.formula), ("=",))

    @property
    def latex(self) -> str:
        """The formula, without what it is the derivative of."""
        return latex.write(self.formula)

    @property
    def unicode(self) -> str:
        return unicode.write(self.formula)

    def __str__(self) -> str:
        return unicode.write(self.equation)

    def __repr__(self) -> str:
        return f"<{self}, {' × '.join(self.shape) or 'a number'}>"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {latex.write(self.equation)}$"


def quotient(of: Node, wrt: Node) -> Node:
    """``∂J/∂W`` as it is written."""
    form = "∂" if key_like(of) else "∂[]"
    return gradients.write(gradients.Derivative(of, (wrt,), form=form), Style())


def key_like(node: Node) -> bool:
    return not any(isinstance(part, Infix) for part in walk(node))


def parse(text: str) -> Node:
    """A formula as typed: plain ASCII (``x'*A*x``), or LaTeX and Unicode where there are signs of these."""
    ascii_only = text.isascii() and not set("\\{}$") & set(text)
    if ascii_only and "|" not in text.replace("||", ""):  # ||x|| is a norm; in |a||b| the bars are those of two numbers
        parts = text.split("||")
        text = parts[0] + "".join(("norm2(", ")")[n % 2] + part for n, part in enumerate(parts[1:]))
    found = plain.parse(text) if ascii_only else latex.parse(text.strip().strip("$"))
    bad = next((n for n in walk(found) if isinstance(n, Unread | Hole)), None)
    if isinstance(found, Blank) or bad is not None:
        why = bad.reason if isinstance(bad, Unread) else "nothing stands there"
        raise PaperError(f"{text!r} is no formula: {why}", code="PG420")
    return found


# -- where ----------------------------------------------------------------------------------------------------------


def scopes(reading: Reading, line: int | None = None) -> list[Scope]:
    """The parts of a paper, in order; with a line only the part it belongs to."""
    if line is None:
        return reading.scopes
    place = reading.document.source.place
    before = [one for one in reading.reads if one.scope is not None and place(one.span.start)[0] <= line]
    found = before[-1:] or reading.reads[:1]
    return [one.scope for one in found if one.scope is not None]


def objectives(scope: Scope, wrt: str = "") -> Iterator[str]:
    """The numbers that a part defines and nothing else is made of, what depends on ``wrt`` alone; the part's own first."""
    made_up = scope.made_up()
    whole = {k: d for k, d in scope.everything.items() if k not in made_up and not k.startswith("%")}
    ends = [
        k
        for k, d in whole.items()
        if not d.axes and not any(k in reach(o.body, {}) for n, o in whole.items() if n != k)
    ]
    ends = [k for k in ends if k != wrt and (not wrt or wrt in reach(whole[k].body, whole))]
    yield from sorted(ends, key=lambda k: (k not in scope.definitions, -scope.places.get(k, 0)))


def parameters(scope: Scope, objective: str) -> list[str]:
    """What an objective is made of and no definition explains, but for data: what stands for each sample, and targets."""
    known = scope.everything
    facts = scope.known_facts()
    leaves = [k for k in scope.inputs() if k in reach(known[objective].body, known) and k not in known]
    return [
        k for k in leaves if not facts.get(k, frozenset()) & {"one-hot", "probability"} and not scope.shape(k).scripts
    ]


def _symbol(scope: Scope, node: Node) -> str:
    """The symbol that is meant, if the part speaks of it."""
    key = key_of(node, scope.symbols)
    return key if key is not None and key in scope.inputs() else ""


def _is_entry(scope: Scope, node: Node) -> bool:
    """Whether a subscript runs in this part: the 1 of ``W_1`` where W_j are the columns of W."""
    written = apart(node)
    return written is not None and bool(scope.symbols.running(written))


def _questions(reading: Reading, of: Node | None, wrt: Node, line: int | None) -> Iterator[tuple[Node, Node, Scope]]:
    """What may be meant, likeliest first: what is to be derived, by what, and where."""
    for scope in sorted(scopes(reading, line), key=lambda scope: _is_entry(scope, wrt)):
        by = put(wrt, scope.squares)
        key = _symbol(scope, by)
        if not key:
            continue
        if of is not None:
            yield put(of, scope.squares), by, scope
        else:
            yield from ((scope.name_of(name) or Name(name), by, scope) for name in objectives(scope, key))


def ask(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> Read:
    """The question ``∂of/∂wrt = ?``, read in the first part of the paper in which it has a meaning and an answer that is not 0.

    Raises PaperError that says why there is none.
    """
    trouble: PaperError | None = None
    nothing: Read | None = None
    end = len(reading.document.source.text)
    for what, by, scope in _questions(reading, of, wrt, line):
        left = quotient(what, by)
        stated = Stated(Span(end, end), left, "=", Hole(), left)
        one = Read(stated, "asks", "question", scope)
        problem = sides(one, left)
        if problem is None and one.left is not None and one.left.top is not None:
            if scope.steps is not None and one.left.wrt.partition(":")[0] in knots(one.definitions):
                problem = PaperError(
                    f"{unicode.write(wrt)} is a step of a recurrence", hint="derive by what it is made of", code="PG426"
                )
            elif one.left.body is not ZERO:
                return one
            else:
                nothing = nothing or one
        trouble = trouble or problem
    if nothing is not None:
        return nothing
    raise trouble or _nothing(reading, of, wrt, line)


def _nothing(reading: Reading, of: Node | None, wrt: Node, line: int | None) -> PaperError:
    here = scopes(reading, line)
    lost = [said.words for scope in here for said in scope.overlooked.values()][:MOST_LOST]
    said = unicode.write(wrt)
    if not any(_symbol(scope, put(wrt, scope.squares)) for scope in here):
        symbols = {unicode.write(spelled(n)) for s in here for k in s.inputs() if (n := s.name_of(k)) is not None}
        told = "; ".join([*([f"there are {', '.join(sorted(symbols))}"] if symbols else []), *lost])
        return PaperError(f"nothing here is called {said}", hint=told, code="PG421")
    what = (
        f"nothing here that depends on {said} is a number to be derived"
        if of is None
        else f"{unicode.write(of)} has no meaning here"
    )
    return PaperError(what, hint="; ".join(lost) or "say what to derive, as in --of J", code="PG422")


# -- answers --------------------------------------------------------------------------------------------------------


def gradient(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> Gradient:
    """The derivative of ``of`` (by default the objective) by ``wrt``. Raises PaperError where there is none."""
    one = ask(reading, of, wrt, line)
    return replace(answered(one, reading.reads), overlooked=overlooked(one, of is None))


def counted_as_given(reading: Reading, of: Node | None, wrt: Node, line: int | None = None) -> tuple[str, ...]:
    """What counts as given in ``gradient``, in words. Raises PaperError where there is none."""
    return overlooked(ask(reading, of, wrt, line), of is None)


def answered(one: Read, reads: Iterable[Read]) -> Gradient:
    """The answer to a question that was read."""
    assert one.scope is not None and one.left is not None
    derived = gradients.read(one.stated.left)
    assert derived is not None and derived.of is not None
    hand = hand_of(one.scope, reads)
    found = lettered(one, hand)
    of, wrt = spelled(derived.of), spelled(derived.wrt[0])
    if found is None:
        if vague := unsaid(one):
            product = ", or set a · after it" if vague in one.scope.all_invented.values() else ""
            raise PaperError(f"what {vague} is, is not said", hint=f"define {vague}{product}", code="PG422")
        said = unicode.write(spelled(one.stated.left))
        raise PaperError(
            f"{said} has no closed form here that can be written down", hint="name parts of it", code="PG423"
        )
    lengths = Lengths(one.scope, letters(one.scope))
    return Gradient(
        of,
        wrt,
        found.explained,
        shape_of(lengths, [i.size for i in one.left.axes]),
        one.left.tensor,
        one.definitions,
        hand,
        (*one.assumptions, *taken_for_granted(one), *_few_steps(one)),
        quotient(at_letters(of, found.letters[: one.left.top]), at_letters(wrt, found.letters[one.left.top :])),
        overlooked(one),
    )


def _few_steps(one: Read) -> tuple[str, ...]:
    """A sum over steps is written out in an answer: it shows the pattern, and holds for so many steps."""
    assert one.scope is not None and one.left is not None
    behind = one.scope.keys_in(one.stated.left) | reach(one.left.body, one.definitions)
    steps = {f"_{n}" for n in range(1, STEPS + 1)} | {f"^({n})" for n in range(1, STEPS + 1)}
    at_steps = one.scope.few_steps() and any(key.endswith(tuple(steps)) for key in behind)
    return (f"there are {STEPS} steps",) * at_steps


def overlooked(one: Read, whole: bool = False) -> tuple[str, ...]:
    """What counts as given in an answer because statements were not understood. ``whole``: also what may be the objective."""
    assert one.scope is not None
    derived = gradients.read(one.stated.left)
    of, by = (one.stated.left, ()) if derived is None or derived.of is None else (derived.of, derived.wrt)
    found = left_open(one.scope, of, by, one.definitions)
    known, wrt = one.scope.everything, {key for node in by for key in one.scope.keys_in(node)}
    ends = [
        f"{key} is left out: {said.words}"
        for key, said in (one.scope.all_overlooked().items() if whole else ())
        if wrt
        & {k for other in said.right for k in (other, *(reach(known[other].body, known) if other in known else ()))}
        and not any(text.startswith(f"{key} ") for text in found)
    ]
    return (*found, *ends)


def at_letters(node: Node, letters: Sequence[Node | None]) -> Node:
    """A symbol with the letters that its axes have in a formula: ``f_{ij}``."""
    new = tuple(letter for letter in letters if letter is not None and letter not in walk(node))
    return scripted(Fence("[", node, "]") if isinstance(node, Infix | Run) and new else node, new)


def hand_of(scope: Scope, reads: Iterable[Read]) -> Style:
    """How this writer writes in this part of the paper."""
    return style(scope, [side for other in reads for side in (other.stated.left, other.stated.right)])


def axes_of(scope: Scope, key: str) -> tuple[Index, ...]:
    """Running subscripts for a symbol, as long as its axes, whose names are no letters that a formula would take."""
    return tuple(Index(f"k%{key}%{n}", scope.sizes.settle(size)) for n, size in enumerate(scope.shape(key).sizes))


def listed(text: str) -> list[Node]:
    """The symbols of ``W, b``."""
    found = parse(text)
    return list(found.operands) if isinstance(found, Infix) and set(found.operators) == {","} else [found]


def every(reading: Reading) -> Iterator[Gradient]:
    """The gradients of every objective of a paper by all its parameters; what has no written form is left out."""
    for scope in reading.scopes:
        own = [name for name in objectives(scope) if name in scope.definitions]
        for name in own[:1]:
            for key in parameters(scope, name):
                node, of = scope.name_of(key) or Name(key), scope.name_of(name) or Name(name)
                left = quotient(of, node)
                end = len(reading.document.source.text)
                one = Read(Stated(Span(end, end), left, "=", Hole(), left), "asks", "question", scope)
                if sides(one, left) is None and one.left is not None and one.left.top is not None:
                    with suppress(PaperError):
                        yield answered(one, reading.reads)
