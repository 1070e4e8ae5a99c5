"""Why a claim that differs as it was read may be right as it was meant: one question after the other, first answer first.

Each question is a function that answers with words, or with none where nothing speaks for it. Some are asked before a slip is
looked for, some of the slip that would explain the difference, and some where no slip does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from papergrad.judging.anew import SAID_ANEW, anew, elsewhere, given_anew, named_loss, remade, said_again
from papergrad.judging.called_at import called_at
from papergrad.judging.comparing import Question
from papergrad.judging.misread import (
    bold_entries,
    exponential_of_matrix,
    from_zero,
    layer_or_unit,
    misread,
    otherwise_supposed,
    raised_by_a_sum,
    said_before,
)
from papergrad.judging.nearest import Repair
from papergrad.judging.of_examples import (
    OF_EXAMPLE,
    of_example,
    of_example_after_all,
    of_some_example,
    with_numbers_of_example,
)
from papergrad.judging.totals import unrelated_slope
from papergrad.judging.unsaid import TERMS, said_to_vanish
from papergrad.reading.squares import SQUARED
from papergrad.reading.understood import Read

REMADE = ("PG208", "PG212", "PG218")  # z = x + y after z = x y, f(x) = |x| after x^2: nobody slips so who says it anew


def before_a_slip(one: Read, q: Question) -> str:
    """Why a claim that differs may be right, whatever slip would explain it; empty if nothing speaks for that."""
    return _first(excuse(one, q) for excuse in BEFORE_A_SLIP)


def of_a_slip(one: Read, q: Question, repaired: Repair | None) -> str:
    """Why the slip that would explain a difference is none, or why there need not be one; empty if nothing speaks for that."""
    return _first(excuse(one, q, repaired) for excuse in OF_A_SLIP)


def without_a_slip(one: Read, q: Question) -> str:
    """Why a difference that no slip explains is more likely the reader's; empty if nothing speaks for that."""
    assert one.scope is not None
    several = one.kind == "gradient" and said_again(one, one.scope)
    return anew(one, one.scope) or (SAID_ANEW if several else misread(one, q))


def likely(one: Read, repaired: Repair | None) -> Repair | None:
    """The slips that explain a difference; None where there are several in what is supposed, asked for, or said anew, which
    need not hold."""
    assert one.scope is not None
    if repaired is None or one.kind != "equality" or len(repaired.mistakes) < 2:
        return repaired
    return None if one.stated.around.posed or anew(one, one.scope) else repaired


def _first(answers: Iterator[str]) -> str:
    return next(filter(None, answers), "")


# -- before a slip is looked for --------------------------------------------------------------------------------------------


def _given_anew(one: Read, q: Question) -> str:
    return SAID_ANEW if given_anew(one, q) else ""


def _at_zero(one: Read, q: Question) -> str:
    zero = one.kind == "equality" and one.stated.around.at_zero
    return "the words before it set something to zero, where it may hold" if zero else ""


def _power_of_a_sum(one: Read, q: Question) -> str:
    power = raised_by_a_sum(one)
    return f"whether {power} is a power or has a label is not said" if power else ""


def _squared_behind(one: Read, q: Question) -> str:
    assert one.scope is not None and one.left is not None
    behind = one.kind == "gradient" and one.scope.places.get(one.left.wrt + SQUARED, -1) > one.span.start
    return f"{one.left.wrt}² is said behind it" if behind else ""


def _one_of_two(one: Read, q: Question) -> str:
    return "another one stands beside it" if one.stated.around.alternative else ""


def _unrelated(one: Read, q: Question) -> str:
    return unrelated_slope(one)


def _of_other_things(one: Read, q: Question) -> str:
    assert one.scope is not None
    said = anew(one, one.scope)
    return said if said and elsewhere(one, q, one.scope) else ""


BEFORE_A_SLIP: tuple[Callable[[Read, Question], str], ...] = (
    from_zero,
    _given_anew,
    of_example,
    with_numbers_of_example,
    said_to_vanish,
    called_at,
    otherwise_supposed,
    _at_zero,
    _power_of_a_sum,
    _squared_behind,
    _one_of_two,
    _unrelated,
    said_before,
    _of_other_things,
)


# -- of the slip that was found ---------------------------------------------------------------------------------------------


def _code(repaired: Repair | None) -> str:
    return repaired.mistakes[0].code if repaired is not None else ""


def _number_of_example(one: Read, q: Question, repaired: Repair | None) -> str:
    slips = len(repaired.mistakes) if repaired is not None else 0
    return OF_EXAMPLE if of_example_after_all(one, q, slips) else ""


def _other_terms(one: Read, q: Question, repaired: Repair | None) -> str:
    other = _code(repaired) in TERMS and named_loss(one.stated)
    return "a loss of this name may have other terms" if other else ""


def _bold_entries(one: Read, q: Question, repaired: Repair | None) -> str:
    assert one.scope is not None
    bold = bold_entries(one, one.scope) if _code(repaired) == "PG203" else ""
    return f"whether the entries of {bold} are numbers is not said" if bold else ""


def _exponential(one: Read, q: Question, repaired: Repair | None) -> str:
    assert one.scope is not None
    power = exponential_of_matrix(one, one.scope) if _code(repaired) in ("", "PG208") else ""
    return f"whether {power} is meant entry by entry is not said" if power else ""


def _layer_or_unit(one: Read, q: Question, repaired: Repair | None) -> str:
    assert one.scope is not None
    unclear = _code(repaired) in ("", "PG205", "PG206") and layer_or_unit(one, one.scope)
    return "whether l numbers layers or units is not said" if unclear else ""


def _remade(one: Read, q: Question, repaired: Repair | None) -> str:
    if repaired is None or not remade(one):
        return ""
    return SAID_ANEW if _code(repaired) in REMADE or of_some_example(one, repaired) else ""


OF_A_SLIP: tuple[Callable[[Read, Question, Repair | None], str], ...] = (
    _number_of_example,
    _other_terms,
    _bold_entries,
    _exponential,
    _layer_or_unit,
    _remade,
)
