r"""Evaluation bars: a value at a place, or a partial with the earlier states held fixed.

In real papers: "$\left.\frac{\partial J^{(t)}}{\partial U}\right|_{(t)}$ treats $h^{(t-1)}$ as a constant", "$f(x)|_{x=0}$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Node, Script
from papergrad.records import dataclass


@dataclass(frozen=True)
class Evaluation:
    of: Node
    at: Node


def read(node: Node) -> Evaluation | None:
    match node:
        case Script(Fence("." | "(" | "[", inside, "|"), Node() as at, None, 0):
            return Evaluation(inside, at)
    return None


def write(parts: Evaluation, style: Style) -> Node:
    return Script(Fence(".", parts.of, "|"), parts.at)
