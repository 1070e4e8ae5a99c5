"""One instance of a claim that failed, in which many candidates for its right side are held against the same left side."""

from __future__ import annotations

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Tensor
from papergrad.algebra.traversal import lengths
from papergrad.judging.comparing import Question, alignments, question
from papergrad.judging.diagnosis import Diagnosis, diagnose
from papergrad.judging.equality import POINTS, agreement
from papergrad.judging.sampling import FLAVOURS, Needs, draw, needs, worlds
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError

Sides = tuple[np.ndarray, np.ndarray]
SEED = 0


class Trial:
    """Sizes are chosen and inputs drawn once, for the first candidate; what is evaluated on the way serves all the others."""

    def __init__(self, one: Read, left: Value, scope: Scope) -> None:
        self._one, self._left, self._scope = one, left, scope
        self._world: World | None = None
        self._values: dict[str, np.ndarray] = {}
        self._found: dict[Tensor, tuple[Question, Sides] | None] = {}

    def differs(self, candidate: Value) -> bool:
        """Whether the candidate is plainly not the left side: then no closer look is needed."""
        found = self._tried(candidate)
        return found is not None and agreement(*found[1]) == "differ"

    def explain(self, candidate: Value) -> Diagnosis | None:
        """How a candidate differs from the left side; None where the two cannot be compared as they are."""
        found = self._tried(candidate)
        if found is None or self._world is None:
            return None
        q, (truth, claim) = found
        spoken = reach(q.left.body, q.definitions) | reach(candidate.body, q.definitions)
        inputs = {s: np.asarray(self._values[s], dtype=float) for s in sorted(spoken & set(self._values))}
        return diagnose(claim, truth, inputs, self._world.sizes)

    def _tried(self, candidate: Value) -> tuple[Question, Sides] | None:
        if candidate.tensor not in self._found:
            try:
                self._found[candidate.tensor] = self._sides(candidate)
            except (PaperError, ShapeMismatch):
                self._found[candidate.tensor] = None
        return self._found[candidate.tensor]

    def _sides(self, candidate: Value) -> tuple[Question, Sides] | None:
        q = question(self._one, self._left, candidate, self._scope)
        upright = next(((a, b) for how, a, b in alignments(q) if not how), None)
        if upright is None:
            return None
        world = self._equipped(upright, q)
        left, right = (np.asarray(evaluate(side, world), dtype=float) for side in upright)
        return q, (left, right)

    def _equipped(self, upright: tuple[Tensor, Tensor], q: Question) -> World:
        """The instance, with numbers for all that two sides speak of. Lengths that are new are chosen in an instance apart."""
        if self._world is None:
            need = needs(upright, q.definitions, q.inputs)
            first = _first(need, q)
            self._values = dict(first.values)
            self._world = World(self._values, first.sizes, q.definitions)
        world = self._world
        said = reach(upright[0].body, q.definitions) | reach(upright[1].body, q.definitions)
        if said <= self._values.keys() | q.definitions.keys() and all(
            lengths(side.body) | lengths(side.axes) <= world.sizes.keys() for side in upright
        ):
            return world
        return self._extended(needs(upright, q.definitions, q.inputs), q)

    def _extended(self, need: Needs, q: Question) -> World:
        world = self._world
        if world is None or not world.sizes.keys() >= set(need.sizes) or need.looked_up:
            return _first(need, q)
        fresh = Needs(tuple(pair for pair in need.axes if pair[0] not in self._values), (), (), ())
        self._values.update(draw(fresh, q.facts, world.sizes, (SEED, 0)))
        return world


def _first(need: Needs, q: Question) -> World:
    return worlds(need, q.facts, q.definitions, SEED, POINTS, {}, FLAVOURS[0])[0]
