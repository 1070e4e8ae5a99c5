"""The same program with its samples along the last axis of what it computes.

Where each sample has few entries (ten scores, five units), loops over entries are too short for the vector units of a processor;
loops over samples are not. Which is better depends on the lengths, so ``choosing`` finds it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any

from papergrad.algebra.sizes import Size
from papergrad.programs.names import Names
from papergrad.programs.program import (
    Axis,
    Contract,
    Determine,
    Fold,
    Invert,
    Map,
    Place,
    Program,
    Read,
    Scatter,
    State,
    parts_of,
    rebuilt,
)  # fmt: skip
from papergrad.records import dataclass


def turned(program: Program) -> Program | None:
    """The program with that axis last which most of its arrays have first. None where no array has one, or where matrices
    are inverted, which stand in the last two axes."""
    parts = list(parts_of(program.steps))
    heads = Counter(p.axes[0].size for p in parts if isinstance(p, Map | Fold | Contract) and len(p.axes) > 1)
    if not heads or any(isinstance(p, Invert | Determine) for p in parts):
        return None
    turn = _Turn(max(heads, key=lambda head: heads[head]))
    for p in parts:
        if isinstance(p, Fold | Contract | Scatter) or (isinstance(p, Map) and p.at is None):
            turn.order(p.target, [a.size for a in p.axes])
        elif isinstance(p, State):  # its first axis is the loop's
            turn.order(p.target, [a.size for a in p.axes], 1)
    copies = turn.copies(program, {r.array for p in parts if isinstance(p, Contract) for r in (p.left, p.right)})
    return replace(program, steps=(*copies, *turn.new(program.steps)), outputs=turn.new(program.outputs))


@dataclass
class _Turn:
    """Brings the axis of this ``size`` to the end. ``orders``: for each axis of an array, which one it was."""

    size: Size
    orders: dict[str, tuple[int, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of inputs that are copied

    def order(self, array: str, sizes: Sequence[Size], first: int = 0) -> bool:
        """Settle the order of an array; whether it changes."""
        found = [n for n, size in enumerate(sizes) if n >= first and size == self.size]
        if len(found) != 1 or found[0] == len(sizes) - 1:
            return False
        self.orders[array] = (*(n for n in range(len(sizes)) if n != found[0]), found[0])
        return True

    def copies(self, program: Program, multiplied: set[str]) -> list[Map]:
        """Inputs that stand in matrix products, turned once for all of them."""
        fresh, found = Names(word for word in parts_of(program) if isinstance(word, str)), []
        for i in program.inputs:
            if i.name in multiplied and self.order(i.name, i.shape):
                axes = tuple(Axis(fresh.new("a"), size) for size in i.shape)
                read = Read(i.name, tuple(Place(((a, 1),)) for a in axes))
                self.names[i.name] = fresh.new(f"{i.name}_turned")
                found.append(Map(self.names[i.name], self.put(i.name, axes), read))
        return found

    def put(self, array: str, axes: Sequence[Any]) -> tuple[Any, ...]:
        """What belongs to the axes of an array, in their new order; in a loop, without the first."""
        order = self.orders.get(array, tuple(range(len(axes))))
        gone = len(order) - len(axes)
        return tuple(axes[n - gone] for n in order if n >= gone)

    def new(self, thing: Any) -> Any:
        """A step, a tree, an output or a tuple of such, with all axes in their new order."""
        made = rebuilt(thing, self.new)
        match made:
            case Read(array, at):
                return replace(made, array=self.names.get(array, array), at=self.put(array, at))
            case Scatter(target, axes, _, parts):
                parts = tuple(replace(part, places=self.put(target, part.places)) for part in parts)
                return replace(made, axes=self.put(target, axes), parts=parts)
            case Map(target, axes) | Fold(target, axes) | Contract(target, axes) | State(target, axes):
                return replace(made, axes=self.put(target, axes))
        return made
