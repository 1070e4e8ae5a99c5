"""Whether it matters to a claim what a factorial comes to."""

from __future__ import annotations

from fractions import Fraction

from papergrad.algebra.nodes import Entry, Tensor, number
from papergrad.algebra.substitution import expand, substitute
from papergrad.judging.comparing import Question
from papergrad.judging.equality import compare
from papergrad.reading.factorials import FACTORIAL
from papergrad.reading.refolding import reach
from papergrad.source import PaperError

ANOTHER = number(Fraction(2, 5))


def stand_in(q: Question) -> bool:
    """Whether factorials stand in what a claim is made of."""
    return any(_has(side, q) for side in (q.left, q.right))


def matter(q: Question) -> bool:
    """Whether a side is another where factorials are: the slope by μ of ``log(μ^k e^{-μ} / k!)`` is not."""
    return any(_another(side, q) for side in (q.left, q.right))


def _another(side: Tensor, q: Question) -> bool:
    if not _has(side, q):
        return False
    known = {key: one for key, one in q.definitions.items() if FACTORIAL in reach(one.body, q.definitions)}
    here = expand(side.body, known)
    there = substitute(here, lambda e: ANOTHER if isinstance(e, Entry) and e.symbol == FACTORIAL else None)
    try:
        return not compare(
            Tensor(here, side.axes), Tensor(there, side.axes), q.definitions, q.facts, q.inputs, forms=False
        ).equal
    except PaperError:
        return True


def _has(side: Tensor, q: Question) -> bool:
    return FACTORIAL in reach(side.body, q.definitions)
