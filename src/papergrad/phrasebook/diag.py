r"""A vector as a diagonal matrix (and the diagonal of a matrix as a vector).

In real papers: "$\frac{\partial h}{\partial z} = \mathrm{diag}(h \circ (1-h))$", "$\operatorname{Diag}(p) - pp^\top$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Node
from papergrad.phrasebook.trees import call, called
from papergrad.records import dataclass

NAMES = ("diag", "Diag", "diagonal")


@dataclass(frozen=True)
class Diagonal:
    of: Node


def read(node: Node) -> Diagonal | None:
    of = called(node, NAMES)
    return None if of is None else Diagonal(of)


def write(parts: Diagonal, style: Style) -> Node:
    return call("diag", parts.of)
