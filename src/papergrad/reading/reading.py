"""A document read: every statement with what it claims, in the scope it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from papergrad.document import Document, Passage
from papergrad.notation import latex, lexer
from papergrad.notation.tree import Big, Blank, Fence, Hole, Infix, Name, Node, Words, walk
from papergrad.phrasebook import gradient, sets
from papergrad.phrasebook.products import ENTRYWISE
from papergrad.reading import (
    activations,
    anchors,
    applied,
    arrows,
    backwards,
    besides,
    between_formulas,
    bold_tables,
    both_ways,
    bullets,
    called_later,
    cases_above,
    cases_below,
    cases_in_words,
    choosing,
    classes,
    components,
    counts,
    declarations,
    definitions,
    directions,
    entropies,
    errors,
    factorials,
    gates,
    increments,
    inputs,
    labelled,
    last_layer,
    layers,
    lines_alone,
    made_of_functions,
    means,
    nablas,
    named_in_place,
    namesakes,
    negatives,
    norms_over_samples,
    notes,
    objectives,
    of_lists,
    one_example,
    one_for_each_sample,
    one_value,
    operators,
    overall,
    parametrized,
    predictions,
    primed_labels,
    primed_letters,
    primed_transposes,
    prose,
    put_in,
    raised,
    read_again,
    same_value,
    samples_left_out,
    sets_by_condition,
    shorthand,
    shown,
    side_by_side,
    slopes_anew,
    slopes_over_steps,
    small_transposes,
    softmaxes,
    solving,
    squares,
    stacking,
    steps,
    subjects,
    supposing,
    surrogates,
    throughout,
    together,
    told,
    true_classes,
    unbracketed,
    units,
    variations,
    wholes,
    worked,
    written_by_entries,
)
from papergrad.reading.capitals import joined
from papergrad.reading.claims import claim, heads
from papergrad.reading.named import Case
from papergrad.reading.normal import normal
from papergrad.reading.only_derived import only_derived
from papergrad.reading.overlooked import overlooked
from papergrad.reading.parts import parts, question
from papergrad.reading.posing import (
    Around,
    around,
    convolves,
    in_a_row,
    in_some_case,
    of_a_word,
    of_scalars,
    sums_repeated,
)
from papergrad.reading.probabilities import named
from papergrad.reading.roles import again, cases, conditions, named_first, outside, role_of, spoken, without_repetitions
from papergrad.reading.scope import Scope, inherited, vectors_before
from papergrad.reading.spoken import Property, Said, Shaped
from papergrad.reading.statements import (
    EQUAL,
    ORDERED,
    Stated,
    conditional,
    mapped,
    statements,
    without_footnotes,
    without_titles,
)
from papergrad.reading.symbols import LETTERS, across, apart, survey
from papergrad.reading.totals import small_matrices, totals
from papergrad.reading.unclosed import unclosed
from papergrad.reading.understood import Read
from papergrad.reading.unrolling import Stepped, Unrolled, said_at_steps, unrolled
from papergrad.reading.values import Sizes, differ
from papergrad.records import dataclass
from papergrad.source import LimitError, PaperError


@dataclass
class Reading:
    document: Document
    reads: list[Read]
    scopes: list[Scope]


# What one writer spells otherwise than another, each over all the statements of a document, in this order.
SPELLINGS = (
    named_in_place.said,
    without_footnotes,
    without_titles,
    notes.taken_off,
    same_value.told,
    sets_by_condition.put_in,
    side_by_side.told,
    arrows.taken_off,
    primed_letters.spelled,
    primed_labels.spelled,
    gates.labelled,
    primed_transposes.turned,
    small_transposes.spelled,
    negatives.called,
    factorials.powers,
    variations.derived,
    increments.joined,
    directions.derived,
    errors.lettered,
    bullets.spelled,
    cases_below.spelled,
    one_for_each_sample.entered,
    samples_left_out.spelled,
    raised.labelled,
    raised.bracketed,
    raised.worded,
    bold_tables.entered,
    last_layer.lettered,
    joined,
    named,
    nablas.bare,
    nablas.spelled,
    parametrized.spelled,
    namesakes.told_apart,
    of_lists.bare,
    overall.told_apart,
    called_later.spelled,
    unbracketed.without,
    objectives.bare,
    shown.of_one,
    operators.reaching,
    made_of_functions.spelled,
    softmaxes.spelled,
    norms_over_samples.spelled,
    written_by_entries.spelled,
    components.spelled,
    activations.spelled,
    entropies.summed,
    one_example.named,
    units.told_apart,
    backwards.turned,
)


class _Whole(NamedTuple):
    """What only the whole document tells: the steps that run, if it is read to be computed, and the letters of its layers."""

    run: steps.Steps | None
    layers: tuple[str, str] | None
    small_matrices: frozenset[str]
    called: frozenset[str]
    normal: frozenset[str]
    objectives: frozenset[str]


def read(document: Document, *, running: bool = False) -> Reading:
    """Read a document: all its mathematics first, then scope by scope what is declared, defined and claimed.

    ``running``: read it to compute what it defines, so that letters of steps run (see ``steps``), and not to judge it.
    """
    stated, unread, trees = _stated(document)
    stated, spoken = activations.in_words(stated, prose.spoken(document, trees))
    sides = [side for one in stated for side in (one.left, one.right)]
    run = steps.steps(stated) if running else None
    functions = applied.always([*sides, *applied.presented(line for lines in trees.values() for line in lines)])
    letters = layers.letters(stated), small_matrices(stated), functions, normal(document.legible.text)
    whole = _Whole(run, *letters, only_derived(stated))
    groups = list(parts(stated, document)) or [[]]
    groups, said = throughout.first(groups, prose.dealt(spoken, groups, document), document)
    no_statements = subjects.unstated(stated, document)
    reads, scopes = _in_turn(groups, said, document, whole, no_statements)
    if (again := throughout.at_the_end(groups, said)) is not None:
        unsettled, guessed = together.unequal(reads), throughout.guessed_otherwise(scopes)
        others = _in_turn(*again, document, whole, no_statements) if unsettled or guessed else (reads, scopes)
        if together.unequal(others[0]) < unsettled + guessed:
            reads, scopes = others
    return Reading(document, sorted(reads + unread, key=lambda r: (r.span.start, r.span.end)), scopes)


def _in_turn(
    groups: list[list[Stated]],
    said: list[list[Said]],
    document: Document,
    whole: _Whole,
    no_statements: dict[int, list[Words]],
) -> tuple[list[Read], list[Scope]]:
    """The parts of a document one after the other, each with what those before it say."""
    reads: list[Read] = []
    scopes: list[Scope] = []
    parent: Scope | None = None
    left_behind: Scope | None = None  # what a part on its own did without, and the parts after it may need
    running = whole.run is not None
    convention, convolved = sums_repeated(document.legible.text), convolves(document.legible.text)
    major = {s.id: s for s in document.sections}
    before: list[tuple[list[Stated], list[Said], Scope]] = []
    for group, words in zip(groups, said, strict=True):
        continues = (
            bool(reads)
            and bool(group)
            and question(group[0].section, major) == question(reads[-1].stated.section, major)
        )
        if left_behind is not None and _goes_back(group, left_behind, parent):
            parent = left_behind
        scope, found = _scope(group, words, parent, continues, whole=whole)
        if any("⊗" in _signs(one) for one in group):
            scope, found = _entrywise(group, words, parent, continues, scope, found, whole)
            scope.either &= "kronecker" not in document.legible.text.lower()
        if not running and any(isinstance(w.claim, Shaped) for w in words) and (trouble := _trouble(found)):
            scope, found = _valued(group, words, parent, continues, trouble, whole) or (scope, found)
        if parent is not None and (not continues or _own_letters(group, parent)) and (trouble := _apart(found)) > 1:
            alone, anew = _scope(group, words, None, whole=whole)  # a new question may use old letters for new things
            if 2 * _apart(anew) <= trouble and not _forgets(alone, parent):
                scope, found, left_behind = alone, anew, parent
        if scope.parent is not None and not running:
            scope, found = _together(group, words, scope, found, before, whole)
        before.append((group, words, scope))
        scope.overlooked, scope.sums_repeated = overlooked(scope, found, document.source), convention
        scope.said_again, scope.convolves = tuple(again(found, scope)), convolved
        scope.told = _by_heading(group)
        both_ways.note(found)
        subjects.note(found, group, no_statements)
        scopes.append(scope)
        reads += [one for one in found if one.role != "implied"]
        parent = scope
    return reads, scopes


def scope_of(group: list[Stated], parent: Scope) -> tuple[Scope, list[Read]]:
    """Some statements in a scope of their own, after what ``parent`` knows."""
    whole = _Whole(None, None, parent.small_matrices, parent.always_called, parent.normal, parent.objectives)
    scope, found = _scope(group, [], parent, whole=whole)
    return scope, [one for one in found if one.role != "implied"]


def _by_heading(group: list[Stated]) -> tuple[tuple[Stated, ...], ...]:
    return tuple(tuple(under) for _, under in groupby(group, key=lambda one: one.section))


def _valued(
    group: list[Stated], words: list[Said], parent: Scope | None, continues: bool, trouble: int, whole: _Whole
) -> tuple[Scope, list[Read]] | None:
    """The scope once more, with letters that may have stated numbers as values, if that settles more of it."""
    sizes = parent.sizes if parent is not None else Sizes()
    before = sizes.save()
    sizes.valued = True
    scope, found = _scope(group, words, parent, continues, sizes, whole)
    sizes.valued = False
    if _trouble(found) < trouble:
        return scope, found
    sizes.restore(before)
    return None


def _together(
    group: list[Stated],
    words: list[Said],
    scope: Scope,
    reads: list[Read],
    before: Sequence[tuple[list[Stated], list[Said], Scope]],
    whole: _Whole,
) -> tuple[Scope, list[Read]]:
    """The scope once more, along with the statements that it rests on, if that leaves less of it open, or as much where these
    define what has other scripts only as they were read."""
    parts = [(old, known) for old, _, known in before]
    places = together.rests_on(group, scope, parts) if together.helped(reads) else []
    relabelled = together.relabelled(group, scope, parts)
    places = sorted({*places, *relabelled})
    if not places:
        return scope, reads
    rested = [before[place] for place in places]
    statements = [one for old, _, _ in rested for one in old] + group
    said = [one for _, old, _ in rested for one in old] + words
    sizes, before_that = scope.sizes.save(), list(_with_parents(scope))
    shapes = [dict(known.shapes) for known in before_that]
    both, found = _scope(statements, said, rested[0][2].parent, whole=whole)
    start = min(one.span.start for one in (*group, *words))
    here = [one for one in found if one.span.start >= start]
    if together.open_claims(here) < together.open_claims(reads) + bool(relabelled):
        return both, here
    scope.sizes.restore(sizes)
    for known, kept in zip(before_that, shapes, strict=True):
        known.shapes = kept
    return scope, reads


def _varied(group: list[Stated]) -> frozenset[str]:
    """The letters that derivatives are taken by."""
    asked = (gradient.read(n) for one in group for side in (one.left, one.right) for n in walk(side))
    return frozenset(by.text for found in asked if found is not None for by in found.wrt if isinstance(by, Name))


def _with_parents(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def _entrywise(
    group: list[Stated],
    words: list[Said],
    parent: Scope | None,
    continues: bool,
    known: Scope,
    reads: list[Read],
    whole: _Whole,
) -> tuple[Scope, list[Read]]:
    """The scope once more, with ⊗ between matrices of one shape entry by entry, if more of it conforms so.

    Where as much does, it stays Kronecker's product; then either may be meant, unless other signs are for entries.
    """
    sizes = parent.sizes if parent is not None else Sizes()
    before = sizes.save()
    scope, found = _scope(group, words, parent, continues, sizes, whole, entrywise=True)
    if _apart(found) < _apart(reads):
        return scope, found
    sizes.restore(before)
    others = any(not ENTRYWISE.isdisjoint(_signs(one)) for one in group)
    known.either = scope.met_entrywise and _apart(found) == _apart(reads) and not others
    return known, reads


def _signs(one: Stated) -> frozenset[str]:
    """The signs between operands in a statement."""
    nodes = (node for side in (one.left, one.right) for node in walk(side) if isinstance(node, Infix))
    return frozenset(sign for node in nodes for sign in node.operators)


def _apart(reads: list[Read]) -> int:
    """How many statements do not conform, or have sides of different shapes."""
    return _trouble(reads) + sum(
        one.left is not None
        and one.right is not None
        and (differ(one.left, one.right, one.scope.sizes) or len(one.left.written) != len(one.right.written))
        for one in reads
        if one.problem is None and one.scope is not None
    )


def _own_letters(group: list[Stated], parent: Scope) -> bool:
    """Whether a part speaks of hardly anything that was explained before it."""
    keys = {key for one in group for side in (one.left, one.right) for key in parent.keys_in(side)}
    return sum(parent.known(key) for key in keys) <= min(2, len(keys) // 2)


def _goes_back(group: list[Stated], behind: Scope, parent: Scope | None) -> bool:
    """Whether a part speaks, for the most, of what was explained before a part that did without, and of how large that is."""
    keys = {key for one in group for side in (one.left, one.right) for key in behind.keys_in(side)} - LETTERS - {"1"}
    told = sum(behind.known(key) for key in keys)
    sure = sum(behind.declaration(key) is not None for key in keys)
    again = parent is not None and any(parent.declaration(key) is not None for key in keys)
    return sure >= 2 and told >= 3 and 3 * told >= 2 * len(keys) and not again


def _forgets(alone: Scope, parent: Scope) -> bool:
    """Whether a part on its own guesses what was explained before it."""
    return any(parent.known(key) or parent.function(key) is not None for key in alone.guessed)


def _trouble(reads: list[Read]) -> int:
    """How many statements do not conform."""
    return sum(one.problem is not None for one in reads)


def _sums(group: list[Stated]) -> int:
    """How many sums are written."""
    return sum(isinstance(node, Big) for one in group for side in (one.left, one.right) for node in walk(side))


def _values(one: Stated) -> tuple[Node, ...]:
    """The right side of a statement, but not a space: the d of ``W ∈ ℝ^{n × d}`` does not make d_k an entry."""
    return () if one.relation == "∈" and sets.read_space(one.right) is not None else (one.right,)


MOST_STATEMENTS = 3000
TOO_MANY = f"more than {MOST_STATEMENTS:,} statements in one document"


def _stated(document: Document) -> tuple[list[Stated], list[Read], dict[int, tuple[Node, ...]]]:
    macros = lexer.definitions(document.legible)
    found: list[Stated] = []
    unread: list[Read] = []
    trees: dict[int, tuple[Node, ...]] = {}
    before: Sequence[Node] = ()  # the lines of the passage before it
    about: Node = Blank()  # what the statement before is about
    chain, row, ended = 0, 0, 0
    for number, passage in enumerate(document.passages):
        if len(found) >= MOST_STATEMENTS:
            unread.append(_unread(passage, LimitError(TOO_MANY, passage.span, "split the document", "PG907")))
            continue
        try:
            lines = latex.read(document.legible, passage.span, macros)
        except PaperError as problem:
            unread.append(_unread(passage, problem))
            continue
        trees[passage.span.start] = tuple(lines)
        lines, before = lines_alone.headed(lines, number, document, before), lines
        some_case = in_some_case(document.legible.text, passage.span.start, passage.span.end)
        beside = passage.display and in_a_row(document.legible.text, ended, passage.span.start)
        row, ended = row if beside else number, passage.span.end
        scalars = of_scalars(document.legible.text, passage.span.start)
        behind = cases_in_words.trails(document, number)
        for line in lines:
            for one in statements(line, document.legible, about):
                about = about if isinstance(one.head, Blank) else one.head
                if not passage.display and _fragment(one, document.legible.text):
                    said = PaperError("what this is said of stands in the prose", one.span, code="PG003")
                    unread.append(Read(replace(one, section=passage.scope), "unread", "prose", problem=said))
                    continue
                if sets.read_shape(Infix((one.left, one.right), (one.relation,))) is not None:
                    continue  # it is read with the shapes that stand in words
                chain += one.link == 0 and not isinstance(one.left, Blank)
                said = around(document.legible.text, one.span.start, one.span.end, passage.display, conditional(one))
                link = found[-1].around if one.link and found else Around()  # what the chain is said in
                said = replace(
                    said,
                    given=said.given or link.given,
                    somewhere=said.somewhere or link.somewhere,
                    held=said.held or link.held,
                    trails=behind,
                    some_case=some_case,
                    of_scalars=scalars,
                )
                place = replace(one, section=passage.scope, chain=chain, passage=number, row=row, around=said)
                found.append(place)
            unread += [_unread(replace(passage, span=p.span), p) for p in unclosed(line, document.legible)]
    found = cases_above.told(cases_in_words.gathered(found, document, trees), document, trees)
    if words := between_formulas.said(document, trees):
        found = sorted(found + words, key=lambda one: one.span.start)
    for spelled in SPELLINGS:
        found = spelled(found)
    return found, unread, trees


def _says_nothing(one: Stated) -> bool:
    """``∂L/∂w = …``: what goes on in the next line, or is left to the reader."""
    dots = isinstance(one.right, Name) and one.right.text in ("…", "⋯")
    return (dots or isinstance(one.right, Blank)) and one.relation in EQUAL


_CELL = re.compile(r"\|[ \t]*\$?[ \t]*\Z")  # what a cell of a table begins with


def _fragment(one: Stated, text: str) -> bool:
    """The ``< 1`` of a sentence: a number that something in the words is compared with; and the ``(0) = 1`` of a function in words."""
    numbers = not any(isinstance(n, Name) for n in walk(one.right))
    of_words = one.relation in ORDERED or (one.relation == "=" and of_a_word(text, one.span.start))
    if isinstance(one.left, Fence) and of_a_word(text, one.span.start) and text[one.span.start - 2].isalpha():
        return True  # softplus$(0) = ...$
    of_words |= _CELL.search(text, max(0, one.span.start - 10), one.span.start) is not None
    return isinstance(one.left, Blank) and one.link == 0 and of_words and numbers


def _unread(passage: Passage, problem: PaperError) -> Read:
    stated = Stated(passage.span, Blank(), "", Blank(), Blank(), section=passage.scope)
    return Read(stated, "unread", "equality", problem=problem)


def _scope(
    group: list[Stated],
    words: list[Said],
    parent: Scope | None,
    continues: bool = False,
    sizes: Sizes | None = None,
    whole: _Whole | None = None,
    entrywise: bool = False,
) -> tuple[Scope, list[Read]]:
    run, deepest = (whole.run, whole.layers) if whole is not None else (None, None)
    squared = squares.squares(group, parent)
    group = [mapped(one, lambda node: squares.put(node, squared)) for one in group]
    words = [replace(w, stated=mapped(w.stated, lambda node: squares.put(node, squared))) for w in words]
    group = shown.spelled_out(group, parent)
    short_names = shorthand.names(group)
    group = shorthand.spelled_out(counts.spelled_out(classes.spelled_out(group, parent), parent), parent)
    group, signals, implied = units.implied(group)
    short = group
    before = parent.all_stepped if parent is not None else Stepped()
    group, unrolled_steps, stepped = unrolled(group, before) if run is None else Unrolled(group, [])
    unrolled_steps += implied
    written_out = any(a is not b for a, b in zip(group, short, strict=True)) and _sums(short) > _sums(group)
    group = wholes.extremes(group)
    known = wholes.wholes(group, words, parent)
    group = [wholes.put(one, known) for one in group] if known else group
    deep = layers.layers(group, parent.all_layers if parent is not None else None, deepest) if run is None else None
    group, layered = layers.layered(group, deep)
    group, repeated = labelled.instances(group, parent)
    group, repeated = [*signals, *group], repeated | layered | frozenset(map(id, signals))
    written = [(shorthand.named(one.left), *_values(one), *one.conditions) for one in (*group, *unrolled_steps)]
    written += [(word.stated.left, word.stated.right) for word in words if word.role == "defines"]
    written = [tuple(side for side in sides if not isinstance(side, (Blank, Hole))) for sides in written]
    trees = [side for sides in written for side in sides]
    scope = _begun(group, written, parent, continues, sizes, run)
    scope.with_inverse = frozenset(
        scope.symbols.key(w) for root in trees for n in walk(root) if (w := apart(n)) is not None and w.inverse
    )
    scope.squares, scope.written_out, scope.layers, scope.stepped = squared, written_out, deep, stepped
    scope.short_names = short_names
    if whole is not None:
        scope.small_matrices, scope.always_called = whole.small_matrices, whole.called
        scope.normal, scope.objectives = whole.normal, whole.objectives
    scope.entrywise = entrywise or (parent is not None and parent.entrywise)
    reads = without_repetitions([role_of(one, scope) for one in group], repeated)
    in_words = [spoken(w, scope) for w in words]
    scope.cases = _cases(reads, in_words, parent)
    reads += in_words
    named_first(reads, scope)
    one_value.among_others(reads)
    reads += definitions.at_steps(scope, unrolled_steps, reads)
    reads += worked.reckon(scope, reads)
    supposing.named_in_passing(scope, reads)
    supposing.signals(scope, reads)
    reads += definitions.implied(scope, reads)
    true_classes.find(scope, reads)
    reads += supposing.losses(scope, reads)
    reads += supposing.same_things(scope, reads)
    reads += definitions.logits(scope, reads)
    reads += squares.roots(scope, reads)
    reads += means.of_the_others(scope, reads)
    reads += slopes_anew.of_what_is_anew(scope, reads)
    definitions.size_names(scope, trees)
    scope.size_names |= stepped.ends
    solving.solve(scope, reads)
    scope.solutions |= solving.solutions(scope, reads)
    declarations.enter(scope, reads)
    definitions.variables(scope, trees)
    for word in words:
        for one_step in said_at_steps(word.claim, stepped.letter):
            told.enter(scope, one_step)
    for one in reads:
        if one.role == "declares" and isinstance(one.claim, Property):
            told.enter(scope, one.claim)
    wholes.enter(scope, known)
    definitions.functions(scope, reads)
    choosing.choose(scope, reads)
    reads += read_again.with_other_axes(scope, reads)
    surrogates.find(scope, reads)
    for _ in range(2):  # once to find out sizes, once more with all of them known
        surrogates.enter(scope)
        for one in reads:
            if one.role in ("defines", "implied", "starts"):
                definitions.define(scope, one)
    surrogates.enter(scope)
    stacking.stack(scope, reads)
    declarations.define_one_hot(scope)
    definitions.settings(scope, reads)
    put_in.examples(scope, reads)
    definitions.harden(scope)
    predictions.written_out(scope, reads)
    scope.conventions |= {
        a for one in reads if one.role == "defines" for a in one.assumptions if a.startswith("the second argument")
    }
    heads(reads)
    cases_above.enter(reads)
    scope.summed = slopes_over_steps.summed(short, scope)
    for one in reads:
        if one.role in ("claims", "orders", "asks", "updates", "solves", "differs", "approximates"):
            claim(scope, one)
    return scope, [one for one in reads if _shown(one, scope) and not _says_nothing(one.stated)]


def _cases(reads: list[Read], in_words: list[Read], parent: Scope | None) -> list[Case]:
    """The conditions that formulas and words name, in the order of the page."""
    ordered = sorted((*reads, *(one for one in in_words if one.stated.around.case)), key=lambda one: one.span.start)
    conditions(ordered)
    return list(cases(ordered, parent))


def _shown(one: Read, scope: Scope) -> bool:
    """Whether a statement counts: one that is made at another step does where it could not be understood there."""
    lost = one.problem is not None and one.key in scope.unrolled
    return lost if one.role == "implied" else one.role != "condition"


def _begun(
    group: list[Stated],
    written: list[tuple[Node, ...]],
    parent: Scope | None,
    continues: bool,
    sizes: Sizes | None,
    run: steps.Steps | None,
) -> Scope:
    """A scope in which it is known which scripts run, and nothing else but what the part before it knows."""
    before, varied = vectors_before(parent), _varied(group)
    running = (
        survey(written, before=before, ran=parent.symbols.axes if parent is not None else (), varied=varied)
        if run is None
        else survey(written, run.letters | run.positions, run.axes, before)
    )
    scope = Scope(inherited(running, parent, varied), parent, continues, steps=run)
    if run is not None:
        scope.fixed |= run.positions
        scope.symbols.each = run.each
    scope.symbols.anchors = anchors.anchors(group) | (parent.symbols.anchors if parent is not None else frozenset())
    scope.symbols.each |= totals(group) | scope.symbols.anchors
    scope.symbols.each |= parent.symbols.each if parent is not None else frozenset()
    for one in group:
        if one.relation in EQUAL:
            across(scope.symbols, one.left, one.right)
    symbols = parent.symbols if parent is not None else None
    scope.symbols.beside, scope.symbols.drawn = besides.known(group, symbols)
    scope.symbols.own_letters = inputs.put_in(group, parent)
    scope.symbols.apart |= {one.left.text for one in group if outside(one) and isinstance(one.left, Name)}
    if sizes is not None:
        scope.sizes = sizes
    elif parent is not None:
        scope.sizes = parent.sizes
    if parent is not None:
        scope.size_names |= parent.size_names
    return scope
