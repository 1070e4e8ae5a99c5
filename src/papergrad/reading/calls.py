"""Functions of their arguments, and norms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction as Exact
from typing import TYPE_CHECKING

from papergrad.algebra.derive import derivative as derive
from papergrad.algebra.functions import FUNCTIONS, slope
from papergrad.algebra.nodes import (
    ONE,
    Apply,
    Cases,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    LogSumExp,
    Number,
    Power,
    Select,
    Sum,
    Tensor,
    add,
    divide,
    minus,
    mul,
    number,
    power,
    total,
)
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import free
from papergrad.notation import unicode
from papergrad.notation.tree import Name, Node, Numeral, Prefix, Script
from papergrad.reading import applied, literals, normal, one_term
from papergrad.reading.grouping import Call
from papergrad.reading.inverse_functions import inverse
from papergrad.reading.symbols import apart, letter, listed, text_of
from papergrad.reading.unspecified import called
from papergrad.reading.values import (
    ShapeMismatch,
    Value,
    differ,
    in_blocks,
    kronecker,
    not_square,
    plus,
    running,
    same_axes,
)
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader
    from papergrad.reading.scope import Function, Scope


def call(reader: Reader, made: Call, node: Node) -> Value:
    """A function of its arguments, with its primes, its power and what hangs on the bracket."""
    inverted = made.power == Prefix("-", Numeral("1"))
    found = _inverse(reader, made) if inverted else _applied(reader, made) if made.known else _own(reader, made)
    if made.power is not None and not inverted:
        found = replace(found, body=power(found.body, reader.number(made.power)))
    if made.scripts is not None:
        found = _scripted(reader, found, made.scripts)
    return found


def _inverse(reader: Reader, made: Call) -> Value:
    """``σ^{-1}(p)``; but in ``σ^{-1}(x - μ)`` the σ may be a deviation."""
    known = made.known and len(made.arguments) == 1 and not made.primes
    known = known and (made.name != "sigmoid" or applied.bare_argument(made.arguments[0]))
    found = inverse(made.name, reader.value(made.arguments[0]).plain()) if known else None
    if found is None:
        raise _unknown("the inverse of a function is not understood", made)
    return found


def _scripted(reader: Reader, found: Value, scripts: Script) -> Value:
    if scripts.primes:
        raise PaperError("by what this is derived is not said", scripts.span, code="PG001")
    if scripts.sub is not None:
        items = listed(scripts.sub)
        if len(items) > len(found.axes):
            words = f"{len(items)} subscripts on {found.describe(reader.scope.sizes)}"
            raise ShapeMismatch(words, not reader.scope.sizes.open(*found.written))
        found = reader.taken(found, items)
    if scripts.sup is not None:
        if isinstance(scripts.sup, Name) and scripts.sup.text in ("T", "⊤"):
            return found.transposed
        found = replace(found, body=power(found.body, reader.number(scripts.sup)))
    return found


def _applied(reader: Reader, made: Call) -> Value:
    """A function of the phrasebook."""
    name = made.name
    if name == "cross_entropy" and len(made.arguments) == 2:
        return _cross_entropy(reader, *(reader.value(a).plain() for a in made.arguments))
    if name in ("squared_error", "mean_squared_error") and len(made.arguments) == 2:
        a, b = (reader.value(x).plain() for x in made.arguments)
        gap = plus(a, multiply_minus(b), reader.scope.sizes)
        whole = total(gap.axes, power(gap.body, 2))
        if name == "squared_error":
            return Value(whole)
        if gap.order > 1:
            raise _unknown("the mean over what, in a matrix, is not said", made)
        return Value(divide(whole, mul(*(Extent(i.size) for i in gap.axes))))
    if name in ("max", "min"):
        return _extreme(reader, made)
    if name == "kron" and len(made.arguments) == 2:
        a, b = (reader.value(x).plain() for x in made.arguments)
        return kronecker(a, b, reader.scope.sizes)
    if name == "concat":
        return literals.stacked(reader, [[reader.value(a).plain()] for a in made.arguments], made.head)
    if name == "diag" and len(made.arguments) > 1:
        return literals.diagonal(reader, made.arguments, made.head)
    if len(made.arguments) != 1:
        raise _unknown(f"{name} of {len(made.arguments)} arguments is not understood", made)
    before = frozenset(reader.letters)
    inner = reader.value(made.arguments[0]).plain()
    if name == "diag" and not inner.axes:
        inner = _entries_of(reader, inner, before)
    if made.primes:
        return _slope(name, inner, made)
    if name in FUNCTIONS:
        return replace(inner, body=Apply(name, inner.body))
    rule = WHOLE.get(name)
    if rule is None:
        raise _unknown(f"{name} is not understood", made)
    return rule(reader, inner)


def _slope(name: str, inner: Value, made: Call) -> Value:
    if name not in FUNCTIONS or made.primes > 3:
        raise _unknown(f"the derivative of {name} is not understood", made)
    if made.primes == 1:
        return replace(inner, body=slope(name, inner.body))
    at = Entry("%x")
    body: Expr = slope(name, at)
    for _ in range(made.primes - 1):
        body = derive(Tensor(body), "%x", (), {}).tensor.body
    return replace(inner, body=substitute(body, lambda e: inner.body if e is at else None))


def _unknown(what: str, made: Call) -> PaperError:
    return PaperError(what, made.head.span | made.span, code="PG001")


def multiply_minus(value: Value) -> Value:
    return replace(value, body=minus(value.body))


# -- functions of whole vectors and matrices -------------------------------------------------------------------------


def _along(value: Value) -> Index:
    """The axis a softmax runs along: that of a vector; in a matrix, the columns of each row."""
    if not value.axes:
        raise ShapeMismatch("a softmax is taken of a vector, and this is a scalar")
    return value.axes[-1]


def _softmax(reader: Reader, z: Value) -> Value:
    k = _along(z)
    other = running(reader.scope.sizes, k.size)
    return replace(z, body=Apply("exp", add(z.body, minus(LogSumExp(other, rename(z.body, {k: other}))))))


def _log_softmax(reader: Reader, z: Value) -> Value:
    k = _along(z)
    other = running(reader.scope.sizes, k.size)
    return replace(z, body=add(z.body, minus(LogSumExp(other, rename(z.body, {k: other})))))


def _square_matrix(reader: Reader, x: Value) -> tuple[Index, Index]:
    if x.order != 2 or not reader.scope.sizes.unify(x.axes[0].size, x.axes[1].size):
        raise not_square(x, reader.scope.sizes, "this needs a square matrix")
    return x.axes[0], x.axes[1]


def _trace(reader: Reader, x: Value) -> Value:
    if not x.axes:
        return x
    i, j = _square_matrix(reader, x)
    return Value(Sum(i, rename(x.body, {j: i})))


def _determinant(reader: Reader, x: Value) -> Value:
    i, j = _square_matrix(reader, x)
    return Value(Determinant(i, j, x.body))


def _diag(reader: Reader, x: Value) -> Value:
    if x.order == 1:
        i, j = x.axes[0], running(reader.scope.sizes, x.axes[0].size)
        return Value(mul(x.body, Delta(i, j)), (i, j))
    i, j = _square_matrix(reader, x)
    return Value(rename(x.body, {j: i}), (i,))


def _entries_of(reader: Reader, x: Value, before: frozenset[str]) -> Value:
    """``diag(a_i)``: a letter that nothing else in the statement has runs over the entries."""
    new = [(letter, at) for letter, at in reader.letters.items() if letter not in before]
    if len(new) != 1 or not isinstance(new[0][1], Index) or new[0][1] not in free(x.body):
        return x
    letter, index = new[0]
    del reader.letters[letter]
    axis = running(reader.scope.sizes, index.size)
    return Value(rename(x.body, {index: axis}), (axis,))


def _vec(reader: Reader, x: Value) -> Value:
    """The columns of a matrix, one below the other."""
    if x.order != 2:
        return x
    i, j = x.axes
    body, whole = in_blocks(x.body, j, i, reader.scope.sizes)
    return Value(total((j, i), body), (whole,))


def _total(reader: Reader, x: Value) -> Value:
    return Value(total(x.axes, x.body))


WHOLE: dict[str, Callable[[Reader, Value], Value]] = {
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "logsumexp": lambda r, z: Value(LogSumExp(_along(z), z.body)) if z.order == 1 else _reject(z),
    "sqrt": lambda r, x: replace(x, body=power(x.body, Exact(1, 2))),
    "square": lambda r, x: replace(x, body=power(x.body, 2)),
    "log2": lambda r, x: replace(x, body=divide(Apply("log", x.body), Apply("log", number(2)))),
    "log_sigmoid": lambda r, x: replace(x, body=Apply("log", Apply("sigmoid", x.body))),
    "softsign": lambda r, x: replace(x, body=divide(x.body, add(ONE, Apply("abs", x.body)))),
    "trace": _trace,
    "det": _determinant,
    "logdet": lambda r, x: Value(Apply("log", _determinant(r, x).body)),
    "diag": _diag,
    "sum": _total,
    "vec": _vec,
}


def _reject(z: Value) -> Value:
    raise ShapeMismatch("a log-sum-exp is taken of a vector here")


def _cross_entropy(reader: Reader, y: Value, p: Value) -> Value:
    """−Σ y log p: the first argument is the target, unless only the second can be one."""
    if _predicted(reader, y) and not _predicted(reader, p):
        y, p = p, y
        reader.assumptions.append("the second argument of the cross entropy is the target")
    if not y.axes and not p.axes:
        one_minus = add(ONE, minus(y.body)), add(ONE, minus(p.body))
        return Value(minus(add(mul(y.body, Apply("log", p.body)), mul(one_minus[0], Apply("log", one_minus[1])))))
    if not same_axes(y, p, reader.scope.sizes):
        words = f"a cross entropy of {y.describe(reader.scope.sizes)} and {p.describe(reader.scope.sizes)}"
        raise ShapeMismatch(words, differ(y, p, reader.scope.sizes))
    if isinstance(y.body, Entry):  # a cross entropy is one of distributions
        reader.scope.facts.setdefault(y.body.symbol, set()).add("probability")
    return Value(minus(total(y.axes, mul(y.body, Apply("log", p.named(y.axes))))))


def _predicted(reader: Reader, value: Value) -> bool:
    """Whether a value is computed by the model: a name with a definition, but for a unit vector, which is a target."""
    if not isinstance(value.body, Entry) or reader.scope.definition(value.body.symbol) is None:
        return False
    return "one-hot" not in reader.scope.known_facts().get(value.body.symbol, ())


def _extreme(reader: Reader, made: Call) -> Value:
    values = [reader.value(a).plain() for a in made.arguments]
    if len(values) == 1 and values[0].order == 1:
        k = values[0].axes[0]
        return Value(largest(k, values[0].body, made.name))
    if len(values) != 2:
        raise _unknown(f"a {made.name} of these arguments is not understood", made)
    whole = values[0] if values[0].axes else values[1]
    if all(v.axes for v in values) and not same_axes(*values, reader.scope.sizes):
        sizes = reader.scope.sizes
        words = f"a {made.name} of {values[0].describe(sizes)} and {values[1].describe(sizes)}"
        raise ShapeMismatch(words, differ(*values, sizes))
    a, b = (v.named(whole.axes) if v.axes else v.body for v in values)
    if a == Number(Exact(0)) and made.name == "max":
        return replace(whole, body=Apply("relu", b))
    if b == Number(Exact(0)) and made.name == "max":
        return replace(whole, body=Apply("relu", a))
    first, second = (a, b) if made.name == "max" else (b, a)
    return replace(whole, body=Cases(((Indicator(">=", first, second), a),), b))


def largest(index: Index, body: Expr, sign: str) -> Expr:
    return Select(index, body if sign == "max" else minus(body), body)


def norm(x: Value, which: str | None) -> Value:
    """A norm; without a word on which, the Euclidean (Frobenius) one."""
    if which == "1":
        return Value(total(x.axes, Apply("abs", x.body)))
    if which == "inf":
        if x.order != 1:
            raise ShapeMismatch("a largest entry is taken of a vector")
        return Value(largest(x.axes[0], Apply("abs", x.body), "max"))
    if not x.axes:
        return Value(Apply("abs", x.body))
    return Value(Power(total(x.axes, power(x.body, 2)), number(Exact(1, 2))))


# -- the writer's own functions -----------------------------------------------------------------------------------------


def _own(reader: Reader, made: Call) -> Value:
    found = reader.scope.function(made.name)
    if applied.is_average(made.head) and (found is None or found.body is None):
        return Value(Entry(made.name))
    if applied.is_average(made.head) and found is not None and found.body is not None:
        with _opened(reader, made, made.name):
            return reader.value(found.body)
    letters = tuple(reader.scope.symbols.key(w) if (w := apart(a)) is not None else "" for a in made.arguments)
    places = found is None or (applied.is_number(made.name) and found.parameters != letters)
    if places and (elsewhere := reader.scope.at_other_places(made.name, made.arguments)) is not None:
        other, body = elsewhere
        with _opened(reader, made, other):
            return reader.value(body)
    head = apart(made.head)
    if (
        found is not None
        and head is not None
        and one_term.of_a_sum(found.body, head.slots, reader.scope.name_of(made.name))
    ):
        raise _unknown(f"{made.name} is one number, and what {unicode.write(made.head)} is, is not said", made)
    if found is not None and found.body is not None and (there := _at_another(found, made)) is not None:
        with _opened(reader, made, made.name):
            return reader.value(there)
    values = [reader.value(a).plain() for a in made.arguments]
    if found is None and made.name in reader.scope.normal and len(values) == 1:
        return normal.called(made.name, values[0], made.primes)
    if found is None or found.body is None:
        return called(reader, made, values)
    if made.name in reader.opened:
        raise _unknown(f"{made.name} is defined by itself", made)
    if len(values) != len(found.parameters):
        raise _unknown(f"{made.name} takes {len(found.parameters)} arguments", made)
    if made.primes:
        if len(values) != 1:
            raise _unknown(f"the derivative of {made.name} is not understood", made)
        return _own_slope(reader, made, found.parameters[0], found.body, values[0])
    arguments = dict(zip(found.parameters, values, strict=True))
    for name in _powers(found, made):
        del arguments[name]
    several = _of_several(reader.scope, found, made)
    put = [(written, arguments.pop(name)) for name, written in several.items()]
    within = replace(
        reader,
        locals={**reader.locals, **arguments},
        instead=[*reader.instead, *put],
        opened=reader.opened | {made.name},
    )
    try:
        return within.value(found.body)
    except PaperError as problem:
        return entry_by_entry(within, found.body, arguments, problem)


def _at_another(found: Function, made: Call) -> Node | None:
    """What ``p(w_j) = y_j`` says of ``p(w_k)``: y_k; None where nothing else than the arguments changes.

    Of ``p(w_O)``, where O is no position that runs, it says nothing as long as nobody says which position that is.
    """
    change: dict[str, str] = {}
    for written, argument in zip(found.written, made.arguments, strict=False):
        one, other = apart(written), apart(argument)
        if one is None or other is None or one.base != other.base or len(one.slots) != 1 or len(other.slots) != 1:
            continue
        old, new = text_of(one.slots[0].item), text_of(other.slots[0].item)
        if old != new and letter(one.slots[0].item) and found.body is not None and applied.hangs(found.body, old):
            if not letter(other.slots[0].item):
                raise _unknown(f"which position {new} is, is not said", made)
            change[old] = new
    return applied.with_letters(found.body, change) if change and found.body is not None else None


@contextmanager
def _opened(reader: Reader, made: Call, name: str) -> Iterator[None]:
    """While the body of a function is read at the letters of here, it must not stand in itself."""
    before = reader.opened
    if name in before:
        raise _unknown(f"{name} is defined by itself", made)
    reader.opened = before | {name}
    try:
        yield
    finally:
        reader.opened = before


def _of_several(scope: Scope, found: Function, made: Call) -> dict[str, Node]:
    """The parameters that are each one of several, here and where the function is defined: the Λ_k of ``B(Λ_k) = …``."""
    pairs = zip(found.parameters, found.written, made.arguments, strict=False)
    return {name: written for name, written, argument in pairs if _runs(scope, written) and _runs(scope, argument)}


def _powers(found: Function, made: Call) -> list[str]:
    """The parameters that are written with a power, and called as they were defined: the σ of ``f(σ^2)``, which is not put in."""
    pairs = zip(found.parameters, found.written, made.arguments, strict=False)
    raised = [(name, w, a) for name, w, a in pairs if (whole := apart(w)) is not None and whole.power is not None]
    if any(written != argument for _, written, argument in raised):
        raise _unknown(f"{made.name} is defined for a power", made)
    return [name for name, *_ in raised]


def _runs(scope: Scope, node: Node) -> bool:
    written = apart(node)
    return written is not None and bool(scope.symbols.running(written))


def entry_by_entry(reader: Reader, body: Node, arguments: dict[str, Value], problem: PaperError) -> Value:
    """What a function says of a number case by case is done to each entry of a vector; any other ``problem`` stays one."""
    if problem.code != "PG103" or len(arguments) != 1:
        raise problem
    ((name, whole),) = arguments.items()
    entry = replace(reader, locals={**reader.locals, name: Value(whole.body)}).value(body)
    if entry.axes:
        raise problem
    return Value(entry.body, whole.axes, whole.lying)


def _own_slope(reader: Reader, made: Call, parameter: str, body: Node, inner: Value) -> Value:
    at = Entry("%x")
    within = replace(reader, locals={**reader.locals, parameter: Value(at)}, opened=reader.opened | {made.name})
    slopes: Expr = within.value(body).body
    for _ in range(min(made.primes, 3)):
        slopes = derive(Tensor(slopes), "%x", (), {}).tensor.body
    return replace(inner, body=substitute(slopes, lambda e: inner.body if e is at else None))
