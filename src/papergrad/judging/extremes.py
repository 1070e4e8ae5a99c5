"""Verdicts on largest and least values over all numbers, ``max_x σ'(x) = 1/4``, by search."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Tensor
from papergrad.algebra.traversal import symbols
from papergrad.judging.answers import known_facts
from papergrad.judging.bounds import Maximum, maximum
from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Node
from papergrad.phrasebook import extremes
from papergrad.reading.meaning import Reader
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

NEAR = 1e-9  # relative; the search is exact to 1e-13


def judge_extreme(one: Read, plain: Finding) -> Finding | None:
    """The verdict on a claim about the largest or least value of a function of one number; None on any other."""
    said = extremes.read(one.stated.left)
    if said is None or one.scope is None:
        return None
    keys = one.scope.keys_in(said.argument)
    body, claimed = (_number(node, one.scope) for node in (said.body, one.stated.right))
    if len(keys) != 1 or body is None or claimed is None or symbols(claimed.body):
        return None
    (key,) = keys
    if key not in reach(body.body, one.definitions):
        return None  # a letter that counts entries
    try:
        top = maximum(body, key, one.definitions, known_facts(one), least=said.least)
        value = float(evaluate(claimed, World({}, {})))
        if said.place:  # there may be several: any of them will do
            value = float(evaluate(body, World({key: np.asarray(value)}, {}, one.definitions)))
    except PaperError as problem:
        return replace(plain, verdict="unknown", code=problem.code, message=problem.what)
    return beside(top, value, None, plain, said.least)


def beside(
    top: Maximum | None, value: float | Fraction, at: float | Fraction | None, plain: Finding, least: bool = False
) -> Finding:
    """The verdict on the largest (or ``least``) value that is stated, and on where it is taken; None where that is not said."""
    word = "minimum" if least else "maximum"
    if top is None:
        return replace(plain, verdict="unknown", code="PG906", message=f"no {word} was found")
    words = f"the {word} is {top.value}, at {top.at}"
    if _near(value, top.value) and (at is None or _near(at, top.at)):
        return replace(plain, verdict="right", evidence="numbers", message=words)
    return replace(plain, verdict="wrong", code="PG222", message=words, evidence="numbers")


def _near(stated: float | Fraction, found: float | Fraction) -> bool:
    return abs(float(stated) - float(found)) <= NEAR * max(1.0, abs(float(stated)))


def _number(node: Node, scope: Scope) -> Tensor | None:
    """A number, as it is read; None for what is none."""
    reader = Reader(scope)
    try:
        value = Settling(scope.sizes).value(reader.value(node))
    except (PaperError, ShapeMismatch):
        return None
    return value.tensor if not value.axes else None
