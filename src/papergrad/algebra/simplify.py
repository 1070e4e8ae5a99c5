"""Simpler forms of an expression: one for people (``simplify``), one to compare by (``canonical``).

Both apply laws (``laws``) from the leaves up until none applies. People keep products factored, names in the order they
were written in, and functions as they were named; the canonical form multiplies out, sorts, and names bound indices anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from typing import Any

from papergrad.algebra.facts import NOTHING, Facts
from papergrad.algebra.laws import arithmetic, choices, exponentials, matrices, quotients, sums
from papergrad.algebra.nodes import (
    Add,
    Apply,
    Cases,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Sum,
    add,
    mul,
    total,
)
from papergrad.algebra.substitution import rebind, rename
from papergrad.algebra.terms import Term, arrange, key, look, term, weighted
from papergrad.algebra.traversal import binders, children, free, over, subscripts
from papergrad.records import dataclass
from papergrad.source import LimitError

Law = Callable[[Any, Facts], Expr | None]
Laws = Mapping[type, tuple[Law, ...]]

MOST_STEPS = 20_000
MOST_PARTS = 2_000  # that are visited to put an expression in order; those of nested sums are visited again and again

_EVERYWHERE: Laws = {
    Extent: (arithmetic.name_number,),
    Position: (arithmetic.name_number,),
    Delta: (choices.compare_subscripts, choices.split_blocks),
    Indicator: (choices.compare_numbers,),
    Add: (arithmetic.collect_terms,),
    Mul: (
        arithmetic.collect_powers, exponentials.softmax_of_quotient, exponentials.cancel_exponentials,
        exponentials.sigmoid_times_exp, choices.sign_times_abs,
    ),
    Power: (arithmetic.fold_power, exponentials.sigmoid_of_quotient),
    Apply: (exponentials.value_at_number, exponentials.exp_of_log, exponentials.log_of_exp, choices.name_step),
    Entry: (matrices.symmetric_entry,),
    Inverse: (matrices.symmetric_inverse,),
    Sum: (
        sums.sum_of_constant, sums.sift, sums.pull_out, sums.sum_of_deviations, sums.sum_of_probabilities,
        sums.sum_of_softmax, sums.sum_of_choice, sums.sum_of_orthogonal,
        matrices.inverse_times_matrix,
    ),
    Product: (sums.product_of_constant,),
    LogSumExp: (exponentials.shift_lse,),
    Select: (sums.choose_constant,),
    Cases: (choices.prune_cases, choices.name_choice),
}  # fmt: skip

FOR_PEOPLE: Laws = {
    **_EVERYWHERE,
    Add: (
        *_EVERYWHERE[Add],
        exponentials.one_minus_sigmoid_minus,
        sums.join_sums,
        choices.join_cases,
        arithmetic.factor_slope,
        arithmetic.factor_out,
        arithmetic.factor_powers,
        arithmetic.join_terms,
        arithmetic.multiply_out_if_shorter,
    ),
    Mul: (*_EVERYWHERE[Mul], quotients.cancel_quotients, arithmetic.turn_sign),
    Sum: (*_EVERYWHERE[Sum], sums.split_for_delta),
}

FOR_COMPARISON: Laws = {
    **_EVERYWHERE,
    Mul: (*_EVERYWHERE[Mul], exponentials.join_exponentials, choices.same_subscript, arithmetic.multiply_out),
    Power: (*_EVERYWHERE[Power], exponentials.power_of_exponential, arithmetic.multiply_power_out),
    Apply: (
        *_EVERYWHERE[Apply], choices.name_relu, choices.name_abs, exponentials.log_of_sigmoid, exponentials.turn_argument,
    ),
    Sum: (*_EVERYWHERE[Sum], sums.sift_blocks, sums.split_sum, exponentials.sum_of_exponentials),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One use of a law: its name, what stood there, and what stands there now; ``states`` is the law itself."""

    law: str
    before: Expr
    after: Expr
    states: str = ""


@dataclass
class _Pass:
    laws: Laws
    facts: Facts
    done: dict[Expr, Expr] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    alike: dict[Hashable, list[Expr]] = field(default_factory=dict)

    def visit(self, e: Expr) -> Expr:
        """An equal expression to which no law applies any more."""
        result = self.done.get(e)
        if result is None:
            result = e
            while True:
                result = over(result, self.visit)
                new = self.done.get(result) or self._apply(result)
                if new is None or new is result:
                    break
                result = new
            if isinstance(result, Sum | LogSumExp | Product | Select):
                result = self._first_of(result)
            self.done[e] = self.done[result] = result
        return result

    def _first_of(self, e: Expr) -> Expr:
        """One object for what differs in bound names only, so that equal factors are found."""
        others = self.alike.setdefault(look(e), [])
        found = next((other for other in others if other is e or key(other) == key(e)), None)
        if found is None:
            others.append(e)
        return found or e

    def _apply(self, e: Expr) -> Expr | None:
        for law in self.laws.get(type(e), ()):
            new = law(e, self.facts)
            if new is not None and new is not e:
                self.steps.append(Step(law.__name__, e, new, law.__doc__ or ""))
                if len(self.steps) > MOST_STEPS:
                    raise LimitError("the formula takes too long to simplify", hint="name parts of it", code="PG902")
                return new
        return None


def simplify(e: Expr, facts: Facts = NOTHING) -> Expr:
    """An equal expression such as a person would write. Raises LimitError (PG902) where that would take too long."""
    return _Pass(FOR_PEOPLE, facts).visit(e)


def in_places(e: Expr, facts: Facts = NOTHING) -> Expr:
    """``simplify``, with every place of what is laid out in blocks as one: ``y_{q j + l}``."""
    return _Pass({**FOR_PEOPLE, Sum: (sums.sift_blocks, *FOR_PEOPLE[Sum])}, facts).visit(e)


def simplify_by_steps(e: Expr, facts: Facts = NOTHING) -> tuple[Expr, list[Step]]:
    """``simplify``, with the laws that were used, in order."""
    going = _Pass(FOR_PEOPLE, facts)
    return going.visit(e), going.steps


def canonical(e: Expr, facts: Facts = NOTHING) -> Expr:
    """The form that tells whether two expressions are identical: then they are one object. Raises LimitError (PG902)."""
    # what cancels goes first: multiplied out it would no longer be seen
    plain = _Pass(_EVERYWHERE, facts).visit(e)
    return _Order().standard(_Pass(FOR_COMPARISON, facts).visit(plain), {})


def is_number(e: Expr, facts: Facts = NOTHING) -> bool:
    """Whether the canonical form shows that an expression is one number, whatever its inputs are."""
    try:
        return isinstance(canonical(e, facts), Number)
    except LimitError:
        return False


class _Order:
    """Puts an expression in order: sorted, with bound indices named by depth, not visiting more parts than ``MOST_PARTS``."""

    def __init__(self) -> None:
        self.visited = 0

    def standard(self, e: Expr, names: Mapping[Index, str]) -> Expr:
        """``names`` are those of bound indices that are already given on the way down."""
        self.visited += 1
        if self.visited > MOST_PARTS:
            raise LimitError("the formula is too long to be put in order", hint="name parts of it", code="PG902")
        match e:
            case Add(parts):
                return add(*sorted((self.standard(part, names) for part in parts), key=key))
            case Mul() | Sum():
                return self._term(term(e), names)
            case Delta(one, other):
                return Delta(*sorted((one, other), key=lambda at: key(Position(at))))
            case _ if any(binders(e)):
                bound, bodies = [], []
                for child, own in zip(children(e), binders(e), strict=True):
                    inner = dict(names)
                    new = []
                    for i in own:
                        new.append(Index(f"%{len(inner)}", i.size))
                        inner[new[-1]] = new[-1].name
                    bodies.append(self.standard(rename(child, dict(zip(own, new, strict=True))), inner))
                    bound.append(tuple(new))
                return rebind(e, bound, bodies, subscripts(e))
            case _:
                return over(e, lambda child: self.standard(child, names))

    def _term(self, flat: Term, names: Mapping[Index, str]) -> Expr:
        """The parts of a product that share no bound index apart, each with its own sums."""
        parts: list[Expr] = []
        left = list(flat.factors)
        while left:
            group = [left.pop(0)]
            bound = free(group[0]) & set(flat.bound)
            grown = True
            while grown:
                grown = False
                for f in left:
                    if not bound.isdisjoint(free(f)):
                        group.append(f)
                        bound |= free(f) & set(flat.bound)
                        left.remove(f)
                        grown = True
                        break
            _, ordered = arrange([i for i in flat.bound if i in bound], group, {})
            inner = dict(names)
            new: dict[Index, Index] = {}
            for i in ordered:
                new[i] = Index(f"%{len(inner)}", i.size)
                inner[new[i]] = new[i].name
            bodies = sorted((self.standard(rename(f, new), inner) for f in group), key=key)
            parts.append(total(tuple(new.values()), mul(*bodies)))
        return weighted(flat.weight, mul(*sorted(parts, key=key)))
