"""Statements said of a vector with one sign: ``∂h/∂x = W^T if z ≥ 0``, where z has several entries.

Such a condition is about all the entries at once, and so the statement is judged where they are all positive (or all
negative); at 0 itself the slope of a ReLU is a matter of convention.
"""

from __future__ import annotations

from collections.abc import Callable

from papergrad.algebra.nodes import ONE, ZERO, Apply, Definitions, Expr, Index, Indicator, Tensor
from papergrad.algebra.simplify import canonical
from papergrad.algebra.substitution import expand, rename
from papergrad.algebra.traversal import free, over
from papergrad.notation.tree import Infix, Node, Numeral
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart, text_of
from papergrad.records import dataclass

POSITIVE, NEGATIVE = frozenset(">≥"), frozenset("<≤")


@dataclass(frozen=True)
class Sign:
    """An assumption about all entries of a vector, in words, and what it does to expressions."""

    words: str
    change: Callable[[Expr], Expr]


def sign(condition: Node, scope: Scope, definitions: Definitions) -> Sign | None:
    """The sign that a condition says a vector has; None where it says something else. Raises PaperError."""
    match condition:
        case Infix((named, Numeral("0")), (order,)) if order in POSITIVE | NEGATIVE:
            pass
        case _:
            return None
    meant = Reader(scope).value(named)
    if not meant.axes:
        return None
    written = apart(named)
    name = text_of(named) if written is None else scope.symbols.key(written)
    words = f"every entry of {name} is {'positive' if order in POSITIVE else 'negative'}"
    known = _key(meant.tensor, definitions)
    return Sign(words, lambda e: _decided(e, known, definitions, order in POSITIVE))


def _key(tensor: Tensor, definitions: Definitions) -> Expr:
    """A tensor written out, with names of its own for the axes."""
    places = {axis: Index(f"entry{n}", axis.size) for n, axis in enumerate(tensor.axes)}
    return canonical(rename(expand(tensor.body, definitions), places))


def _decided(e: Expr, known: Expr, definitions: Definitions, positive: bool) -> Expr:
    """An expression where all entries of a tensor have one sign: relu(z) is z or 0, its slope 1 or 0."""

    def has_sign(argument: Expr) -> bool:
        letters = tuple(sorted(free(argument), key=lambda i: i.name))
        return len(letters) == len(free(known)) and _key(Tensor(argument, letters), definitions) == known

    def change(node: Expr) -> Expr:
        match node:
            case Apply("relu", argument) if has_sign(argument):
                return argument if positive else ZERO
            case Apply("step", argument) if has_sign(argument):
                return ONE if positive else ZERO
            case Indicator(">" | ">=", argument, right) if right is ZERO and has_sign(argument):
                return ONE if positive else ZERO
        return over(node, change)

    return change(e)
