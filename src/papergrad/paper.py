"""The front desk: a document that can be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import cached_property
from html import escape
from itertools import accumulate
from os import PathLike
from typing import TYPE_CHECKING, TypeVar

from papergrad import asking, document
from papergrad.algebra.recurrences import knots
from papergrad.asking.gradients import Gradient, gradient
from papergrad.asking.gradients import parse as formula
from papergrad.asking.shapes import shapes
from papergrad.document import Document
from papergrad.effort import spent
from papergrad.forks import spread
from papergrad.judging.anew import unsettled
from papergrad.judging.answers import answer
from papergrad.judging.doubt import doubted, of_mean_or_sum
from papergrad.judging.explaining import unchanged
from papergrad.judging.fingerprint import Fingerprints, fingerprint
from papergrad.judging.following import following
from papergrad.judging.judge import judge
from papergrad.judging.known import Known
from papergrad.judging.verdict import Finding
from papergrad.notation import latex
from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Node, walk
from papergrad.phrasebook import gradient as derivatives
from papergrad.reading.hand import style
from papergrad.reading.reading import Reading
from papergrad.reading.reading import read as understand
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read
from papergrad.reading.unrolling import with_letters
from papergrad.reading.wholes import spelled
from papergrad.records import dataclass
from papergrad.source import NOWHERE, PaperError, Source, breakdown

if TYPE_CHECKING:
    from papergrad.asking.behaviour import Behaviour
    from papergrad.asking.signals import Stage
    from papergrad.programs import Compiled, Program

_Answer = TypeVar("_Answer")

LEFT = 'style="text-align:left"'  # notebooks set cells to the right
COLOURS = {"right": "#1a7f37", "wrong": "#cf222e", "ill-typed": "#cf222e", "answered": "#0969da"}
COLOURS |= dict.fromkeys(("unknown", "right-if", "right-up-to-layout"), "#9a6700")


@dataclass(frozen=True, repr=False)
class Paper:
    """A document, read. Nothing is judged before it is asked for."""

    document: Document
    before: Known = field(default_factory=Known, compare=False)  # what an earlier check of much the same text found out

    @property
    def source(self) -> Source:
        return self.document.source

    @cached_property
    def reading(self) -> Reading:
        return understand(self.document)

    @cached_property
    def computing(self) -> Reading:
        """The document read to be computed: steps run in it."""
        return understand(self.document, running=True)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every statement of the document with its verdict, in the order of the page."""
        return self._found(1)

    def judged(self, processes: int) -> tuple[Finding, ...]:
        """The findings, by so many processes side by side: for commands, where no other thread is at work (see ``forks``)."""
        if "findings" not in self.__dict__:
            self.__dict__["findings"] = self._found(processes)
        return self.findings

    def _found(self, processes: int) -> tuple[Finding, ...]:
        reads, hands, taken = self.reading.reads, _Hands(self.reading), 0

        def one_more(n: int) -> _Judged:
            nonlocal taken
            done = self._judged(reads[n], hands) if taken <= EFFORT else _unjudged(reads[n])
            taken += done.found.effort
            return done

        judged = _within(EFFORT, spread(one_more, len(reads), processes), reads)
        found = []
        sure = following(unsettled([one.found for one in judged], reads), reads)
        sure = of_mean_or_sum(sure, reads)
        doubts = doubted(sure, [id(read.scope) for read in reads])
        for one, doubt in zip(judged, doubts, strict=True):
            if one.mark:
                self.known.verdicts[one.mark] = replace(one.found, span=NOWHERE)
            if one.key:
                self.known.answers[one.key] = one.answer
            shown = _in_names(doubt)
            if one.answer is not None and shown.verdict in ANSWERED:
                shown = replace(shown, correct=latex.write(one.answer), correct_node=one.answer)
            found.append(shown)
        return tuple(found)

    def edited(self, text: str) -> Paper:
        """The paper with another text. What is judged already and depends on nothing that changed is not judged again."""
        changed = document.of(text, self.source.name, self.document.kind)
        return Paper(changed, self.known if "findings" in self.__dict__ else self.before)

    @cached_property
    def known(self) -> Known:
        """What the judge found out by now, for a check of much the same text (see ``edited``)."""
        return Known()

    @property
    def statements(self) -> tuple[Finding, ...]:
        """The findings, by the name that people look for."""
        return self.findings

    @property
    def shapes(self) -> dict[str, tuple[str, ...]]:
        """How long the axes of every symbol are, in the paper's letters: ``{"W": ("m", "n"), "b": ("m",)}``."""
        return shapes(self.reading)

    def gradient(self, of: str | None = None, wrt: str = "", *, line: int | None = None) -> Gradient:
        """The derivative of a symbol or an expression by a symbol, in the writer's notation.

        Both are LaTeX, Unicode or plain ASCII. Without ``of`` the objective is derived: the number that depends on ``wrt`` and
        that nothing else is made of. ``line`` says which part of the paper is meant; without it, the first one where this has
        a meaning. Raises PaperError where there is none.
        """
        if not wrt:
            raise PaperError("by what is to be derived?", hint='as in paper.gradient("J", "W")', code="PG421")
        return self.asked(lambda reading: gradient(reading, None if of is None else formula(of), formula(wrt), line))

    def signals(
        self, wrt: Sequence[str], of: str | None = None, *, truncate: int | None = None, line: int | None = None
    ) -> Stage:
        """Gradients by several symbols with the error signals that they share; through a recurrence, a recurrence that runs back.

        With ``truncate``, errors go back at most that many steps. Raises PaperError as ``gradient`` does.
        """
        what, by = None if of is None else formula(of), [formula(symbol) for symbol in wrt]
        return self.asked(lambda reading: asking.shared(reading, what, by, line, truncate))

    def hessian(self, wrt: Sequence[str], of: str | None = None, *, line: int | None = None) -> tuple[Gradient, ...]:
        """The second derivatives by every pair of symbols (``"w"``, or ``["W", "b"]``). Raises PaperError as ``gradient`` does."""
        what, by = None if of is None else formula(of), [formula(symbol) for symbol in wrt]
        return tuple(self.asked(lambda reading: asking.hessian(reading, what, by, line)))

    def hvp(self, wrt: str, vector: str, of: str | None = None, *, line: int | None = None) -> Gradient:
        """The Hessian by ``wrt`` times something of its shape that is called ``vector``. Raises PaperError as ``gradient`` does."""
        what = None if of is None else formula(of)
        return self.asked(lambda reading: asking.product(reading, what, formula(wrt), formula(vector), line))

    def behaviour(self, of: str | None = None, *, line: int | None = None) -> Behaviour:
        """How the gradients of the objective behave: slopes and their bounds, layers, saturation, and what happens from zero.

        Raises PaperError where there is no objective.
        """
        what = None if of is None else formula(of)
        return self.asked(lambda reading: asking.behaviour_of(reading, what, line))

    def asked(self, question: Callable[[Reading], _Answer]) -> _Answer:
        """The answer to a question, with steps that run where the paper has any; else as it is judged. Raises PaperError.

        Read to be judged, a recurrence is unrolled for a few steps, and a derivative would be that of so many.
        """
        first, other = (self.computing, self.reading) if self._runs else (self.reading, self.computing)
        try:
            return question(first)
        except PaperError as problem:
            if other is self.reading and any(scope.other_steps() for scope in other.scopes):
                raise
            try:
                return question(other)
            except PaperError:
                raise problem from None

    @cached_property
    def _runs(self) -> bool:
        return any(knots(scope.everything) for scope in self.computing.scopes)

    def program(
        self, wrt: Sequence[str], of: str | None = None, *, line: int | None = None, hessian: bool = False
    ) -> Program:
        """The steps that compute ``of`` (the objective) and its gradients, or its second derivatives, for any backend.

        Errors as ``compile``.
        """
        what, by = None if of is None else formula(of), [formula(symbol) for symbol in wrt]
        made = asking.second_program if hessian else asking.program
        try:
            return made(self.computing, what, by, line)
        except PaperError as problem:  # what is said about single steps has a meaning only as it was judged
            try:
                return made(self.reading, what, by, line)
            except PaperError:
                raise problem from None

    def compile(
        self,
        wrt: Sequence[str],
        of: str | None = None,
        *,
        backend: str = "auto",
        dtype: str = "float64",
        threads: int | None = None,
        line: int | None = None,
    ) -> Compiled:
        """A function of arrays that gives the value of ``of`` (the objective) and its gradients, by symbol.

        ``backend`` is ``numpy``, ``numba``, ``jax`` or ``torch``; ``auto`` takes the fastest for each size: when calls of a size have
        taken half a second, it tries what there is once, keeps what it found on disk, and from then on numbers may
        differ by rounding. ``threads`` is for ``numba`` (1 by itself) and ``auto`` (tries as many as there are): each takes some
        of the samples. Raises PaperError where there is no such gradient, and with the command that installs it where a backend
        is missing.
        """
        return asking.load(self.program(wrt, of, line=line), backend, dtype, threads)

    def __repr__(self) -> str:
        counts = Counter(finding.verdict for finding in self.findings)
        told = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
        return f"<{self.source.name}: {told or 'no statements'}>"

    def _repr_html_(self) -> str:
        """A table of the statements, for a notebook, which sets what stands between dollar signs."""
        head = "".join(f"<th {LEFT}>{name}</th>" for name in ("line", "verdict", "statement", ""))
        rows = "".join(f"<tr>{''.join(self._cells(found))}</tr>" for found in self.findings)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def _cells(self, found: Finding) -> Iterator[str]:
        line, _ = self.source.place(found.span.start)
        said = f"${found.reading}$" if found.reading else self._quoted(found)
        right = f"it is ${found.correct}$" if found.correct and found.verdict in ANSWERED else ""
        note = "; ".join(part for part in (found.message or found.assumption, right) if part)
        colour = COLOURS.get(found.verdict)
        verdict = f'<b style="color:{colour}">{found.verdict}</b>' if colour else found.verdict
        for cell in (str(line), verdict, escape(said), escape(note)):
            yield f"<td {LEFT}>{cell}</td>"

    def _quoted(self, found: Finding) -> str:
        """The words of a statement, out to both dollar signs where it begins or ends between them."""
        text, (start, end) = self.source.text, (found.span.start, found.span.end)
        if text.count("$", start, end) % 2 == 0:
            return text[start:end]
        left, right = text.rfind("$", 0, start), text.find("$", end)
        line = text.rfind("\n", 0, start) + 1
        if text.count("$", line, start) % 2 and left >= line:
            return text[left:end]
        return (
            text[start : right + 1] if right >= 0 and "\n" not in text[end:right] else text[start:end].replace("$", "")
        )

    def _judged(self, one: Read, hands: _Hands) -> _Judged:
        """The verdict with the formula as it was read, and the right formula; from memory where they depend on nothing new."""
        mark = hands.marks.of(one)
        earlier = self.before.verdicts.get(mark) if mark else None
        found = earlier or _weighed(one)
        found = replace(found, span=one.span, reading=found.reading or _as_read(one))
        if found.verdict not in ANSWERED or one.scope is None:
            return _Judged(found, mark)
        hand, written = hands.of(one.scope)
        key = f"{mark} {written}" if mark and written else ""
        if key and key in self.before.answers:
            return _Judged(found, mark, key, self.before.answers[key])
        if one.heads and earlier is not None:
            _verdict(one)  # so that it is known what the line goes on from
        node = _right(one, found, hand) if one.kind in ("gradient", "question") else None
        return _Judged(found, mark, key, node)


EFFORT = 200_000  # pieces of work that may be done for one document (see ``effort``)
ANSWERED = ("answered", "wrong", "ill-typed")  # verdicts that come with the right formula


@dataclass(frozen=True)
class _Judged:
    """A verdict before it is doubted, and the right formula where there is one; ``mark`` and ``key`` tell what they depend on."""

    found: Finding
    mark: str
    key: str = ""
    answer: Node | None = None


def _unjudged(one: Read) -> _Judged:
    message = "the work for one document is used up: this statement was not judged"
    return _Judged(Finding(one.span, one.kind, code="PG904", message=message, reading=_as_read(one)), "")


def _within(limit: int, judged: Sequence[_Judged], reads: Sequence[Read]) -> list[_Judged]:
    """What was judged before a document's work was used up, in the order of the page, whoever did which part of it.

    A process leaves out only what comes after more than ``limit`` of its own work, so nothing before that is missing.
    """
    before = accumulate((one.found.effort for one in judged), initial=0)
    return [done if taken <= limit else _unjudged(one) for done, one, taken in zip(judged, reads, before, strict=False)]


class _Hands:
    """The fingerprints of the statements of a document, and how its writer writes in each of its parts."""

    def __init__(self, reading: Reading) -> None:
        self.marks = Fingerprints()
        self._trees = [side for one in reading.reads for side in (one.stated.left, one.stated.right)]
        self._styles: dict[int, tuple[Style, str]] = {}

    def of(self, scope: Scope) -> tuple[Style, str]:
        """The writer's hand and its fingerprint."""
        if id(scope) not in self._styles:
            with _undisturbed(scope):
                hand = style(scope, self._trees)
            self._styles[id(scope)] = hand, fingerprint(hand)
        return self._styles[id(scope)]


def _right(one: Read, found: Finding, hand: Style) -> Node | None:
    """The right formula in this writer's hand: the writer's own with the slip undone, or one that was derived."""
    node = found.correct_node
    if node is None or any(derivatives.read(part) is not None for part in walk(node)):
        with _undisturbed(one.scope):
            node = answer(one, hand)
    if node is None:
        return None
    lettered = one.stated.lettered
    return spelled(with_letters(node, lettered) if lettered is not None else node)


def _as_read(one: Read) -> str:
    """The statement in LaTeX; nothing where it is prose."""
    stated = one.stated
    if one.claim is not None or not stated.relation:
        return ""
    written = stated.lettered if stated.lettered is not None else stated
    try:
        return latex.write(spelled(Infix((written.left, written.right), (stated.relation,))))
    except PaperError:
        return ""


_UNNAMED = re.compile(r"#[^\s;,]+|\?\d+")  # a length that the document never names, as reading keeps it


def _in_names(found: Finding) -> Finding:
    """The finding without the marks of lengths that have no name: to call such a length h takes nothing for granted."""
    if not _UNNAMED.search(found.message + found.assumption):
        return found
    told = [clause for clause in found.assumption.split("; ") if not _UNNAMED.search(clause)]
    assumption = "; ".join(told) or ("lengths that have no name agree" if found.assumption else "")
    return replace(found, message=_UNNAMED.sub("·", found.message), assumption=assumption)


def _weighed(one: Read) -> Finding:
    """The verdict, with what it took."""
    before = spent()
    found = _verdict(one)
    return replace(found, effort=spent() - before)


def _verdict(one: Read) -> Finding:
    """A verdict, or an honest unknown where we break down: one formula must not cost the reader all the others."""
    try:
        with _undisturbed(one.scope):
            return judge(one)
    except PaperError as problem:
        return Finding(one.span, one.kind, code=problem.code, message=problem.what)
    except Exception as error:  # tests hold that this code never appears
        problem = breakdown(error, one.span)
        return Finding(one.span, one.kind, code=problem.code, message=problem.what)


@contextmanager
def _undisturbed(scope: Scope | None) -> Iterator[None]:
    """What a look at one statement makes up about names and lengths is forgotten: the next one is judged as if it came first."""
    if scope is None:
        yield
        return
    sizes, logits = scope.sizes, dict(scope.logits)
    bound, made = sizes.save(), sizes.made
    try:
        with unchanged(scope):
            yield
    finally:
        sizes.restore(bound)
        sizes.made, scope.logits = made, logits


def open(path: str | PathLike[str]) -> Paper:
    """Open a document: Markdown, TeX, a notebook or plain text. Raises PaperError where it cannot be read at all."""
    return Paper(document.open(path))


def read(text: str, name: str = "<text>", kind: str = "markdown") -> Paper:
    """Read a document from a string."""
    return Paper(document.of(text, name, kind))
