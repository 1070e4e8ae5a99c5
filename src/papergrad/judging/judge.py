"""A verdict for every statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papergrad.algebra.nodes import Tensor
from papergrad.judging.alone import on_its_own
from papergrad.judging.anew import (
    another_case,
    by_another,
    goes_on_anew,
    let_after,
)
from papergrad.judging.comparing import SAID, Question, alignments, question, vacuous
from papergrad.judging.conforming import (
    clashes,
    firm,
    ill_typed,
    in_entries,
    of_some_length,
    other_symbol,
    single_entry,
    with_numbers,
)
from papergrad.judging.differing import different
from papergrad.judging.dimensions import judge_dimensions
from papergrad.judging.equality import Comparison, compare, up_to_layout
from papergrad.judging.explaining import holding
from papergrad.judging.extremes import judge_extreme
from papergrad.judging.first_order import TO_FIRST_ORDER, to_first_order
from papergrad.judging.formal import against, formal
from papergrad.judging.misread import (
    loss_of_several,
    unit_vector,
)
from papergrad.judging.orders import judge_order
from papergrad.judging.otherwise import (
    as_printed,
    at_each_step,
    either,
    of_bracket,
    of_case_behind,
    of_entries_in_bars,
    of_one_factor,
    reparametrized,
)
from papergrad.judging.parameters import by_formulas, held_as_written, held_fixed, while_free, with_arguments_fixed
from papergrad.judging.reaching import of_more_terms
from papergrad.judging.roots import of_either_root
from papergrad.judging.stated import judge_stated
from papergrad.judging.totals import untold
from papergrad.judging.unsaid import (
    explained,
)
from papergrad.judging.updates import judge_update
from papergrad.judging.verdict import HOLDS, UNFIT, Finding
from papergrad.notation import tree, unicode
from papergrad.phrasebook import gradient
from papergrad.reading import applied
from papergrad.reading.claims import sides
from papergrad.reading.overlooked import left_open, missed, missed_anew
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, differ
from papergrad.source import PaperError

UNREAD = ("PG001", "PG101", "PG102", "PG104")  # why the right side of a definition may stay open

# What a claim that fails may mean otherwise, each with the verdict that it then has, if it does not fail so, too.
OTHER_READINGS = (
    by_another,
    as_printed,
    at_each_step,
    by_formulas,
    held_as_written,
    held_fixed,
    with_arguments_fixed,
    reparametrized,
    of_bracket,
    of_one_factor,
    of_more_terms,
    of_case_behind,
    of_entries_in_bars,
    goes_on_anew,
)


def judge(one: Read) -> Finding:
    """The verdict on one statement: on its own, if it cannot be judged with what stands around it."""
    found = _judged(one)
    if found.required:
        return replace(found, verdict="declares", code="", evidence="declared")
    if found.bad and one.scope is not None and (late := let_after(one, one.scope)):
        message = f"what {late} is, is said anew after it"
        return replace(Finding(one.span, one.kind), code="PG303", message=message)
    if found.verdict == "unknown" and one.role == "claims":
        found = on_its_own(one, found, _judged)
    return _half(one, found) if found.verdict in HOLDS else found


def _judged(one: Read) -> Finding:
    plain = Finding(one.span, one.kind)
    if one.role in ("claims", "approximates") and to_first_order(one):
        return replace(plain, verdict="right-if", code="PG207", assumption=TO_FIRST_ORDER, evidence="declared")
    match one.role:
        case "sets":
            return replace(plain, verdict="defines", evidence="declared")
        case "names" | "declares":
            return replace(plain, verdict="declares" if one.role == "declares" else "defines", evidence="declared")
        case "defines":
            return _defines(one, plain)
        case "asks":
            return _asked(one, plain) if one.problem is None else _problem(one, plain)
        case "updates":
            return judge_update(one, plain) if one.problem is None and one.scope is not None else _unread(one, plain)
        case "prose":
            return (
                judge_stated(one.claim, one.scope, plain)
                if one.claim is not None and one.scope is not None
                else _problem(one, plain)
            )
        case "orders":
            readable = one.problem is None and one.left is not None and one.right is not None and one.scope is not None
            found = judge_order(one, plain) if readable else _problem(one, plain)
            return (_overlooked(one, plain) or found) if found.bad else found
        case "differs":
            return _differs(one, plain)
        case "approximates":
            return _approximates(one, plain)
        case "reckoned":
            return _reckoned(one, plain)
        case "claims" | "solves":
            found = judge_extreme(one, plain) or judge_dimensions(one, plain) or _claims(one, plain)
            found = of_either_root(one, plain, while_free(one, plain, found, _claim), _claim)
            if found.bad and one.scope is not None and (unit := unit_vector(one)):
                return replace(plain, code="PG303", message=f"whether {unit} is a unit vector is not said")
            return found
        case _:
            return _problem(one, plain)


def _asked(one: Read, plain: Finding) -> Finding:
    """A question is answered unless the answer would take something as given that the paper says how to compute."""
    of, by = _derived(one.stated.left)
    given = left_open(one.scope, of, by, one.definitions) if one.scope is not None else ()
    if given:
        return replace(plain, code="PG302", message=given[0])
    return replace(plain, verdict="answered")


def _derived(left: tree.Node) -> tuple[tree.Node, tuple[tree.Node, ...]]:
    """What is derived, and by what; what stands there, where nothing is."""
    asked = gradient.read(left)
    return (left, ()) if asked is None or asked.of is None else (asked.of, asked.wrt)


def _problem(one: Read, plain: Finding) -> Finding:
    """The verdict on what could not be read: ill-typed where all the shapes are sure, else unknown."""
    total = one.scope is not None and untold(one, one.scope) is not None
    if one.role == "claims" and not total:
        readings = (
            (other_symbol, of_case_behind, of_more_terms, by_formulas) if one.scope is not None else (other_symbol,)
        )
        other = next(filter(None, (reading(one, plain, _claim) for reading in readings)), None)
        if other is not None:
            return other
    problem = one.problem or PaperError("this is not judged yet", code="PG002")
    if problem.code == "PG001" and one.scope is not None and (link := against(one, one.scope)) is not None:
        above, below = link
        words = (
            f"{below} is computed from {above}, so ∂{above}/∂{below} is no link of this chain: two links are exchanged"
        )
        return replace(plain, verdict="wrong", code="PG217", message=words, evidence="declared")
    if (entries := in_entries(one, plain)) is not None:
        return entries
    found = replace(plain, verdict="unknown", code=problem.code, message=problem.what)
    several = one.scope is not None and one.left is not None and one.left.top and loss_of_several(one, one.scope)
    example = one.scope is not None and with_numbers(one, one.scope)
    if clashes(one) and not (several or example):
        return ill_typed(one, replace(found, verdict="ill-typed", evidence="shapes"))
    return found if total else explained(one, found)


def _defines(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _unread(one, plain)
    return replace(plain, verdict="defines", evidence="shapes", assumption="; ".join(one.assumptions))


def _unread(one: Read, plain: Finding) -> Finding:
    """A definition or an update whose right side is not understood, or does not fit by the shapes that were guessed: it gives a
    symbol a meaning all the same, whatever that is.

    A law of probability, or a function in terms of itself, is none: that claims something.
    """
    found, left = _problem(one, plain), one.stated.left
    head = left.items[0] if isinstance(left, tree.Run) else None
    lawful = (applied.of_probabilities(left) and applied.of_probabilities(one.stated.right)) or (
        head is not None and any(n == head for n in tree.walk(one.stated.right))
    )
    open_codes = UNREAD if one.role == "defines" else ("PG001",)
    if found.verdict != "unknown" or found.code not in open_codes or (one.role == "defines" and lawful):
        return found
    what = one.problem.what if one.problem is not None else ""
    how = "what it stands for is not read" if found.code == "PG001" else UNFIT
    return replace(plain, verdict="defines", evidence="declared", message=f"{how}: {what}")


# -- equalities -----------------------------------------------------------------------------------------------------------


def _claims(one: Read, plain: Finding) -> Finding:
    """Judge a claim; a line that starts with = may go on from several chains, and is right if it does from one."""
    if len(one.heads) > 1 and (held := _held(one, plain, one.heads)) is not None:
        return held
    best: Finding | None = None
    told: tree.Node | None = None
    for head in one.heads or (None,):  # why it does not hold is for the likeliest one to say
        found = _claim(_from(one, head), plain)
        accuses = found.verdict == "wrong" and not of_numbers(one.stated.right)  # numbers go on from the likeliest
        if best is None or found.verdict in HOLDS or accuses:
            best, told = found, head
        if best.code != "PG303":  # else another may speak of what the likeliest one knows nothing of
            break
    assert best is not None
    if one.stated.head is not told:
        _from(one, told)  # so that it is shown as it was judged
    to_solve = apart(one.stated.left) is not None or best.code == "PG906"  # at a solution that the text gives, it holds
    if best.verdict == "unknown" and one.role == "solves" and to_solve:
        words = "a number for a symbol" if best.code != "PG906" else "a condition to be solved"
        return replace(plain, verdict="defines", message=words, evidence="declared")
    if best.verdict in HOLDS:
        return best
    return _step(one, plain, best) if best.verdict == "unknown" or _reckons(one, best) else best


def _reckons(one: Read, found: Finding) -> bool:
    """Whether a link of numbers fails: where it follows from the numbers before it, the slip (or the example) is in those."""
    return found.bad and of_numbers(one.stated.right)


def _held(one: Read, plain: Finding, heads: Iterable[tree.Node]) -> Finding | None:
    """The verdict on a line that goes on from the first of some heads from which it holds; None if it does from none."""
    for head in heads:
        step = _from(replace(one, heads=(), problem=None), head)
        if (found := holding(step, plain, _claim)) is not None:
            return found
    return None


def _from(one: Read, head: tree.Node | None) -> Read:
    """A claim that goes on from a head; as it was read, from none."""
    if head is not None:
        one.problem = sides(one, head)
    return one


def _step(one: Read, plain: Finding, found: Finding) -> Finding:
    """A link of a chain whose head nobody can judge is right if it follows from what was printed just before it; where both are
    numbers, it is wrong if it does not."""
    before = one.stated.before
    if one.role != "claims" or before is None or isinstance(before, tree.Blank) or before == one.stated.head:
        return found
    held = _held(one, plain, (before,))
    if held is not None and one.kind == "gradient" and held.assumption.endswith(" is zero"):
        held = None  # what a slope is, is no equation that holds where one vanishes
    if held is None and found.verdict == "unknown" and of_numbers(before) and of_numbers(one.stated.right):
        reckoned = _claim(_from(replace(one, heads=(), problem=None), before), plain)
        held = reckoned if reckoned.bad else None
    return replace(held, by_step=True) if held is not None else found


def _half(one: Read, found: Finding) -> Finding:
    """A derivative that has lost its first ∂ is not right, whatever it says."""
    if not any("missing in the numerator" in a for a in (*one.assumptions, found.assumption)):
        return found
    message = "the numerator has lost its ∂; with it the statement is right"
    return replace(found, verdict="ill-typed", code="PG213", message=message, assumption="")


def _claim(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _problem(one, plain)
    if one.left is None or one.right is None or one.scope is None:
        return _problem(one, plain)
    try:
        found = _compared(one, plain, question(one, one.left, one.right, one.scope))
        vanishes = found.code == "PG906"
        varied = _while_it_varies(one, vanishes) if found.bad or vanishes else None
        if varied is not None:
            before = _compared(varied, plain, question(varied, one.left, one.right, one.scope))
            found = before if found.code == "PG906" or before.verdict in HOLDS else found
        return found
    except ShapeMismatch:
        other = single_entry(one, plain) or of_more_terms(one, plain, _claim) or of_one_factor(one, plain, _claim)
        if other is not None:
            return other
        words = f"{one.left.describe(one.scope.sizes)} on the left, {one.right.describe(one.scope.sizes)} on the right"
        sure = firm(one, one.scope) and differ(one.left, one.right, one.scope.sizes)
        if one.left.top and (loss := loss_of_several(one, one.scope)):
            return replace(plain, verdict="unknown", code="PG101", message=f"{loss} was read as a vector: {words}")
        if sure and (of_some_length(one.left, one.right) or with_numbers(one, one.scope)):
            return replace(plain, verdict="unknown", code="PG101", message=f"{words}: of an example, it may be")
        if sure and one.left.top is not None and one.left.order <= 2:  # how larger ones are laid out is a convention
            return ill_typed(one, replace(plain, verdict="ill-typed", code="PG101", message=words, evidence="shapes"))
        return explained(one, replace(plain, verdict="unknown", code="PG101", message=words))
    except PaperError as problem:
        return replace(plain, verdict="unknown", code=problem.code, message=problem.what)


def _while_it_varies(one: Read, vanishes: bool) -> Read | None:
    """A claim about the slope by what the text defines too, as the solution of a condition: it speaks of all values.

    So it is where both sides come to nothing (``vanishes``); else only what is defined behind the claim is such a solution.
    """
    asked, scope = gradient.read(one.stated.head), one.scope
    if asked is None or scope is None:
        return None
    by = frozenset().union(*map(scope.keys_in, asked.wrt)) or {one.left.wrt if one.left is not None else ""}
    known = scope.everything

    def later(key: str) -> bool:  # or made of what is: the s of a later s^2 = …
        made_of = reach(known[key].body, known) if key in known else frozenset()
        return any(scope.places.get(part, -1) > one.span.start for part in (key, *made_of))

    free = by if vanishes else set(filter(later, by))
    rest = {key: found for key, found in one.definitions.items() if key not in free}
    return replace(one, definitions=rest) if free & one.definitions.keys() else None


def _compared(one: Read, plain: Finding, q: Question) -> Finding:
    unequal: tuple[Tensor, Tensor, Comparison] | None = None
    for how, left, right in alignments(q):
        found = compare(left, right, q.definitions, q.facts, q.inputs)
        if found.outcome == "equal" and vacuous(q):
            message = "the condition holds in none of the instances that were tried"
            return replace(plain, verdict="unknown", code="PG906", message=message)
        if found.outcome == "equal" and how == "number" and (single := single_entry(one, plain)) is not None:
            return single
        if found.outcome == "equal":
            return _right(one, plain, found, how, q.assumed)
        if found.outcome == "undecided":
            return replace(plain, verdict="unknown", code=found.code, message=found.reason)
        if not how and q.left.order > 1 and _of_slopes(one):
            layout = up_to_layout(left, right, q.definitions, q.facts, q.inputs)
            if layout is not None:
                return _right(one, plain, layout.comparison, "transposed", q.assumed)
        if how not in ("entrywise", "number"):  # which may make it right, and is no reason to call it wrong
            unequal = unequal or (left, right, found)
    if unequal is None:
        raise ShapeMismatch("the two sides differ in shape")
    if one.role != "solves" and q.unread:
        message = f"what {unicode.write(q.unread[0])} says of this is not known"
        return replace(plain, code="PG302", message=message)
    found = different(one, plain, q, *unequal, _claim)
    if not found.bad:
        return found
    otherwise = _overlooked(one, plain) or either(one, plain)
    readings = (reading(one, plain, _claim) for reading in OTHER_READINGS if otherwise is None)
    return otherwise or next(filter(None, readings), found)


def _of_slopes(one: Read) -> bool:
    """Whether a claim is about derivatives, or about what stands for them: how these lie is a convention, and of nothing else."""
    if one.kind == "gradient" or one.scope is None:
        return True
    spoken = one.scope.keys_in(one.stated.left) | one.scope.keys_in(one.stated.right)
    sides = [one.stated.head, one.stated.left, one.stated.right, *filter(None, map(one.scope.written_as, spoken))]
    return any(gradient.read(node) is not None for side in sides for node in tree.walk(side))


def _overlooked(one: Read, plain: Finding) -> Finding | None:
    """The verdict on a claim that is made of something of which a definition was not understood."""
    assert one.scope is not None
    of, by = _derived(one.stated.left)
    spoken = one.scope.keys_in(of) | one.scope.keys_in(one.stated.right)
    without = {key for node in by for key in one.scope.keys_in(node)}
    open_ones = {**missed(one.scope, spoken, one.definitions), **missed_anew(one.scope, spoken, one.span.start)}
    for key, said in open_ones.items():
        if key not in without and said.span != one.span:
            return replace(plain, code="PG302", message=f"what {key} is, is not known: {said.words}")
    return None


def _right(one: Read, plain: Finding, found: Comparison, how: str, said: tuple[str, ...] = ()) -> Finding:
    assumed = [*(a for a in one.assumptions if not a.endswith("is some function")), *said, *formal(one)]
    if how in SAID:
        assumed.append(SAID[how])
    if how == "transposed" and said:
        assumed.append("the Jacobian is laid out the other way")
    elif how == "transposed":
        return replace(
            plain,
            verdict="right-up-to-layout",
            code="PG203",
            message="right up to transposition",
            evidence=found.evidence,
        )
    if assumed:
        return replace(plain, verdict="right-if", code="PG207", assumption="; ".join(assumed), evidence=found.evidence)
    return replace(plain, verdict="right", evidence=found.evidence)


# -- what differs, and what is nearly the same ------------------------------------------------------------------------------


def _differs(one: Read, plain: Finding) -> Finding:
    """``A B ≠ B A``: right as soon as there are instances in which the sides differ."""
    found = _claim(one, Finding(one.span, one.kind))
    if found.verdict == "wrong":
        return replace(plain, verdict="right", evidence="numbers")
    if found.verdict == "right" and (one.stated.around.posed or another_case(one) or _labelled_apart(one)):
        return replace(plain, verdict="declares", message="this says what is meant to differ", evidence="declared")
    if found.verdict == "right":
        return replace(plain, verdict="wrong", code="PG200", message="the two sides are equal", evidence=found.evidence)
    return replace(plain, verdict="unknown", code=found.code or "PG302", message=found.message or "they may be equal")


def _labelled_apart(one: Read) -> bool:
    """``L_{train}(θ) ≠ L_{test}(θ)``: what only labels tell apart is called different."""
    sides = (one.stated.left, one.stated.right)
    heads = [apart(side.items[0] if isinstance(side, tree.Run) else side) for side in sides]
    bases = {head.base for head in heads if head is not None and head.power is None}
    return None not in heads and len(bases) == 1 and heads[0] != heads[1]


def _approximates(one: Read, plain: Finding) -> Finding:
    """``a ≈ b`` is right where a = b is; how near is near enough is not said."""
    found = _claim(one, Finding(one.span, one.kind))
    if found.verdict in HOLDS:
        return found
    if found.verdict == "wrong":
        return replace(plain, verdict="unknown", code="PG002", message="how near this must come is not said")
    return replace(found, verdict="unknown")


# -- numbers ----------------------------------------------------------------------------------------------------------------


def _reckoned(one: Read, plain: Finding) -> Finding:
    """What the numbers of a worked example say."""
    found = one.reckoned
    assert found is not None
    plain = replace(plain, kind="numeric", evidence="computed")
    if found.taken:
        words = f"{found.taken} is applied to what was stated before"
        return replace(plain, verdict="right-if", code="PG207", assumption=words)
    if found.lost:
        words = f"{found.lost} is missing: what is stated for this is {found.lost} of it"
        right = tree.Run(
            (tree.Name(found.lost), tree.Fence("(", one.stated.before if one.stated.link else one.stated.right, ")"))
        )
        return replace(plain, verdict="wrong", code="PG216", message=words, correct_node=right)
    if found.same:
        return replace(plain, verdict="right")
    return replace(plain, verdict="wrong", code="PG200", message="the numbers on the two sides differ")
