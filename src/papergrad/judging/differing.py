"""What it comes to that the two sides of a claim differ: an assumption under which they do not, something left open, or a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from papergrad.algebra.nodes import ZERO, Definitions, Entry, Tensor
from papergrad.judging import factorials
from papergrad.judging.anew import SAID_ANEW, another_example
from papergrad.judging.comparing import Question
from papergrad.judging.conditions import side_condition
from papergrad.judging.conforming import stationary
from papergrad.judging.counterexample import program
from papergrad.judging.equality import Comparison
from papergrad.judging.excuses import before_a_slip, likely, of_a_slip, without_a_slip
from papergrad.judging.explaining import mended, named
from papergrad.judging.figures import nearly, rounded, spelled_in_entries
from papergrad.judging.losses import of_its_kind, other_loss
from papergrad.judging.misread import dealt
from papergrad.judging.stationary import where_slope_is_zero
from papergrad.judging.totals import in_time, untold
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
    same_in_all,
    synonym,
    targets,
    undefined,
    untested_case,
    vague,
    with_sums,
)
from papergrad.judging.verdict import Finding
from papergrad.notation import tree
from papergrad.phrasebook import gradient
from papergrad.reading import applied
from papergrad.reading.grouping import product
from papergrad.reading.parts import of_numbers
from papergrad.reading.ranges import ONE_TERM
from papergrad.reading.refolding import reach
from papergrad.reading.statements import conditional
from papergrad.reading.surrogates import one_way
from papergrad.reading.underived import said_elsewhere
from papergrad.reading.understood import Read
from papergrad.reading.values import Value

Claiming = Callable[[Read, Finding], Finding]

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
COVARIANCES = frozenset("ΣΛ")  # what these letters stand for is symmetric, also where it is a parameter
REQUIRED = "a condition on what stands in it"


def different(
    one: Read, plain: Finding, q: Question, left: Tensor, right: Tensor, found: Comparison, claim: Claiming
) -> Finding:
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
        as_meant = meant(one, plain, names[0], claim) if len(names) == 1 else None
        reason = replace(plain, code="PG302", message=f"what {', '.join(names)} is, is not said")
        return as_meant or explained(one, reason)
    if (words := _under(one, q, left, right)) is not None:
        assumed = "; ".join((*one.assumptions, words))
        return replace(plain, verdict="right-if", code="PG207", assumption=assumed, evidence="numbers")
    wrong = _wrong(one, plain, q, found)
    if wrong.code == "PG200" and one.kind == "equality":  # no slip explains it
        condition = side_condition(left, right, q.definitions, q.facts, q.inputs, kinds=("norm",), budget=15_000)
        if condition is not None:
            return replace(plain, verdict="right-if", code="PG207", assumption=condition.words, evidence="numbers")
    return wrong


def _made_up(one: Read, plain: Finding, q: Question) -> Finding | None:
    """The verdict on a claim about what nobody defines; None if everything in it is defined, or given."""
    assert one.scope is not None
    if open_quantity := vague(one, one.scope):
        message = f"what else {open_quantity} depends on is not said"
        known = one.scope.everything
        rests_on = frozenset().union(*(reach(d.body, known) for d in known.values())) | known.keys()
        told = one.scope.keys_in(one.stated.right) <= rests_on
        but = ("PG215",) if told and one_way(open_quantity, one.scope) else TERMS
        return explained(one, replace(plain, code="PG302", message=message), but)
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
    if not one.stated.around.some_case or conditional(one.stated):
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
    kinds = ("apart", "values")
    condition = side_condition(left, right, q.definitions, q.facts, q.inputs, kinds=kinds, budget=15_000, varied=by)
    if condition is not None and condition.words.endswith(SIGNED) and _said_by_cases(one, condition.symbols):
        return None
    if condition is not None and condition.words.endswith((*SIGNED, "is symmetric", "is one-hot")):
        if any(key != by and key[:1] not in COVARIANCES and one.scope.derived_by(key) for key in condition.symbols):
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
    """Wrong by a slip that has a name, or by none; unknown where something speaks for another reading."""
    assert one.scope is not None and one.left is not None
    example = found.counterexample
    words, script = (str(example), program(example)) if example is not None else ("", "")
    plain = replace(plain, verdict="wrong", evidence=found.evidence, counterexample=script)
    if (loss := other_loss(one, one.scope)) is not None:
        if same := of_its_kind(one, loss):
            return replace(plain, verdict="right-if", code="PG207", assumption=same, counterexample="")
        return replace(plain, code="PG210", message=f"wrong symbol: this is the gradient of {loss}: {words}")
    doubt = before_a_slip(one, q)
    repaired = None if doubt else likely(one, mended(one, one.left, one.scope))
    doubt = doubt or of_a_slip(one, q, repaired) or (without_a_slip(one, q) if repaired is None else "")
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
