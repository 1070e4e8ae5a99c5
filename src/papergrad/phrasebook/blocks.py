r"""Kronecker's product: a matrix of blocks.

In real papers: "$\mathrm{vec}(AXB) = (B^\top \otimes A)\,\mathrm{vec}(X)$". Elsewhere the sign is an outer product, or an
entrywise one (``products.MEANINGS``): reading decides.
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Node
from papergrad.records import dataclass


@dataclass(frozen=True)
class Blocks:
    factors: tuple[Node, ...]


def read(node: Node) -> Blocks | None:
    match node:
        case Infix(operands, operators) if set(operators) == {"⊗"}:
            return Blocks(operands)
    return None


def write(parts: Blocks, style: Style) -> Node:
    return Infix(parts.factors, ("⊗",) * (len(parts.factors) - 1))
