"""Functions about which nothing is said: what holds for such a one holds for every function.

Of one argument it works entry by entry, unless its value is used as a vector where the argument is a number: then it is a
vector of functions, the φ of ``w^T φ(x)``. Of several arguments it is a number. A kernel is the same either way round:
``k(x_i, x_j) = k(x_j, x_i)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction as Exact
from typing import TYPE_CHECKING
from zlib import crc32

from papergrad.algebra.derive import derivative as derive
from papergrad.algebra.nodes import Apply, Entry, Expr, Index, Position, Tensor, add, mul, number, power, total
from papergrad.algebra.substitution import substitute
from papergrad.notation.tree import Name, Node, Script
from papergrad.reading import applied
from papergrad.reading.grouping import Call
from papergrad.reading.habits import OBJECTIVES, ROW, VECTORS
from papergrad.reading.symbols import EACH, ENTRIES, apart
from papergrad.reading.values import Value, running

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader

SCALAR_FUNCTIONS = OBJECTIVES | {"F"}
KERNELS = frozenset(("k", "K", "κ"))


def called(reader: Reader, made: Call, values: list[Value]) -> Value:
    """The value of such a function at some arguments; that it is one is noted.

    With a prime, a function of several arguments is another one: by which of them it would be derived, nothing says.
    """
    if made.primes and len(values) > 1:
        made = replace(made, name=made.name + "'" * made.primes, primes=0)
    reader.assumptions.append(f"{made.name} is some function")
    if (letter := _member(made.head)) is not None:  # f_k(x) is f(k, x), at any k
        made = replace(made, name=made.name.replace(f"_{letter.text}", EACH, 1))
        values = [*values, Value(Position(reader.at(letter, None)))]
    parameters, symmetric = _parameters(reader, made.head), _kernel(made)
    found = unspecified(made.name, values, made.primes, parameters=parameters, symmetric=symmetric)
    scope, key = reader.scope, applied.value_of(made.name, made.arguments, reader.scope.symbols)
    kind = scope.kinds.get((key, 0))
    if made.primes or kind not in VECTORS or (found.order == 1 and found.lying == (kind == ROW)):
        return found
    along = running(scope.sizes, scope.shape(key).sizes[0])
    one = unspecified(f"F_{made.name}", values, bounded=True, parameters=parameters)  # a number, whatever it is of
    return Value(varied(one.body, along), (along,), kind == ROW)


def _member(head: Node) -> Name | None:
    """The k of ``p_k(x)``: which one it is of many functions."""
    match head:
        case Script(Name(), Name(text) as letter, None, 0) if text in ENTRIES and not letter.accents:
            return letter
    return None


def _kernel(made: Call) -> bool:
    """Whether two things of one name are compared: ``k(x_i, x_j)``, ``K(x, x')``; but not the ``K(m, n)`` of a convolution."""
    pair = [written for argument in made.arguments if (written := apart(argument)) is not None]
    return made.name in KERNELS and len(made.arguments) == len(pair) == 2 and pair[0].base == pair[1].base


def _parameters(reader: Reader, head: Node) -> list[Value]:
    """The θ of ``p_θ(x)``, where somebody derives by θ: the function depends on it, too."""
    hung = (head.sub, head.sup) if isinstance(head, Script) else ()
    found = []
    for node in hung:
        written = apart(node) if node is not None else None
        plain = written is not None and not (written.primes or written.slots or written.transposed)
        if node is not None and written is not None and plain and reader.scope.derived_by(written.base):
            found.append(reader.value(node).plain())
    return found


def unspecified(
    name: str,
    values: list[Value],
    primes: int = 0,
    bounded: bool = False,
    parameters: Sequence[Value] = (),
    symmetric: bool = False,
) -> Value:
    """Some smooth function that no identity holds for but those of all functions; ``symmetric``: of all that are."""
    mark = Exact(crc32(name.encode()) % 8999, 100) + 11
    if parameters and len(values) == 1:
        shift = unspecified(f"F_{name}(", list(parameters), bounded=True)
        return unspecified(name, [replace(values[0], body=add(values[0].body, shift.body))], primes, bounded)
    values = [*values, *parameters]
    if len(values) == 1 and name.split("_")[0] not in SCALAR_FUNCTIONS and not applied.is_number(name):
        x, at = values[0], Entry("%x")
        body = add(
            Apply("sin", mul(number(mark / 50), at)),
            mul(number(mark / 200), power(at, 2)),
            mul(number(mark / 777), power(at, 3)),
        )
        for _ in range(primes):
            body = derive(Tensor(body), "%x", (), {}).tensor.body
        return replace(x, body=substitute(body, lambda e: x.body if e is at else None))
    inside: list[Expr] = [number(mark / 60)]
    for n, value in enumerate(values):
        weight: Expr = number((mark + (0 if symmetric else 7 * n)) / 130)
        for spot, axis in enumerate(value.axes):
            weight = add(weight, mul(number((mark + spot) / 333), power(Position(axis), 2)))
        inside.append(total(value.axes, mul(weight, value.body)))
        inside.append(total(value.axes, mul(number(Exact(1, 5)), power(value.body, 2))))
    whole = add(*inside)
    rest = Apply("sin", mul(number(Exact(3, 7)), whole)) if bounded else mul(number(Exact(1, 3)), power(whole, 2))
    return Value(add(Apply("sin", whole), rest))


def varied(body: Expr, axis: Index) -> Expr:
    """Another bounded function for every entry along an axis."""
    return add(
        Apply("sin", mul(add(number("0.3"), mul(number("0.7"), Position(axis))), body)),
        mul(number("0.3"), Position(axis), body),
    )
