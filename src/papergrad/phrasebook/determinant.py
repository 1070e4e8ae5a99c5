r"""The determinant.

In real papers: "$\log\det\Sigma$", "$\det(X)$", "$\begin{vmatrix}a&b\\c&d\end{vmatrix}$". A plain
``|A|`` may be a determinant, an absolute value or a size: reading decides.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Matrix, Node
from papergrad.phrasebook.trees import call, called
from papergrad.records import dataclass

NAMES = ("det", "Det", "determinant")


@dataclass(frozen=True)
class Determinant:
    of: Node


def read(node: Node) -> Determinant | None:
    if isinstance(node, Matrix) and node.kind == "vmatrix":
        return Determinant(replace(node, kind="bmatrix"))
    of = called(node, NAMES)
    return None if of is None else Determinant(of)


def write(parts: Determinant, style: Style) -> Node:
    return call("det", parts.of)
