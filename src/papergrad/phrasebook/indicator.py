r"""A condition as a number, 1 where it holds and 0 elsewhere.

In real papers: "$\mathbb{1}\{y^{(i)} = k\}$", "$1[z > 0]$", "$\mathbf{1}_{z>0}$", "$[z > 0]$", "$\mathbb{I}(x \ge 0)$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run, Script
from papergrad.records import dataclass
from papergrad.remembered import remembered

RELATIONS = frozenset({"=", "≠", "<", ">", "≤", "≥", "∈", "≡", "==", "!=", "<=", ">="})
SIGNS = ("1", "I", "𝟙", "𝕀", "χ")


@dataclass(frozen=True)
class Iverson:
    """``condition`` is a comparison."""

    condition: Node


@remembered(Node)
def read(node: Node) -> Iverson | None:
    match node:
        case Fence("[" | "⟦", Infix() as condition, "]" | "⟧") if compares(condition):
            return Iverson(condition)
        case Run((sign, Fence("(" | "[" | "{", Infix() as condition, ")" | "]" | "}"))) if _one(sign) and compares(
            condition
        ):
            return Iverson(condition)
        case Script(sign, sub, None, 0) if sub is not None and _one(sign):
            inside = sub.inside if isinstance(sub, Fence) else sub
            return Iverson(inside) if isinstance(inside, Infix) and compares(inside) else None
    return None


def _one(sign: Node) -> bool:
    return (isinstance(sign, Numeral) and sign.text == "1") or (isinstance(sign, Name) and sign.text in SIGNS)


def compares(node: Infix) -> bool:
    """``z > 0``, ``y = k``."""
    return set(node.operators) <= RELATIONS


def write(parts: Iverson, style: Style) -> Node:
    return Run((Name("1", font="bb"), Fence("[", parts.condition, "]")))
