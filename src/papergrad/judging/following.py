"""What follows from a condition holds under it: ``w·x + b = 0 ⇒ …``, where nothing says when the first is so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from papergrad.judging.verdict import HOLDS, Finding
from papergrad.reading.understood import Read

WHY = "this follows from what stands before it, of which is not known when it holds"


def following(findings: Sequence[Finding], reads: Sequence[Read]) -> list[Finding]:
    """The findings, with equalities that fail left open where they follow (``⇒``) from what is no truth of its own."""
    found = list(findings)
    for before, here in pairwise(range(len(found))):
        one = reads[here]
        if (
            one.stated.follows
            and found[here].bad
            and one.kind == "equality"
            and not _settled(found[before], reads[before])
        ):
            found[here] = found[here].opened(WHY)
    return found


def _settled(found: Finding, one: Read) -> bool:
    """Whether a statement is true as it stands, or true by definition."""
    if one.role == "sets":  # h = 1 of what is computed says where, and x = 2 what x is
        return one.scope is not None and one.key not in one.scope.everything
    return found.verdict in HOLDS or one.role in ("defines", "declares")
