"""A verdict for every statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papergrad.algebra.nodes import ZERO, Definitions, Entry, Tensor
from papergrad.judging import factorials
from papergrad.judging.alone import on_its_own
from papergrad.judging.anew import (
    SAID_ANEW,
    anew,
    another_case,
    another_example,
    by_another,
    elsewhere,
    given_anew,
    goes_on_anew,
    let_after,
    named_loss,
    remade,
)
from papergrad.judging.called_at import called_at
from papergrad.judging.comparing import SAID, Question, alignments, question, vacuous
from papergrad.judging.conditions import side_condition
from papergrad.judging.conforming import (
    clashes,
    firm,
    ill_typed,
    in_entries,
    of_some_length,
    other_symbol,
    single_entry,
    stationary,
    with_numbers,
)
from papergrad.judging.counterexample import program
from papergrad.judging.dimensions import judge_dimensions
from papergrad.judging.equality import Comparison, compare, up_to_layout
from papergrad.judging.explaining import holding, mended, named
from papergrad.judging.extremes import judge_extreme
from papergrad.judging.figures import nearly, rounded, spelled_in_entries
from papergrad.judging.first_order import TO_FIRST_ORDER, to_first_order
from papergrad.judging.formal import against, formal
from papergrad.judging.losses import of_its_kind, other_loss
from papergrad.judging.misread import (
    bold_entries,
    dealt,
    exponential_of_matrix,
    from_zero,
    layer_or_unit,
    loss_of_several,
    misread,
    otherwise_supposed,
    raised_by_a_sum,
    said_before,
    unit_vector,
)
from papergrad.judging.of_examples import (
    OF_EXAMPLE,
    of_example,
    of_example_after_all,
    of_some_example,
    with_numbers_of_example,
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
from papergrad.judging.parameters import by_formulas, held_as_written, while_free, with_arguments_fixed
from papergrad.judging.reaching import of_more_terms
from papergrad.judging.roots import of_either_root
from papergrad.judging.stated import judge_stated
from papergrad.judging.stationary import where_slope_is_zero
from papergrad.judging.totals import in_time, unrelated_slope, untold
from papergrad.judging.unsaid import (
    TERMS,
    after_repeated,
    case,
    chain_only,
    explained,
    input_of_layers,
    is_condition,
    is_slip,
    meant,
    of_one,
    repeated,
    required,
    said_to_vanish,
    same_in_all,
    synonym,
    targets,
    undefined,
    untested_case,
    vague,
    with_sums,
)
from papergrad.judging.updates import judge_update
from papergrad.judging.verdict import HOLDS, UNFIT, Finding
from papergrad.notation import tree, unicode
from papergrad.phrasebook import gradient
from papergrad.reading import applied
from papergrad.reading.claims import sides
from papergrad.reading.grouping import product
from papergrad.reading.overlooked import left_open, missed, missed_anew
from papergrad.reading.parts import of_numbers
from papergrad.reading.ranges import ONE_TERM
from papergrad.reading.refolding import reach
from papergrad.reading.squares import SQUARED
from papergrad.reading.statements import conditional
from papergrad.reading.symbols import apart
from papergrad.reading.underived import said_elsewhere
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value, differ
from papergrad.source import PaperError

ASSUMED = (
    "add up to 1",
    "is one-hot",
    "is 1 or -1",
    "is symmetric",
    "is diagonal",
    "is negative",
    "is positive",
    "is between 0 and 1",
    "differ",
    "are the same",
)  # what writers leave unsaid
SIGNED = ("is positive", "is negative", "is between 0 and 1")
UNREAD = ("PG001", "PG101", "PG102", "PG104")  # why the right side of a definition may stay open
REMADE = ("PG208", "PG212", "PG218")  # z = x + y after z = x y, f(x) = |x| after x^2: nobody slips so who says it anew
REQUIRED = "a condition on what stands in it"

# What a claim that fails may mean otherwise, each with the verdict that it then has, if it does not fail so, too.
OTHER_READINGS = (
    by_another,
    as_printed,
    at_each_step,
    by_formulas,
    held_as_written,
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
        readings = (other_symbol, of_case_behind, of_more_terms) if one.scope is not None else (other_symbol,)
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
        if best is None or found.verdict in HOLDS or found.verdict == "wrong":
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
    different: tuple[Tensor, Tensor, Comparison] | None = None
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
            different = different or (left, right, found)
    if different is None:
        raise ShapeMismatch("the two sides differ in shape")
    if one.role != "solves" and q.unread:
        message = f"what {unicode.write(q.unread[0])} says of this is not known"
        return replace(plain, code="PG302", message=message)
    found = _different(one, plain, q, *different)
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


def _different(one: Read, plain: Finding, q: Question, left: Tensor, right: Tensor, found: Comparison) -> Finding:
    """The sides differ: is there an assumption under which they do not, is something undefined, or is it wrong?"""
    assert one.scope is not None
    if one.role == "solves":
        return replace(plain, verdict="defines", message="a condition to be solved", evidence="declared")
    if (same := synonym(one, q, left, right)) is not None:
        return replace(plain, verdict="right-if", code="PG207", assumption=same, evidence="numbers")
    if (number := same_in_all(one, q, left, right)) is not None:
        return replace(plain, verdict="right-if", code="PG207", assumption=number, evidence="numbers")
    if rounded(one, found, q.definitions):
        return replace(plain, verdict="right", evidence="computed", message="to the digits that are written")
    if another_example(one, one.scope):
        return replace(plain, code="PG303", message=SAID_ANEW)
    if nearly(one, found):
        return replace(plain, code="PG002", message="how the numbers before this were rounded is not said")
    if ONE_TERM in one.assumptions:
        return replace(plain, code="PG302", message="over what a sum without a letter runs is not said")
    if (one.scope.sums_repeated or after_repeated(one)) and with_sums(q):
        summed = "; ".join((*one.assumptions, "letters that stand twice are summed over"))
        return replace(plain, verdict="right-if", code="PG207", assumption=summed, evidence="numbers")
    if one.scope.sums_repeated:
        return replace(plain, code="PG303", message="letters that stand twice are summed over here, which is not read")
    if (name := spelled_in_entries(one)) is not None:
        message = f"whether the entries on the right are those of {name} is not said"
        return replace(plain, verdict="unknown", code="PG302", message=message)
    if (said := _in_case(one, q, left, right)) is not None:
        words = "; ".join((*one.assumptions, said))
        return replace(plain, verdict="right-if", code="PG207", assumption=words, evidence="numbers")
    if said := untested_case(one, q):
        return replace(plain, verdict="unknown", code="PG303", message=f"whether this holds for {said} was not tried")
    if any("= softmax(" in a for a in one.assumptions):
        message = f"how the prediction is computed is not said; it is not {one.assumptions[0]}"
        return replace(plain, verdict="unknown", code="PG301", message=message)
    if factorials.stand_in(q):
        message = "what a factorial comes to is not worked out here"
        slip = explained(one, replace(plain, code="PG302", message=message))
        if slip.bad or factorials.matter(q):
            return slip
    averaged = any(map(applied.averages, reach(left.body, q.definitions) | reach(right.body, q.definitions)))
    if applied.of_probabilities(one.stated.head) or (averaged and one.kind == "equality"):
        message = "what a probability is, is not said by one formula alone"
        return replace(plain, verdict="unknown", code="PG302", message=message)
    if one.left is not None and one.left.body == ZERO and (moving := in_time(one, one.scope)) is not None:
        return replace(plain, code="PG302", message=f"nothing says how {moving[0]} depends on {moving[1]}")
    if any(a.endswith("is some function") for a in one.assumptions):
        some = next(a for a in one.assumptions if a.endswith("is some function")).removesuffix(" is some function")
        return explained(one, replace(plain, code="PG302", message=f"what {some} is, is not said"))
    if one.left is not None and (
        unrelated := one.left.body == ZERO
        and _unrelated(one.left, q.definitions)
        and _unrelated(one.left, one.scope.everything)
    ):
        message = f"nothing says how {unrelated[0]} depends on {unrelated[1]}"
        return replace(plain, verdict="unknown", code="PG302", message=message)
    if (link := untold(one, one.scope)) is not None:
        return replace(plain, code="PG302", message=f"nothing says how {link[0]} depends on {link[1]}")
    if (found_as := _made_up(one, plain, q)) is not None:
        return found_as
    if slope := where_slope_is_zero(one):
        return replace(plain, verdict="right-if", code="PG207", assumption=slope, evidence="numbers")
    if is_condition(one, q, left, right) or stationary(one):
        if required(one, q):
            return replace(plain, code="PG304", message=REQUIRED, required=True)
        message = "this does not hold in general: read as a condition on what stands in it"
        held = replace(plain, code="PG304", message=message)
        solved = stationary(one) or of_numbers(one.stated.left) or of_one(one)
        return held if solved else explained(one, held)
    if names := undefined(one, q, left, right):
        as_meant = meant(one, plain, names[0], _claim) if len(names) == 1 else None
        reason = replace(plain, code="PG302", message=f"what {', '.join(names)} is, is not said")
        return as_meant or explained(one, reason)
    if (words := _under(one, q, left, right)) is not None:
        assumed = "; ".join((*one.assumptions, words))
        return replace(plain, verdict="right-if", code="PG207", assumption=assumed, evidence="numbers")
    return _wrong(one, plain, q, found)


def _made_up(one: Read, plain: Finding, q: Question) -> Finding | None:
    """The verdict on a claim about what nobody defines; None if everything in it is defined, or given."""
    assert one.scope is not None
    if open_quantity := vague(one, one.scope):
        message = f"what else {open_quantity} depends on is not said"
        return explained(one, replace(plain, code="PG302", message=message), TERMS)
    asked = gradient.read(one.stated.head)
    derived = one.scope.keys_in(asked.of) if asked is not None and asked.of is not None else frozenset()
    if key := next((k for k in sorted(derived) if said_elsewhere(k, one.stated.chain, one.scope)), None):
        return replace(plain, code="PG302", message=f"what {key} is, is only said by how it was derived before")
    mine, theirs = (reach(side.body, q.definitions) for side in (q.left, q.right))
    nameless = {key for key in one.scope.made_up() if not one.scope.some_function(key)}
    if only := (theirs - mine - derived) & nameless:
        return replace(plain, code="PG302", message=f"what {sorted(only)[0]} is, is not said")
    if made_up := (mine | derived) & nameless:
        reason = replace(plain, code="PG302", message=f"what {sorted(made_up)[0]} is, is not said")
        return explained(one, reason, ("PG206",))  # whether it depends on one or on all is not said, either
    return None


def _in_case(one: Read, q: Question, left: Tensor, right: Tensor) -> str | None:
    """The case of which the text speaks, if the claim holds in it: one that a formula says, or only words."""
    assert one.scope is not None
    if isinstance(one.stated.right, tree.Branches):  # it says itself what holds in which case
        return None
    words, shown = case(one, q) or ("", False)
    if words and (shown or mended(one, q.left, one.scope, single=True) is None):  # a case is likelier than two slips
        return words
    if not one.stated.some_case or conditional(one.stated):
        return None
    found = side_condition(left, right, q.definitions, q.facts, q.inputs, kinds=("active",), budget=15_000)
    return found.words if found is not None else None


def _under(one: Read, q: Question, left: Tensor, right: Tensor) -> str | None:
    """In words, what writers leave unsaid and a claim is right under; nothing makes a matrix a vector of its diagonal."""
    if q.left.order == 2 and q.right.order == 1:
        return None
    if (family := targets(q, left, right)) is not None:
        return f"the entries of {family} add up to 1"
    by = one.left.wrt.split(":")[0] if one.left is not None else ""
    condition = side_condition(
        left, right, q.definitions, q.facts, q.inputs, kinds=("apart", "values"), budget=15_000, varied=by
    )
    if condition is not None and condition.words.endswith(SIGNED) and _said_by_cases(one, condition.symbols):
        return None
    if condition is not None and condition.words.endswith((*SIGNED, "is symmetric", "is one-hot")):
        if any(key != by and one.scope.derived_by(key) for key in condition.symbols):
            return None  # parameters are what they become: a W^T or an |w| was lost
    if condition is not None and any(w in condition.words for w in ASSUMED) and not is_slip(one, q, condition.words):
        return condition.words
    return None


def _said_by_cases(one: Read, symbols: Iterable[str]) -> bool:
    """Whether a claim by cases says itself what holds for which numbers of some symbol."""
    assert one.scope is not None
    branches = one.stated.right.branches if isinstance(one.stated.right, tree.Branches) else ()
    spoken = {key for _, case in branches if isinstance(case, tree.Node) for key in one.scope.keys_in(case)}
    return not spoken.isdisjoint(symbols)


def _unrelated(derivative: Value, known: Definitions) -> tuple[str, str] | None:
    """What is derived and what by, where no definition leads from one to the other: as read, the derivative is 0."""
    of, by = derivative.of.split(":")[0], derivative.wrt.split(":")[0]
    defined = known.get(of)
    if not by or defined is None or of == by:
        return None
    alias = known.get(by)
    name = alias.body.symbol if alias is not None and isinstance(alias.body, Entry) else by
    return None if {by, name} & reach(defined.body, known) else (of, by)


def _wrong(one: Read, plain: Finding, q: Question, found: Comparison) -> Finding:
    assert one.scope is not None and one.left is not None
    example = found.counterexample
    words, script = (str(example), program(example)) if example is not None else ("", "")
    plain = replace(plain, verdict="wrong", evidence=found.evidence, counterexample=script)
    if (loss := other_loss(one, one.scope)) is not None:
        if same := of_its_kind(one, loss):
            return replace(plain, verdict="right-if", code="PG207", assumption=same, counterexample="")
        return replace(plain, code="PG210", message=f"wrong symbol: this is the gradient of {loss}: {words}")
    said = anew(one, one.scope)
    unsure = from_zero(one, one.scope) or (SAID_ANEW if given_anew(one, q) else of_example(one, q))
    unsure = unsure or with_numbers_of_example(one, q) or said_to_vanish(one) or called_at(one)
    unsure = unsure or otherwise_supposed(one, one.scope)
    if one.kind == "equality" and one.stated.at_zero:
        unsure = unsure or "the words before it set something to zero, where it may hold"
    if power := raised_by_a_sum(one):
        unsure = unsure or f"whether {power} is a power or has a label is not said"
    if one.kind == "gradient" and one.scope.places.get(one.left.wrt + SQUARED, -1) > one.span.start:
        unsure = unsure or f"{one.left.wrt}² is said behind it"
    if one.stated.alternative:
        unsure = unsure or "another one stands beside it"
    unsure = (
        unsure
        or unrelated_slope(one)
        or said_before(q, one.scope)
        or (said if said and elsewhere(one, q, one.scope) else "")
    )
    repaired = None if unsure else mended(one, one.left, one.scope)
    slips = len(repaired.mistakes) if repaired is not None else 0
    if of_example_after_all(one, q, slips):
        unsure, repaired = OF_EXAMPLE, None
    if one.kind == "equality" and (one.stated.posed or said) and slips > 1:
        repaired = None  # what is supposed, asked for, or said anew, need not hold
    if repaired is not None and repaired.mistakes[0].code in TERMS and named_loss(one.stated):
        unsure, repaired = "a loss of this name may have other terms", None
    if repaired is not None and repaired.mistakes[0].code == "PG203" and (bold := bold_entries(one, one.scope)):
        unsure, repaired = f"whether the entries of {bold} are numbers is not said", None
    if (repaired is None or repaired.mistakes[0].code == "PG208") and (power := exponential_of_matrix(one, one.scope)):
        unsure, repaired = f"whether {power} is meant entry by entry is not said", None
    if (repaired is None or repaired.mistakes[0].code in ("PG205", "PG206")) and layer_or_unit(one, one.scope):
        unsure, repaired = unsure or "whether l numbers layers or units is not said", None
    if repaired is not None and remade(one) and (repaired.mistakes[0].code in REMADE or of_some_example(one, repaired)):
        unsure, repaired = SAID_ANEW, None
    doubt = unsure or ((said or misread(one, q)) if repaired is None else "")
    if doubt:
        message = f"the two sides differ as they were read, but {doubt}: {words}"
        left_open = replace(plain, verdict="unknown", code="PG303", message=message, evidence="", counterexample="")
        return replace(left_open, anew=doubt == SAID_ANEW)
    if repaired is None and (count := dealt(one)):
        message = f"which of the {count} each sum over a part of them has is not said"
        return replace(plain, verdict="unknown", code="PG302", message=message, evidence="", counterexample="")
    if repaired is None:
        return replace(plain, code="PG200", message=f"the two sides differ: {words}")
    if same := input_of_layers(one, repaired):
        return replace(plain, verdict="right-if", code="PG207", assumption=same, counterexample="")
    summed = [m.code for m in repaired.mistakes] == ["PG206"]
    if summed and product(one.stated.right) is not None and chain_only(one.stated.right) and repeated(one):
        return replace(
            plain, verdict="right-if", code="PG207", assumption="the repeated index is summed over", counterexample=""
        )
    message = f"{named(repaired)}: {words}"
    code, granted = repaired.mistakes[0].code, "; ".join(repaired.granted)
    return replace(plain, code=code, message=message, correct_node=repaired.tree, assumption=granted)


# -- what differs, and what is nearly the same ------------------------------------------------------------------------------


def _differs(one: Read, plain: Finding) -> Finding:
    """``A B ≠ B A``: right as soon as there are instances in which the sides differ."""
    found = _claim(one, Finding(one.span, one.kind))
    if found.verdict == "wrong":
        return replace(plain, verdict="right", evidence="numbers")
    if found.verdict == "right" and (one.stated.posed or another_case(one) or _labelled_apart(one)):
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
