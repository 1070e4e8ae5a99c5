r"""Norms.

In real papers: "$\frac{\lambda}{2}\|W\|_F^2$", "$||h_1 - h_2||_2$", "$|W|_F$". Single bars without a subscript are an absolute
value, a norm, a determinant or a count: reading decides.
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Script
from papergrad.phrasebook.trees import named
from papergrad.records import dataclass
from papergrad.remembered import remembered

DOUBLE = {"‖", "||"}
WHICH = {"2": Numeral("2"), "1": Numeral("1"), "F": Name("F"), "inf": Name("∞")}


@dataclass(frozen=True)
class Norm:
    """``which`` is a key of ``WHICH``, or None where the writer says nothing; ``power`` as written."""

    of: Node
    which: str | None = None
    power: Node | None = None


@remembered(Node)
def read(node: Node) -> Norm | None:
    match node:
        case Fence(open, inside, close) if open in DOUBLE and close in DOUBLE:
            return Norm(inside)
        case Script(Fence(open, inside, close), sub, power, 0) if open == close and (
            open in DOUBLE or (open == "|" and sub is not None)
        ):
            which = _which(sub)
            return None if sub is not None and which is None else Norm(inside, which, power)
        case Script(Script() as base, None, Node() as power, 0):  # {‖x‖_2}^2
            found = read(base)
            return Norm(found.of, found.which, power) if found is not None and found.power is None else None
    return None


def _which(sub: Node | None) -> str | None:
    match sub:
        case Infix((Numeral("2"), Numeral("2")), (",",)):
            return "2"
        case Numeral("1" | "2" as text):
            return text
        case _ if named(sub, ("F", "Fro", "fro", "ℱ")):
            return "F"
        case _ if named(sub, ("∞", "inf", "max")):
            return "inf"
    return None


def write(parts: Norm, style: Style) -> Node:
    bars = Fence("‖", parts.of, "‖")
    if parts.which is None and parts.power is None:
        return bars
    return Script(bars, WHICH[parts.which] if parts.which else None, parts.power)
