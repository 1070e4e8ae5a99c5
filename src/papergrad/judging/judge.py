"""A verdict for every statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import ONE, ZERO, Definition, Delta, Expr, Index, Tensor, add, free, minus, mul, rename
from papergrad.judging.equality import Comparison, compare, up_to_layout
from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Infix, Name, Node
from papergrad.reading.meaning import Reader
from papergrad.reading.reading import Read
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.symbols import letter
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError

SHAPES = ("PG101", "PG102", "PG103")


@dataclass(frozen=True)
class Question:
    """Two sides to be compared, with all that is needed for it."""

    left: Value
    right: Value
    definitions: dict[str, Definition]
    facts: Facts
    inputs: dict[str, tuple[Index, ...]]
    weight: Expr = ONE
    same: tuple[tuple[Index, Index], ...] = ()


def judge(one: Read) -> Finding:
    """The verdict on one statement."""
    plain = Finding(one.span, one.kind)
    match one.role:
        case "names":
            return replace(plain, verdict="defines", evidence="declared")
        case "declares":
            return replace(plain, verdict="declares", evidence="declared")
        case "defines":
            return _defines(one, plain)
        case "asks":
            return _asks(one, plain)
        case "claims" | "updates":
            return _claims(one, plain)
        case _:
            return _unknown(plain, one.problem)


def _unknown(plain: Finding, problem: PaperError | None) -> Finding:
    if problem is None:
        return replace(plain, verdict="unknown", code="PG002", message="this is not judged yet")
    return replace(plain, verdict="unknown", code=problem.code, message=problem.what)


def _problem(one: Read, plain: Finding) -> Finding:
    problem = one.problem
    assert problem is not None
    if problem.code in SHAPES and one.scope is not None and firm(one, one.scope):
        return replace(plain, verdict="ill-typed", code=problem.code, message=problem.what, evidence="shapes")
    return _unknown(plain, problem)


def firm(one: Read, scope: Scope) -> bool:
    """Whether the shapes of all the symbols of a statement follow from declarations and definitions, not from habit."""
    return all(scope.firm(key) for key in scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right))


def _defines(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _problem(one, plain)
    return replace(plain, verdict="defines", evidence="shapes", assumption="; ".join(one.assumptions))


def _asks(one: Read, plain: Finding) -> Finding:
    if one.problem is not None or one.left is None:
        return _unknown(plain, one.problem)
    return replace(plain, verdict="answered")


def _claims(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _problem(one, plain)
    if one.left is None or one.right is None or one.scope is None:
        return _unknown(plain, None)
    if one.role == "updates":
        return replace(plain, verdict="defines", evidence="shapes")
    try:
        question = _question(one, one.left, one.right, one.scope)
        return _compared(one, plain, question)
    except ShapeMismatch as mismatch:
        return replace(plain, verdict="unknown", code="PG101", message=str(mismatch))
    except PaperError as problem:
        return _unknown(plain, problem)


def _question(one: Read, left: Value, right: Value, scope: Scope) -> Question:
    weight: Expr = ONE
    same: list[tuple[Index, Index]] = []
    for condition in one.stated.conditions:
        found = _condition(condition, left, right, scope)
        if isinstance(found, tuple):
            same.append(found)
        elif found is not None:
            weight = mul(weight, found)
    inputs = scope.inputs()
    return Question(left, right, dict(one.definitions), Facts(scope.known_facts()), inputs, weight, tuple(same))


def _condition(node: Node, left: Value, right: Value, scope: Scope) -> Expr | tuple[Index, Index] | None:
    """A condition between running letters: equal letters become one, others are left out by a weight."""
    inner = getattr(node, "inside", node)
    match inner:
        case Infix((Name() as a, Name() as b), (sign,)) if sign in "=≠" and letter(a) and letter(b):
            letters = {i.name: i for i in free(left.body) | free(right.body)}
            if a.text in letters and b.text in letters:
                one, two = letters[a.text], letters[b.text]
                return (one, two) if sign == "=" else add(ONE, minus(Delta(one, two)))
            return None
    return _general(inner, scope)


def _general(node: Node, scope: Scope) -> Expr | None:
    """A condition on values, such as z ≥ 0 for a number z."""
    reader = Reader(scope)
    try:
        return Settling(scope.sizes)(reader.condition(node, Value(ONE)))
    except (PaperError, ShapeMismatch):
        return None


def _tensors(q: Question, left: Value, right: Value) -> tuple[Tensor, Tensor]:
    """Both sides with the running letters as first axes, and the conditions put in."""
    a, b = left.body, right.body
    for one, two in q.same:
        a, b = rename(a, {two: one}), rename(b, {two: one})
    letters = tuple(sorted((free(a) | free(b)) - set(left.axes) - set(right.axes), key=lambda i: i.name))
    return Tensor(mul(q.weight, a), letters + left.axes), Tensor(mul(q.weight, b), letters + right.axes)


def _compared(one: Read, plain: Finding, q: Question) -> Finding:
    for how, left, right in _alignments(q):
        found = compare(left, right, q.definitions, q.facts, q.inputs)
        if found.outcome == "equal":
            return _right(one, plain, found, how)
        if found.outcome == "undecided":
            return replace(plain, verdict="unknown", code=found.code, message=found.reason)
        if not how:
            different = found
            layout = up_to_layout(left, right, q.definitions, q.facts, q.inputs) if len(left.axes) > 1 else None
            if layout is not None:
                return _right(one, plain, layout.comparison, "transposed")
            continue
        different = found
    return _different(one, plain, q, different)


def _alignments(q: Question) -> Iterator[tuple[str, Tensor, Tensor]]:
    """The ways in which two sides can be compared, with what each assumes."""
    left, right = q.left, q.right
    if left.axes and not right.axes and right.body == ZERO:
        right = replace(left, body=ZERO)
    if right.axes and not left.axes and left.body == ZERO:
        left = replace(right, body=ZERO)
    a, b = _tensors(q, left, right)
    if a.shape == b.shape:
        upright = left.order != 1 or left.lying == right.lying
        yield ("" if upright else "transposed"), a, b
        return
    if sorted(map(str, a.shape)) == sorted(map(str, b.shape)):
        turned = Tensor(b.body, b.axes[: len(b.axes) - right.order] + right.axes[::-1])
        if turned.shape == a.shape:
            yield "transposed", a, turned
        return
    if left.order == 2 and right.order == 1 and left.axes[0].size == left.axes[1].size == right.axes[0].size:
        spread = Value(mul(right.body, Delta(right.axes[0], left.axes[1])), (right.axes[0], left.axes[1]))
        yield "diagonal", *_tensors(q, left, spread)
    letters = sorted(free(right.body) - set(right.axes) - free(left.body), key=lambda i: i.name)
    if left.order == 1 and right.order == 0 and len(letters) == 1 and letters[0].size == left.axes[0].size:
        entry = Value(rename(left.body, {left.axes[0]: letters[0]}))
        yield "entry", *_tensors(q, entry, right)
        return
    if left.order == right.order + 1 == 2 and left.top is None:
        return
    if a.shape != b.shape and not left.axes == right.axes:
        raise ShapeMismatch("the two sides differ in shape")


SAID = {
    "diagonal": "the vector is read as the diagonal of the Jacobian",
    "entry": "read entry by entry",
}


def _right(one: Read, plain: Finding, found: Comparison, how: str) -> Finding:
    assumed = list(one.assumptions)
    if how in SAID:
        assumed.append(SAID[how])
    if any("missing in the numerator" in a for a in assumed):
        return replace(plain, verdict="ill-typed", code="PG213", message="the numerator has lost its ∂; with it the statement is right", evidence=found.evidence)
    if how == "transposed":
        return replace(plain, verdict="right-up-to-layout", code="PG203", message="right up to transposition", evidence=found.evidence)
    if assumed:
        return replace(plain, verdict="right-if", assumption="; ".join(assumed), evidence=found.evidence)
    return replace(plain, verdict="right", evidence=found.evidence)


def _different(one: Read, plain: Finding, q: Question, found: Comparison) -> Finding:
    if any("= softmax(" in a for a in one.assumptions):
        return replace(plain, verdict="unknown", code="PG301", message="it is not said how the prediction is computed; it is not " + one.assumptions[0])
    script = found.counterexample.script() if found.counterexample is not None else ""
    words = str(found.counterexample) if found.counterexample is not None else ""
    return replace(plain, verdict="wrong", code="PG200", message=f"the two sides differ: {words}", evidence=found.evidence, counterexample=script)
