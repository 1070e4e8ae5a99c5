"""Why a statement is wrong: the nearest mistake whose undoing makes it right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import Any

from papergrad.algebra.nodes import Definition, Tensor
from papergrad.algebra.simplify import simplify
from papergrad.algebra.traversal import lengths, symbols
from papergrad.effort import at_most, spend, spent
from papergrad.judging.answers import answer, distributions, in_words, known_facts
from papergrad.judging.comparing import alignments, question
from papergrad.judging.diagnosis import Diagnosis
from papergrad.judging.edits import scripts
from papergrad.judging.equality import compare
from papergrad.judging.nearest import Repair, Step, nearest_repair
from papergrad.judging.toward import steps
from papergrad.judging.trial import Trial
from papergrad.judging.verdict import HOLDS, Finding
from papergrad.judging.vocabulary import FUNCTIONS, Vocabulary
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Hole, Name, Node, Run
from papergrad.phrasebook import functions, gradient, sums
from papergrad.reading.claims import sides
from papergrad.reading.hand import style
from papergrad.reading.meaning import Reader
from papergrad.reading.memory import Memory
from papergrad.reading.pointwise import NUMBER, at_a_number, pointwise
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.singled_out import letters_below
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart, letter, plain, upright
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError

# Pieces of work (see ``effort``) that the search for a mistake may take; the usual ones take 500 at most.
MOST_WORK = 1_500
MOST, MANY = 150, 80  # parts of a right side whose repairs are looked for; MANY where there may be none


def mended(one: Read, left: Value, scope: Scope, single: bool = False) -> Repair | None:
    """The nearest tree to the right side of a claim that equals the left, with the mistakes that lead from it to what stands there.

    ``single``: one mistake only. None also for right sides that are too long for all their slips to be tried.
    """
    if one.tried or sum(1 for _ in tree.walk(one.stated.right)) > (MANY if single else MOST):
        return None
    one, left = _alone(one, left, scope)
    targets = distributions(simplify(left.body, known_facts(one)), one)
    with _granted(scope, targets):
        found = _nearest(one, left, scope, single)
    return replace(found, granted=in_words(targets)) if found is not None else None


def holding(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict on a claim that holds, None on one that does not: mistakes are looked for only where one may explain better
    what a condition would excuse. ``one`` is changed."""
    one.tried = True
    found = claim(one, plain)
    if found.verdict == "right-if":
        one.tried = False
        found = claim(one, plain)
    return found if found.verdict in HOLDS else None


def holding_with(
    one: Read, stated: Stated, plain: Finding, claim: Callable[[Read, Finding], Finding]
) -> Finding | None:
    """The verdict on a claim whose sides are read anew as ``stated``, if it holds so; None if it does not."""
    fresh = replace(one, stated=stated, problem=None, heads=())
    fresh.problem = sides(fresh, stated.head)
    return holding(fresh, plain, claim)


def _nearest(one: Read, left: Value, scope: Scope, single: bool) -> Repair | None:
    meant: dict[Tensor, Value] = {}
    met = dict(one.definitions)  # and those that candidates make on the way: of the z in a derivative by W x + b
    one = replace(one, definitions=met)
    reread, trial = _rereading(one, scope, met), Trial(one, left, scope)

    stands = letters_below(one.stated.left) - _summed_over(one.stated.right)  # no right formula for h_i sums over i

    def read(node: Node) -> Tensor | None:
        value = reread(node)
        if value is None or not stands.isdisjoint(_summed_over(node)):
            return None
        meant[value.tensor] = value
        return value.tensor

    def accept(tensor: Tensor) -> bool:
        return not trial.differs(meant[tensor]) and _equal(one, left, meant[tensor], scope)

    def explain(tensor: Tensor) -> Diagnosis | None:
        return trial.explain(meant[tensor])

    def suggested() -> Iterator[Step]:
        saved = scope.sizes.save()
        with unchanged(scope):  # what the hand and the answer guess is not true of the candidates
            truth = answer(one, style(scope, (one.stated.left, right)))
        scope.sizes.restore(saved)
        yield from steps(right, truth, known) if truth is not None else ()

    known = vocabulary(one, scope)
    right = one.stated.right
    if single:
        return nearest_repair(right, read, accept, known, pairs=False, explain=explain)
    return nearest_repair(right, read, accept, known, explain=explain, suggested=suggested())


def _summed_over(node: Node) -> frozenset[str]:
    """The letters of the sums in a formula."""
    sums_in = (total for n in tree.walk(node) if isinstance(n, tree.Big) and (total := sums.read(n)) is not None)
    ranges = (one.index for total in sums_in for one in total.ranges)
    return frozenset(index.text for index in ranges if isinstance(index, Name))


@contextmanager
def _granted(scope: Scope, targets: set[str]) -> Iterator[None]:
    """What writers take for granted of the targets of a softmax, their entries add up to 1, while a mistake is looked for."""
    kept = dict(scope.facts)
    scope.facts.update({symbol: kept.get(symbol, set()) | {"probability"} for symbol in targets})
    try:
        yield
    finally:
        scope.facts.clear()
        scope.facts.update(kept)


def named(repaired: Repair) -> str:
    """The mistakes of a repair, in words."""
    return " and ".join(mistake.name for mistake in repaired.mistakes)


def _equal(one: Read, left: Value, candidate: Value, scope: Scope) -> bool:
    """Whether a candidate equals the left side as it stands."""
    try:
        q = question(one, left, candidate, scope)
        return any(
            not how and compare(a, b, q.definitions, q.facts, q.inputs, budget=5_000, forms=False).equal
            for how, a, b in alignments(q)
        )
    except (ShapeMismatch, PaperError):
        return False


@contextmanager
def unchanged(scope: Scope) -> Iterator[None]:
    """What an attempt makes up about shapes is forgotten after it, so that it cannot change how the rest is read.

    An attempt only ever adds shapes and names, and what was added last is what is forgotten.
    """
    grown: list[tuple[dict[str, Any], int]] = []
    here: Scope | None = scope
    while here is not None:
        grown += ((here.shapes, len(here.shapes)), (here.names, len(here.names)))
        here = here.parent
    try:
        yield
    finally:
        for known, count in grown:
            while len(known) > count:
                known.popitem()


def _alone(one: Read, left: Value, scope: Scope) -> tuple[Read, Value]:
    """The claim with its left side read by itself, where the right one has made lengths the same that are not."""
    if not scope.keys_in(one.stated.right) or left is not one.left:
        return one, left
    fresh, saved = replace(one, stated=replace(one.stated, right=Hole())), scope.sizes.save()
    with unchanged(scope):
        problem = sides(fresh, one.stated.left)
    scope.sizes.restore(saved)
    if problem is not None or fresh.left is None or fresh.left.order != left.order:  # left at a number, as it was
        return one, left
    if lengths(fresh.left.body) == lengths(left.body):
        return one, left
    return replace(one, left=fresh.left, definitions=fresh.definitions), fresh.left


def _rereading(one: Read, scope: Scope, met: dict[str, Definition]) -> Callable[[Node], Value | None]:
    """Reads right sides after edits. The left side, which is the same for all of them, is read once. ``met`` grows."""
    before = scope.sizes.save()
    first = Reader(scope, place=one.span.start)
    numbers = at_a_number(one.stated.left, one.stated.right, scope)
    at_number = numbers is not None and one.left is not None and plain(NUMBER) in symbols(one.left.body)
    left = numbers[0] if numbers is not None and at_number else one.stated.left
    try:
        with unchanged(scope):
            first.value(pointwise(left, Hole(), scope)[0])
        after = scope.sizes.save()
    except (PaperError, ShapeMismatch):
        return lambda node: None
    finally:
        scope.sizes.restore(before)
    memories: dict[int, Memory] = {}
    begun = spent()

    def read(node: Node) -> Value | None:
        if at_number:
            pair = at_a_number(one.stated.left, node, scope)
            node = pair[1] if pair is not None else node
        node = pointwise(left, node, scope)[1]
        scope.sizes.restore(after)
        reader = _again(first)
        shapes = len(scope.shapes)
        reader.memory = memories.setdefault(shapes, Memory(shapes))
        try:
            with unchanged(scope), at_most(MOST_WORK + begun - spent()):
                spend()
                value = reader.value(node)
                reader.settle_ranges()
                settle = Settling(scope.sizes)
                met.update(settle.definitions({k: d for k, d in reader.extra.items() if k not in met}))
                return settle.value(value)
        except (PaperError, ShapeMismatch):
            return None
        finally:
            scope.sizes.restore(before)

    return read


def _again(first: Reader) -> Reader:
    """A reader that goes on where another one stopped."""
    reader = copy(first)
    reader.letters, reader.locals, reader.instead = dict(first.letters), dict(first.locals), list(first.instead)
    reader.assumptions, reader.pending, reader.named = list(first.assumptions), list(first.pending), dict(first.named)
    reader.extra, reader.extra_lying = dict(first.extra), dict(first.extra_lying)
    return reader


def vocabulary(one: Read, scope: Scope) -> Vocabulary:
    """What the writer could have written."""
    kinds: dict[Node, str] = {}
    families: dict[Node, int] = {}
    here: Scope | None = scope
    names: dict[str, Node] = {}
    while here is not None:
        names = {**here.names, **names}
        here = here.parent
    for key, node in names.items():
        written = apart(node)
        if written is None or key == plain(NUMBER):  # which is ours, not the writer's
            continue
        if any(letter(s.item) for s in written.slots) and (runs := scope.symbols.running(written)):
            if len(runs) == len(written.slots):
                families[written.name] = len(runs)
            continue
        shape = scope.shapes.get(key)
        if shape is not None:
            kinds[upright(node)] = " × ".join(str(scope.sizes.settle(s)) for s in shape.sizes)
    hung = {spot.node for side in (one.stated.left, one.stated.right) for spot in scripts(side)}
    letters = sorted(n.text for n in hung if isinstance(n, Name) and letter(n))
    asked = gradient.read(one.stated.left)
    target = one.stated.left if one.role == "updates" else asked.wrt[0] if asked is not None and asked.wrt else None
    slopes = _slopes(scope, target)
    return Vocabulary(
        kinds=kinds,
        families=families,
        indices=tuple(Name(x) for x in letters if x in "ijklmnopqrstw"),
        sizes=tuple(Name(s) for s in sorted(scope.size_names) if len(s) == 1),
        scalars=tuple(n for k, n in names.items() if k in "λαηγβ" and k),
        slopes=slopes,
        functions=FUNCTIONS | _called((one.stated.left, one.stated.right, *scope.all_written.values()), scope),
        activations=tuple(dict.fromkeys(map(letter_of, slopes))),
        target=target,
        transpose=Name("⊤")
        if any(Name("⊤") in tree.walk(n) for n in (one.stated.left, one.stated.right, *scope.all_written.values()))
        else Name("T"),
    )


def letter_of(slope: Node) -> Node:
    """The function of a slope: σ for σ'(z)."""
    head = slope.items[0] if isinstance(slope, Run) else slope
    return head.base if isinstance(head, tree.Script) else head


def _called(written: Iterable[Node], scope: Scope) -> frozenset[Node]:
    """The functions of the document that are called somewhere: the h_θ of h_θ(x)."""
    runs = {node for side in written for node in tree.walk(side) if isinstance(node, Run)}
    pairs = {pair for node in runs for pair in pairwise(node.items) if isinstance(pair[0], Name | tree.Script)}
    return frozenset(head for head, next_ in pairs if (scope.is_function(head, next_) or "").startswith("?"))


def _slopes(scope: Scope, target: Node | None) -> tuple[Node, ...]:
    """The slopes of the activations that the definitions use: σ'(z) where h = σ(z). First those at what is differentiated by."""
    found: list[Node] = []
    for right in scope.all_written.values():
        for node in tree.walk(right):
            if (
                isinstance(node, Run)
                and len(node.items) == 2
                and isinstance(node.items[1], Fence)
                and isinstance(node.items[0], Name)
            ):
                row = functions.SPELLED.get(node.items[0].text)
                if row is not None and row.kind == "elementwise" and row.name not in ("exp", "log", "sqrt"):
                    found.append(Run((tree.Script(node.items[0], primes=1), node.items[1])))
    return tuple(sorted(dict.fromkeys(found), key=lambda slope: target not in tree.walk(slope)))[:4]
