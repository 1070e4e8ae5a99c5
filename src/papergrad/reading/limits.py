"""Limits of a quotient, ``lim_{h→0} (f(x + h) - f(x)) / h``: where both parts vanish, that of their slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergrad.algebra.derive import derivative as derive
from papergrad.algebra.nodes import ZERO, Entry, Tensor, mul, power
from papergrad.algebra.simplify import canonical
from papergrad.algebra.substitution import expand, substitute
from papergrad.notation.tree import Big, Fraction, Infix, Name, Numeral
from papergrad.reading.values import Value
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


def limit(reader: Reader, node: Big) -> Value:
    """The limit of a quotient of numbers where one letter goes to 0. Raises PaperError for others."""
    match node.lower, node.body:
        case Infix((Name() as letter, Numeral("0")), ("→",)), Fraction(above, below):
            pass
        case _:
            raise PaperError("lim is not understood", node.span, code="PG001")
    goes = reader.value(letter)
    if goes.axes or not isinstance(goes.body, Entry) or goes.body.at or goes.body.symbol in reader.definitions:
        raise PaperError("lim is not understood", node.span, code="PG001")
    name = goes.body.symbol
    parts = [expand(reader.number(part), reader.definitions) for part in (above, below)]
    for _ in range(3):  # at most twice: (f(x + h) - 2 f(x) + f(x - h)) / h²
        ends = [canonical(substitute(part, lambda e: ZERO if e.symbol == name else None)) for part in parts]
        if ends[1] != ZERO:
            return Value(mul(ends[0], power(ends[1], -1)))
        if ends[0] != ZERO:
            break
        parts = [derive(Tensor(part), name, (), {}).tensor.body for part in parts]
    raise PaperError("this limit is not understood", node.span, code="PG001")
