r"""Derivatives by the inverse of a matrix: ``\frac{\partial ℓ}{\partial Σ^{-1}}``, as where the Gaussian likelihood is maximized.

Nothing has to be said anew in Σ^{-1} for that: with G = ∂f/∂A, the derivative by A^{-1} is ``-A^T G A^T``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import minus, mul, total
from papergrad.notation.tree import Node, Numeral, Prefix, Script
from papergrad.reading.symbols import apart
from papergrad.reading.values import ShapeMismatch, Value, running

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


def inverted(node: Node) -> Node | None:
    """The A of ``A^{-1}``, if that is a symbol."""
    match node:
        case Script(base, sub, Prefix("-", Numeral("1")), 0) if apart(node) is not None:
            return base if sub is None else Script(base, sub, span=node.span)
    return None


def by_inverse(reader: Reader, slope: Value, whole: Value) -> Value:
    """The derivative of a number by the inverse of ``whole``, from its derivative by that."""
    sizes = reader.scope.sizes
    if slope.top or slope.order != 2 or whole.order != 2:
        raise ShapeMismatch("the derivative by an inverse is taken of a number, by a matrix")
    k, m = slope.axes
    p, q = running(sizes, m.size), running(sizes, k.size)
    body = total((k, m), mul(whole.named((k, p)), slope.body, whole.named((q, m))))
    return replace(slope, body=minus(body), axes=(p, q), wrt=f"{slope.wrt}^-1")
