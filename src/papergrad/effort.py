"""How much was done so far, by count: limits of work are then the same on every machine, however fast.

What counts is what a document can make happen without end: tensors that are evaluated, and formulas that are read again
while a mistake is looked for.
"""

from __future__ import annotations

_done = [0]


def spend() -> None:
    """To be called for every such piece of work."""
    _done[0] += 1


def spent() -> int:
    """The pieces of work that this process did."""
    return _done[0]
