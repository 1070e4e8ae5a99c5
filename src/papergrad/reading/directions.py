r"""``f'(A)[H]`` and ``Df(A)[H]``, the derivative of f at A in the direction H, as ``\frac{d}{dt} f(A + t H)|_{t=0}``."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Fraction, Infix, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import evaluation
from papergrad.phrasebook.trees import beside
from papergrad.reading.increments import change_of
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart

STEPS = "tsετ"  # letters for how far one goes


def derived(stated: list[Stated]) -> list[Stated]:
    """The statements with every such derivative as that along a line."""
    sides = [side for one in stated for side in (one.left, one.right)]
    met = {n.text for side in sides for n in tree.walk(side) if isinstance(n, Name)}
    free = next((letter for letter in STEPS if letter not in met), None)
    return stated if free is None else [mapped(one, lambda node: _put(node, Name(free))) for one in stated]


def _put(node: Node, step: Name) -> Node:
    node = tree.rebuild(node, lambda part: _put(part, step))
    match node:
        case Run((Script(Name() as f, sub, None, 1), Fence("(", at, ")"), Fence("[", way, "]"), *rest)) if _plain(way):
            function = f if sub is None else Script(f, sub)
        case Run((Name("D"), Name() | Script() as function, Fence("(", at, ")"), Fence("[", way, "]"), *rest)):
            if not _plain(way):
                return node
        case _:
            return node
    line = Fence("(", Infix((at, beside(step, way)), ("+",)), ")")
    slope = beside(Fraction(Name("d"), beside(Name("d"), step)), function, line)
    start = Infix((step, Numeral("0")), ("=",))
    along = evaluation.write(evaluation.Evaluation(slope, start), Style())
    return replace(beside(along, *rest), span=node.span)


def _plain(way: Node) -> bool:
    """Whether a bracket holds a symbol, or its change: nobody writes a product with such a bracket."""
    return apart(way) is not None or change_of(way) is not None
