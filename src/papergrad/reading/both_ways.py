"""What a section orders both ways, ``J' > 0`` in one item and ``J' < 0`` in another: each may name a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papergrad.reading.statements import Stated
from papergrad.reading.understood import Read

TURNED = {"<": ">≥≫", "≤": ">≥≫", "≪": ">≥≫", ">": "<≤≪", "≥": "<≤≪", "≫": "<≤≪"}


def note(reads: Iterable[Read]) -> None:
    """Note of each inequality by which sign the section orders the same two things the other way round."""
    sections: dict[int, list[Read]] = {}
    for one in reads:
        if one.role == "orders" and one.stated.relation in TURNED:
            sections.setdefault(one.stated.section, []).append(one)
    for ordered in sections.values():
        before = [one.stated for one in ordered]
        for one in ordered:
            if any(_turned(one.stated, other) for other in before):
                one.stated = replace(one.stated, turned=TURNED[one.stated.relation][0])


def _turned(one: Stated, other: Stated) -> bool:
    """Whether two inequalities order the same things, one the other way round than the other."""
    opposed = other.relation in TURNED[one.relation]
    sides = one.left, one.right
    return (other.left, other.right) == sides if opposed else (other.right, other.left) == sides
