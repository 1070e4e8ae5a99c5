"""The order of steps for a language of loops: steps that can share loops come next to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papergrad.programs.program import Fold, Loop, Map, Program, Read, Scatter, Step, subtrees, targets_of, trees


def gathered(program: Program) -> Program:
    """The same program, each map, fold and scatter as early as what it reads allows, behind the others that are there."""
    return replace(program, steps=_gathered(program.steps))


def _gathered(steps: Sequence[Step]) -> tuple[Step, ...]:
    groups: list[list[Step]] = []
    made: dict[str, int] = {}  # the group that computes an array
    for step in steps:
        if isinstance(step, Loop):
            step = replace(step, steps=_gathered(step.steps))
        first = max((made[array] for array in _read(step) if array in made), default=0)
        place = next((n for n in range(first, len(groups)) if _shares(step) and _shares(groups[n][0])), len(groups))
        groups[place:] = groups[place:] or [[]]
        groups[place].append(step)
        made.update(dict.fromkeys(targets_of(step), place))
    return tuple(step for group in groups for step in group)


def _shares(step: Step) -> bool:
    return isinstance(step, Fold | Scatter) or (isinstance(step, Map) and step.at is None)


def _read(step: Step) -> set[str]:
    return {sub.array for tree in trees(step) for sub in subtrees(tree) if isinstance(sub, Read)}
