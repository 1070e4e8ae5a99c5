"""How much was done so far, by count: limits of work are then the same on every machine, however fast.

What counts is what a document can make happen without end: tensors that are evaluated, what derivatives go through, and formulas
that are read again while a mistake is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from papergrad.source import LimitError

_done = [0]
_end = [float("inf")]  # where work stops


def spend() -> None:
    """To be called for every such piece of work. Raises LimitError where that is more than is allowed (see ``at_most``)."""
    _done[0] += 1
    if _done[0] > _end[0]:
        raise LimitError("this takes more work than it is given", code="PG905")


@contextmanager
def at_most(pieces: int) -> Iterator[None]:
    """So much work is allowed within, and no more."""
    before = _end[0]
    _end[0] = min(before, _done[0] + pieces)
    try:
        yield
    finally:
        _end[0] = before


def spent() -> int:
    """The pieces of work that this process did."""
    return _done[0]
