"""Two sides of a statement as tensors that can be compared: running letters, conditions, and what a side is read as."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Definition,
    Delta,
    Entry,
    Expr,
    Index,
    Indicator,
    Lookup,
    Tensor,
    add,
    minus,
    mul,
)
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import free, symbols
from papergrad.judging.equality import compare
from papergrad.judging.signs import Sign, sign
from papergrad.notation.tree import Infix, Name, Node, Numeral
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.statements import is_condition
from papergrad.reading.symbols import apart, letter
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.records import dataclass
from papergrad.source import PaperError

SAID = {
    "diagonal": "the vector is read as the diagonal of the Jacobian",
    "number": "the number is read as that times the identity",
    "entrywise": "the matrix is read as the derivative of every entry by the same entry",
    "entry": "the right side is read as one entry of the left",
    "rows": "the sizes are those of a single row",
}


@dataclass(frozen=True)
class Question:
    """Two sides to be compared, with all that is needed for it."""

    left: Value
    right: Value
    definitions: Mapping[str, Definition]
    facts: Facts
    inputs: Mapping[str, tuple[Index, ...]]
    weight: Expr = ONE  # 0 where a condition of the statement leaves an entry out
    same: tuple[tuple[Index, Index], ...] = ()  # letters that a condition makes equal
    assumed: tuple[str, ...] = ()  # what a condition says of all the entries of a vector
    unread: tuple[Node, ...] = ()  # conditions on letters of which the sides have not both


def question(one: Read, left: Value, right: Value, scope: Scope) -> Question:
    """The comparison that a statement asks for."""
    weight: Expr = ONE
    same: list[tuple[Index, Index]] = []
    assumed: list[str] = []
    unread: list[Node] = []
    definitions, facts = one.definitions, scope.known_facts()
    for condition in one.stated.conditions:
        if (matrix := _symmetric(condition, scope)) is not None:
            facts = {**facts, matrix: facts.get(matrix, frozenset()) | {"symmetric"}}
            assumed.append(f"{matrix} is symmetric")
            continue
        said = _sign(condition, scope, definitions)
        if said is not None:
            left, right = replace(left, body=said.change(left.body)), replace(right, body=said.change(right.body))
            definitions = {name: replace(d, body=said.change(d.body)) for name, d in definitions.items()}
            assumed.append(said.words)
            continue
        found = _condition(condition, left, right, scope)
        if isinstance(found, tuple):
            same.append(found)
        elif (given := _given(found, definitions)) is not None:
            left, right = replace(left, body=given(left.body)), replace(right, body=given(right.body))
            definitions = {name: replace(d, body=given(d.body)) for name, d in definitions.items()}
        elif found is not None:
            weight = mul(weight, found)
        elif not is_condition(condition) or _apart(condition):
            unread.append(condition)  # where letters are equal, one of them may be written for both
    return Question(
        left,
        right,
        definitions,
        Facts(facts),
        scope.inputs(),
        weight,
        tuple(same),
        tuple(assumed),
        tuple(unread),
    )


def _symmetric(node: Node, scope: Scope) -> str | None:
    """The square matrix of which ``A^T = A`` is said."""
    inner = getattr(node, "inside", node)
    sides = [apart(side) for side in inner.operands] if isinstance(inner, Infix) and inner.operators == ("=",) else []
    keys = {scope.symbols.key(w) for w in sides if w is not None and w.power is None and not w.primes}
    if len(keys) != 1 or None in sides or len({w.transposed for w in sides if w is not None}) != 2:
        return None
    (key,) = keys
    sizes = scope.shape(key).sizes
    return key if len(sizes) == 2 and scope.sizes.unify(*sizes) else None


def _apart(condition: Node) -> bool:
    """``i ≠ j``, with or without brackets."""
    inner = getattr(condition, "inside", condition)
    return isinstance(inner, Infix) and "≠" in inner.operators


def _sign(node: Node, scope: Scope, definitions: Mapping[str, Definition]) -> Sign | None:
    """The sign that a condition says all entries of a vector have."""
    try:
        return sign(getattr(node, "inside", node), scope, definitions)
    except (PaperError, ShapeMismatch):
        return None


def _condition(node: Node, left: Value, right: Value, scope: Scope) -> Expr | tuple[Index, Index] | None:
    """A condition between running letters: equal letters become one, others are left out by a weight."""
    inner = getattr(node, "inside", node)
    letters = {i.name: i for i in free(left.body) | free(right.body)}
    match inner:
        case Infix((Name() as a, Name() as b), (sign,)) if (
            sign in "=≠" and letter(a) and letter(b) and not scope.known(a.text)
        ):
            if a.text in letters and b.text in letters:
                one, two = letters[a.text], letters[b.text]
                return (one, two) if sign == "=" else add(ONE, minus(Delta(one, two)))
            running, chosen = (a.text, b.text) if a.text in letters else (b.text, a.text)
            if running in letters and scope.is_fixed(chosen) and chosen not in scope.symbols.apart:
                same = Delta(letters[running], Lookup(chosen, ()))
                return same if sign == "=" else add(ONE, minus(same))
            return None
        case Infix((Name() as a, Numeral() as number), (sign,)) if sign in "=≠" and a.text in letters:  # k ≠ 0
            here = Delta(letters[a.text], Reader(scope).at(number, letters[a.text].size))
            return here if sign == "=" else add(ONE, minus(here))
    reader = Reader(scope)
    try:
        found: Expr = Settling(scope.sizes)(reader.condition(inner, Value(ONE)))
    except (PaperError, ShapeMismatch):
        return None
    if any(i.name not in letters for i in free(found)):
        return None
    return rename(found, {i: letters[i.name] for i in free(found)})


def _given(condition: Expr | None, definitions: Mapping[str, Definition]) -> Callable[[Expr], Expr] | None:
    """What a condition such as ``z = 0`` does to expressions, where z is a number that may be chosen."""
    match condition:
        case Indicator("=", Entry(symbol, ()), value) if symbol not in definitions and symbol not in symbols(value):
            return lambda e: substitute(e, lambda entry: value if entry.symbol == symbol else None)
    return None


def vacuous(q: Question) -> bool:
    """Whether the condition of a statement holds in none of the instances that are tried."""
    if q.weight is ONE:
        return False
    letters = tuple(sorted(free(q.weight), key=lambda i: i.name))
    never = compare(Tensor(q.weight, letters), Tensor(ZERO, letters), q.definitions, q.facts, q.inputs)
    return never.equal


def tensors(q: Question, left: Value, right: Value) -> tuple[Tensor, Tensor]:
    """Both sides with the running letters as first axes, and the conditions put in."""
    a, b = left.body, right.body
    for one, two in q.same:
        a, b = rename(a, {two: one}), rename(b, {two: one})
    letters = tuple(sorted((free(a) | free(b)) - set(left.axes) - set(right.axes), key=lambda i: i.name))
    return Tensor(mul(q.weight, a), letters + left.axes), Tensor(mul(q.weight, b), letters + right.axes)


def letters_of(value: Value) -> frozenset[Index]:
    """The running letters of a value: what it depends on beside its axes."""
    return free(value.body) - set(value.axes)


def alignments(q: Question) -> Iterator[tuple[str, Tensor, Tensor]]:
    """The ways in which two sides can be compared, each with what it assumes. Raises ShapeMismatch if there is none."""
    left, right = q.left, q.right
    if left.axes and not right.axes and right.body == ZERO:
        right = replace(left, body=ZERO)
    if right.axes and not left.axes and left.body == ZERO:
        left = replace(right, body=ZERO)
    a, b = tensors(q, left, right)
    if a.shape == b.shape:
        upright = left.order != 1 or left.lying == right.lying
        yield ("" if upright else "transposed"), a, b
        return
    if left.order == right.order > 1 and sorted(map(str, a.shape)) == sorted(map(str, b.shape)):
        turned = Tensor(b.body, b.axes[: len(b.axes) - right.order] + right.axes[::-1])
        if turned.shape == a.shape:
            yield "transposed", a, turned
            return
    found = False
    if left.order == 2 and right.order == 1 and left.axes[0].size == left.axes[1].size == right.axes[0].size:
        spread = Value(mul(right.body, Delta(right.axes[0], left.axes[1])), (right.axes[0], left.axes[1]))
        yield "diagonal", *tensors(q, left, spread)
        found = True
    if left.order == 2 and left.top == 1 and not right.axes and left.axes[0].size == left.axes[1].size:
        yield "number", *tensors(q, left, Value(mul(right.body, Delta(*left.axes)), left.axes))
        found = True
    sizes = [axis.size for axis in left.axes]
    if left.order == 4 and right.order == 2 and sizes[:2] == sizes[2:] == [axis.size for axis in right.axes]:
        ones = [Delta(axis, other) for axis, other in zip(right.axes, left.axes[2:], strict=True)]
        yield "entrywise", *tensors(q, left, Value(mul(right.body, *ones), (*right.axes, *left.axes[2:])))
        found = True
    fresh = sorted(letters_of(right) - letters_of(left), key=lambda i: i.name)
    if left.order == 1 and right.order == 0 and len(fresh) == 1 and fresh[0].size == left.axes[0].size:
        entry = Value(rename(left.body, {left.axes[0]: fresh[0]}))
        yield "entry", *tensors(q, entry, right)
        found = True
    if not found:
        raise ShapeMismatch("the two sides differ in shape")
