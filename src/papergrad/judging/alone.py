"""The verdict on a claim that cannot be judged with what stands around it, and holds as it stands alone.

What holds for all functions and inputs holds for those of the text, whatever it says of them elsewhere. What fails on its own
is accused of nothing: the text around it may say what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from papergrad.algebra.nodes import ZERO
from papergrad.algebra.simplify import simplify
from papergrad.judging.verdict import HOLDS, Finding
from papergrad.phrasebook import gradient
from papergrad.reading.alone import alone
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

DECIDED = ("PG303", "PG304", "PG903", "PG904", "PG905", "PG907", "PG999")  # sides that differ, and too much work


def on_its_own(one: Read, found: Finding, judge: Callable[[Read], Finding]) -> Finding:
    """The verdict on a claim on its own, if it holds so; else what was found of it."""
    if found.code in DECIDED:
        return found
    try:
        held = _held(one, found, judge)
    except (PaperError, ShapeMismatch):  # it does not read as it stands alone
        return found
    return held or found


def _held(one: Read, found: Finding, judge: Callable[[Read], Finding]) -> Finding | None:
    for read in alone(one):
        read.tried = True  # why it does not hold is not asked
        held = judge(read)
        if held.verdict in HOLDS and not held.assumption and not _vanishing(read):
            if (words := _through(read)) and held.verdict == "right":
                held = replace(held, verdict="right-if", code="PG207", assumption=words)
            return replace(held, span=found.span, kind=found.kind, alone=found.code or "PG302")
    return None


def _vanishing(one: Read) -> bool:
    """Whether a side is zero as it was read, or says what something comes to: of what nobody defines here, every derivative is
    zero, and a number stands for what the text around it knows."""
    if one.kind == "equality" and of_numbers(one.stated.right):
        return True
    return any(side is not None and simplify(side.body) == ZERO for side in (one.left, one.right))


def _through(one: Read) -> str:
    """In words, what a chain of derivatives of unknown quantities takes for granted; empty where there are none."""
    assert one.scope is not None
    made_up, asked = one.scope.made_up(), gradient.read(one.stated.head)
    sides = [side.body for side in (one.left, one.right) if side is not None]
    if (
        asked is None
        or asked.of is None
        or not made_up & frozenset().union(*(reach(b, one.scope.everything) for b in sides))
    ):
        return ""
    of = ", ".join(sorted(one.scope.keys_in(asked.of)))
    by = ", ".join(sorted(key for wrt in asked.wrt for key in one.scope.keys_in(wrt)))
    return f"{of} depends on {by} only as is shown here"
