r"""Kronecker's delta.

In real papers: "$\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)$". Whether a δ with two subscripts is this one or
an error signal is for reading to decide.
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Name, Node, Run, Script
from papergrad.records import dataclass


@dataclass(frozen=True)
class Kronecker:
    one: Node
    other: Node


def read(node: Node) -> Kronecker | None:
    match node:
        case Script(Name("δ", accents=()), Run((one, other)) | Infix((one, other), (",",)), None, 0):
            return Kronecker(one, other)
    return None


def write(parts: Kronecker, style: Style) -> Node:
    short = all(isinstance(part, Name) and len(part.text) == 1 for part in (parts.one, parts.other))
    pair = (parts.one, parts.other)
    return Script(Name("δ"), Run(pair) if short else Infix(pair, (",",)))
