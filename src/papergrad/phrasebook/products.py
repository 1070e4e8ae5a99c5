r"""The signs of products, which mean something else in every paper.

In real papers: "$\delta_1 = \delta_2 U^T \odot h \odot (1-h)$", "(yhat - y) .* x", "$W * x$" for a product, a convolution or an
entrywise one, "$a \otimes b$" for an outer product. ``MEANINGS`` lists what a sign can mean, likeliest first.
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Node
from papergrad.records import dataclass

MEANINGS: dict[str, tuple[str, ...]] = {
    "⊙": ("hadamard",),
    ".*": ("hadamard",),
    "∘": ("hadamard", "compose", "matrix"),
    "·": ("matrix", "hadamard", "inner"),
    "*": ("matrix", "hadamard", "convolution"),
    "×": ("matrix", "hadamard", "outer", "inner"),
    "⊗": ("kronecker", "outer", "hadamard"),
    "./": ("divide",),
    "⊘": ("divide",),
    "/": ("divide",),
    "÷": ("divide",),
}
ENTRYWISE = frozenset({"⊙", ".*", "∘"})


@dataclass(frozen=True)
class Hadamard:
    """Factors multiplied entry by entry."""

    factors: tuple[Node, ...]


def read(node: Node) -> Hadamard | None:
    match node:
        case Infix(operands, operators) if set(operators) <= ENTRYWISE:
            return Hadamard(operands)
    return None


def write(parts: Hadamard, style: Style) -> Node:
    sign = style.hadamard if style.hadamard in MEANINGS else "⊙"
    return Infix(parts.factors, (sign,) * (len(parts.factors) - 1))
