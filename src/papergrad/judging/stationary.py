"""Equations that say where a slope is zero: ``X^T X w = X^T y`` beside ``∇_w J = 2 X^T (X w - y)``, whatever words lead there."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.judging.updates import direction_of
from papergrad.notation import unicode
from papergrad.notation.tree import Blank, Fence, Infix, Node, Numeral
from papergrad.phrasebook import gradient
from papergrad.reading.understood import Read


def where_slope_is_zero(one: Read) -> str:
    """In words, the slope that is zero where an equation holds: its sides differ by a multiple of that; empty if there is none."""
    scope, stated = one.scope, one.stated
    if scope is None or one.kind != "equality" or stated.relation != "=" or isinstance(stated.left, Blank):
        return ""
    slope = any(gradient.read(side) is not None for side in (stated.head, stated.left, stated.right))
    if slope or (stated.link and stated.right == Numeral("0")):
        return ""  # that a slope is zero is what is said there, and not what follows
    spoken = scope.keys_in(stated.left) | scope.keys_in(stated.right)
    for of, by in _slopes(one):
        if not scope.keys_in(by) <= spoken:
            continue
        left = () if stated.left == Numeral("0") else (Fence("(", stated.left, ")"),)
        sides = (*left, Fence("(", stated.right, ")"))
        moved = Infix((by, *sides), ("+", "-")[-len(sides) :])
        if direction_of(one, scope, by, of, moved) is not None:
            return f"the derivative of {unicode.write(of)} by {unicode.write(by)} is zero"
    return ""


def _slopes(one: Read) -> Iterator[tuple[Node, Node]]:
    """What was derived before an equation under its heading, and by what: the last first."""
    assert one.scope is not None
    before = [s for group in one.scope.told for s in group if s.span.start < one.span.start]
    met: list[tuple[Node, Node]] = []
    for stated in reversed(before):
        asked = gradient.read(stated.head)
        if asked is not None and asked.of is not None and asked.order == 1 and len(asked.wrt) == 1:
            pair = asked.of, asked.wrt[0]
            if pair not in met:
                met.append(pair)
                yield pair
