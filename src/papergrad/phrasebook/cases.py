r"""Definitions by cases.

In real papers: "$\mathrm{ReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Branches, Infix, Node, Run, Words
from papergrad.phrasebook.trees import beside
from papergrad.records import dataclass

ELSE = ("otherwise", "else", "elsewhere", "other", "others", "sonst", "o.w.", "ow")
NOISE = ("if", "for", "when", "where", "wenn", "falls", "and", ",", "")


@dataclass(frozen=True)
class ByCases:
    """Values with their conditions; ``otherwise`` is None where the writer leaves none."""

    branches: tuple[tuple[Node, Node], ...]  # (value, condition)
    otherwise: Node | None = None


def read(node: Node) -> ByCases | None:
    if not isinstance(node, Branches):
        return None
    branches: list[tuple[Node, Node]] = []
    otherwise: Node | None = None
    for value, condition in node.branches:
        said = None if condition is None else _condition(condition)
        if said is None:
            otherwise = _value(value)
        else:
            branches.append((_value(value), said))
    return ByCases(tuple(branches), otherwise)


def _value(node: Node) -> Node:
    """A value without the comma some writers put after it."""
    if (
        isinstance(node, Infix)
        and node.operators[-1] == ","
        and len(node.operands) == 2
        and isinstance(node.operands[1], Words)
    ):
        return node.operands[0]
    return node


def _condition(node: Node) -> Node | None:
    """What a branch asks for, without words such as "if"; None for "otherwise"."""
    match node:
        case Words(text):
            return None if text.strip(" ,.").lower() in (*ELSE, *NOISE) else node
        case Run(parts):
            kept = tuple(p for p in parts if not (isinstance(p, Words) and p.text.strip(" ,.").lower() in NOISE))
            if any(isinstance(p, Words) and p.text.strip(" ,.").lower() in ELSE for p in kept):
                return None
            return beside(*kept) if kept else None
        case Infix((first, *rest), operators):  # "if z" may sit in the left operand of "z > 0"
            said = _condition(first) if isinstance(first, Run) else first
            return node if said is first or said is None else Infix((said, *rest), operators)
    return None if getattr(node, "text", "") in ELSE else node


def write(parts: ByCases, style: Style) -> Node:
    rows: list[tuple[Node, Node | None]] = [
        (value, beside(Words("if "), condition)) for value, condition in parts.branches
    ]
    if parts.otherwise is not None:
        rows.append((parts.otherwise, Words("otherwise")))
    return Branches(tuple(rows))
