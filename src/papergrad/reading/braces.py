r"""Braces above and below a part of a formula, with what is written at them: ``\underbrace{W x}_{\text{the score}}``.

What stands at such a brace is said of the part, in words or as its shape or its name; it is no script of it. A part that is one thing
stands there as if it had no brace, others stand in brackets, so that nothing around binds more tightly than the brace does.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Accented, Fence, Fraction, Matrix, Name, Node, Numeral, Root, Script

BRACES = {"underbrace": "sub", "overbrace": "sup"}  # with the side that the label stands on
WHOLE = (Name, Script, Fence, Fraction, Numeral, Matrix, Root)  # what no neighbour takes a piece of


def unbraced(node: Node) -> Node:
    """An expression without its braces and what is written at them; a whole one is what stood inside."""
    while isinstance(found := _opened(node), Accented):
        node = found.inside
    return _rebuilt(node)


def _opened(node: Node) -> Node | None:
    """The brace of a node, where its label is the only script."""
    match node:
        case Script(Accented(accent) as brace, sub, sup, 0) if accent in BRACES:
            kept = sup if BRACES[accent] == "sub" else sub
            return brace if kept is None else None
        case Accented(accent) if accent in BRACES:
            return node
    return None


def _rebuilt(node: Node) -> Node:
    brace = _opened(node)
    if isinstance(brace, Accented):
        inside = _rebuilt(brace.inside)
        return inside if isinstance(inside, WHOLE) else Fence("(", inside, ")", span=node.span)
    match node:
        case Script(Accented(accent) as brace, sub, sup, primes) if accent in BRACES:
            below, above = (None, sup) if BRACES[accent] == "sub" else (sub, None)
            return Script(_rebuilt(brace), below, above, primes, span=node.span)
    return tree.rebuild(node, _rebuilt)
