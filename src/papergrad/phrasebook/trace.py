r"""The trace.

In real papers: "$\mathrm{tr}(X^\top A X)$", "Tr$[AB]$", "trace(A'*B)".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Node
from papergrad.phrasebook.trees import call, called
from papergrad.records import dataclass

NAMES = ("tr", "Tr", "TR", "trace", "Trace")


@dataclass(frozen=True)
class Trace:
    of: Node


def read(node: Node) -> Trace | None:
    of = called(node, NAMES)
    return None if of is None else Trace(of)


def write(parts: Trace, style: Style) -> Node:
    return call("tr", parts.of)
