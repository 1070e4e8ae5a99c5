"""Verdicts on inequalities: what a search for a counterexample says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from papergrad.algebra.nodes import Apply, Definition, Expr, Extent, Index, Tensor
from papergrad.algebra.traversal import children, lengths, symbols
from papergrad.judging.bounds import Bound, judge_inequality
from papergrad.judging.comparing import Question, letters_of, question
from papergrad.judging.counterexample import program
from papergrad.judging.verdict import Finding
from papergrad.reading.applied import averages
from papergrad.reading.refolding import reach
from papergrad.reading.understood import Read
from papergrad.source import PaperError

WEAK = {"<": "≤", ">": "≥", "≪": "≤", "≫": "≥"}
CONDITION = "this does not hold in general: read as a condition"
CASE = "this names a case: the other is named beside it"


def judge_order(one: Read, plain: Finding) -> Finding:
    """The verdict on an inequality of which both sides could be read."""
    assert one.left is not None and one.right is not None and one.scope is not None
    made_up = sorted((one.scope.keys_in(one.stated.left) | one.scope.keys_in(one.stated.right)) & one.scope.made_up())
    if made_up:
        return replace(plain, verdict="unknown", code="PG302", message=f"what {made_up[0]} is, is not said")
    try:
        q = question(one, one.left, one.right, one.scope)
        letters = tuple(sorted(letters_of(one.left) | letters_of(one.right), key=lambda i: i.name))
        left, right = Tensor(q.left.body, letters + q.left.axes), Tensor(q.right.body, letters + q.right.axes)
        bound = judge_inequality(left, one.stated.relation, right, q.definitions, q.facts, q.inputs)
    except PaperError as problem:
        return replace(plain, verdict="unknown", code=problem.code, message=problem.what)
    if bound.refuted and (_free(left, q) and _free(right, q) or one.stated.relation in "≪≫" or one.stated.around.posed):
        message = "this says of what size something is meant to be"
        return replace(plain, verdict="declares", message=message, evidence="declared")
    if bound.refuted and one.stated.turned:  # where neither holds of all
        turned = judge_inequality(left, one.stated.turned, right, q.definitions, q.facts, q.inputs)
        if turned.refuted:
            return replace(plain, verdict="declares", message=CASE, evidence="declared")
    if bound.refuted and (not _bounds(one, left, right, q) or _several_letters(letters)):
        return replace(plain, verdict="unknown", code="PG304", message=CONDITION)
    counts = frozenset().union(*map(lengths, (left.body, right.body, *(d.body for d in q.definitions.values()))))
    if bound.refuted and (ends := counts & one.scope.all_stepped.ends):
        words = f"this is written out for a few steps, and not for all {min(ends)}"
        return replace(plain, verdict="unknown", code="PG303", message=words)
    varied = all(symbols(side.body) for side in (left, right))
    if varied and _both_vanish(bound):  # |tanh x| < |x|: nobody means x = 0
        weak = judge_inequality(left, WEAK[one.stated.relation], right, q.definitions, q.facts, q.inputs)
        if not weak.refuted:
            words = "the two sides are not both 0"
            return replace(plain, verdict="right-if", code="PG207", assumption=words, evidence="numbers")
    return bound_finding(plain, bound)


def _several_letters(letters: Sequence[Index]) -> bool:
    """Whether two letters run over the same things: ``∂a_j/∂z_k < 0`` may be meant for j ≠ k, which the words around it say."""
    return len({letter.size for letter in letters}) < len(letters)


def _both_vanish(bound: Bound) -> bool:
    """Whether a strict inequality is only found to hold with equality where both of its sides are 0."""
    example = bound.counterexample
    return bound.outcome == "attained" and example is not None and not (np.any(example.left) or np.any(example.right))


def _bounds(one: Read, left: Tensor, right: Tensor, q: Question) -> bool:
    """Whether an inequality says how large a known function gets, ``σ'(z) ≤ 1/4``: one side is made of nothing but what the
    other is made of, and some function or derivative stands in it. ``y (w x + b) ≥ 1`` and ``f'(β) ≥ f'(α)`` say what holds
    for some inputs, and nothing is known of a function that has only a name."""
    if any(a.endswith("is some function") for a in one.assumptions):
        return False
    if any(isinstance(side.body, Extent) for side in (left, right)):
        return False  # which of the i are meant
    mine, theirs = (reach(side.body, q.definitions) - q.definitions.keys() for side in (left, right))
    if any(map(averages, mine | theirs)):
        return False  # what an average comes to is not said by its name
    known = any(_curved(d.body) for side in (left, right) for d in _defined(side, q)) or any(
        _curved(side.body) for side in (left, right)
    )
    return known and (mine <= theirs or theirs <= mine)


def _defined(side: Tensor, q: Question) -> Iterator[Definition]:
    return (q.definitions[key] for key in reach(side.body, q.definitions) if key in q.definitions)


def _curved(e: Expr) -> bool:
    """Whether a function stands in an expression, other than |x|."""
    return (isinstance(e, Apply) and e.function != "abs") or any(map(_curved, children(e)))


def _free(side: Tensor, q: Question) -> bool:
    """Whether a side is made of what nobody defines and without functions: ``|w| ≤ 1`` bounds nothing, it says what w may be."""

    def plain(e: Expr) -> bool:
        return (not isinstance(e, Apply) or e.function == "abs") and all(map(plain, children(e)))

    return not any(s in q.definitions for s in symbols(side.body)) and plain(side.body)


def _about_functions(bound: Bound) -> bool:
    """Whether a bound is about a function (σ' ≤ 1/4) and not about freely chosen matrices (xᵀAx ≥ 0)."""
    example = bound.counterexample
    return example is None or all(np.ndim(v) < 2 for v in example.values.values())


def bound_finding(plain: Finding, bound: Bound) -> Finding:
    """The verdict that the outcome of a search deserves."""
    if bound.refuted and not _about_functions(bound):
        return replace(plain, verdict="unknown", code="PG304", message=CONDITION)
    if bound.refuted:
        example = bound.counterexample
        script = program(example) if example is not None else ""
        words = "it holds with equality there" if bound.outcome == "attained" else "it is violated"
        return replace(
            plain,
            verdict="wrong",
            code="PG220",
            message=f"{words}: {example}",
            evidence="numbers",
            counterexample=script,
        )
    return replace(
        plain, verdict="right", evidence="numbers", message=f"no counterexample found in {bound.points} points"
    )
