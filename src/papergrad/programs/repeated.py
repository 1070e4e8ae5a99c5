"""Steps that compute what is there already: equal but for the names of their axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from papergrad.algebra.sizes import Size
from papergrad.programs.program import Axis, Contract, Fold, Loop, Map, Program, Read, Step


def without_repeats(program: Program) -> Program:
    """The same program; what was computed before is read where it is. Every output keeps an array of its own."""
    names: dict[str, str] = {}
    steps = _once(program.steps, {}, names, frozenset(o.read.array for o in program.outputs))
    outputs = tuple(replace(o, read=_renamed(o.read, names)) for o in program.outputs)
    return replace(program, steps=steps, outputs=outputs)


def _once(steps: Sequence[Step], known: dict[Any, str], names: dict[str, str], own: frozenset[str]) -> tuple[Step, ...]:
    """The steps that are no repeats; ``known`` has those before, ``names`` gets the arrays to read for those left out."""
    kept: list[Step] = []
    for step in steps:
        step = _renamed(step, names) if names else step
        if isinstance(step, Loop):
            # what is computed in a loop is known there only, and outside changes nothing in it
            step = replace(step, steps=_once(step.steps, dict(known), names, own))
        elif isinstance(step, Fold | Contract) or (isinstance(step, Map) and step.at is None):
            bound = (*step.axes, *(() if isinstance(step, Map) else step.over))
            key = _form(replace(step, target=""), {axis: place for place, axis in enumerate(bound)})
            if key in known and step.target not in own:
                names[step.target] = known[key]
                continue
            known.setdefault(key, step.target)
        kept.append(step)
    return tuple(kept)


def _form(thing: Any, numbers: dict[Axis, int]) -> Any:
    """A step with numbers in the place of the names of its own axes."""
    if isinstance(thing, Axis):
        return numbers.get(thing, thing.name), thing.size
    if isinstance(thing, tuple):
        return tuple(_form(part, numbers) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, Size):
        return type(thing), *(_form(getattr(thing, f.name), numbers) for f in fields(thing))
    return thing


def _renamed(thing: Any, names: dict[str, str]) -> Any:
    """A step that reads arrays under other names."""
    if isinstance(thing, Read):
        return replace(thing, array=names.get(thing.array, thing.array), at=_renamed(thing.at, names))
    if isinstance(thing, tuple):
        return tuple(_renamed(part, names) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, Axis | Size):
        return replace(thing, **{f.name: _renamed(getattr(thing, f.name), names) for f in fields(thing)})  # type: ignore[type-var]
    return thing
