r"""Gradients under a short name: ``dW``, ``\mathrm{d}W``, ``\bar W``, ``\delta W``, ``\Delta W``, ``\nabla W``.

In real notebooks: "$dZ^{[2]} = A^{[2]} - Y$, $dW^{[2]} = \frac1m dZ^{[2]} A^{[1]T}$"; in lecture notes "$\bar w = \bar z x$".
Whether such a name is a gradient or a symbol of its own is for reading to decide: this is a candidate.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Name, Node, Run, Script
from papergrad.records import dataclass

KINDS = ("d", "δ", "Δ", "∇", "bar")


@dataclass(frozen=True)
class Differential:
    """``kind`` is one of ``KINDS``; ``inner`` is what the gradient would be taken by."""

    kind: str
    inner: Node


def read(node: Node) -> Differential | None:
    match node:
        case Run((Name(text=("d" | "δ" | "Δ" | "∇") as kind, accents=()), (Name() | Script()) as inner)):
            return Differential(kind, inner)
        case Name(text=text, accents=(*rest, "bar")):
            return Differential("bar", Name(text, tuple(rest), node.font))
        case Name(text=text, font="word") if len(text) > 1 and text[0] == "d" and (text[1].isupper() or len(text) < 4):
            return Differential("d", Name(text[1:], node.accents, "word" if len(text) > 2 else ""))
        case Script(base):
            found = read(base)
            return None if found is None else Differential(found.kind, replace(node, base=found.inner))
    return None


def write(parts: Differential, style: Style) -> Node:
    if parts.kind != "bar":
        return Run((Name(parts.kind), parts.inner))
    match parts.inner:
        case Name() as name:
            return replace(name, accents=(*name.accents, "bar"))
        case Script(base):
            return replace(parts.inner, base=write(Differential("bar", base), style))
    raise ValueError("only a name takes a bar")
