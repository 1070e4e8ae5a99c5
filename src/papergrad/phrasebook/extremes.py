r"""The largest and the least value of a function of a number, and where it is taken.

In real papers: "$\max_x \sigma'(x) = 1/4$", "$\min_{w \in \mathbb{R}} f(w)$", "$\arg\max_z \sigma'(z) = 0$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Big, Infix, Name, Node, Script
from papergrad.records import dataclass
from papergrad.remembered import remembered

_SIGNS = {"max": (False, False), "sup": (False, False), "min": (True, False), "inf": (True, False)}
_SIGNS |= {"arg" + sign: (least, True) for sign, (least, _) in _SIGNS.items() if sign in ("max", "min")}


@dataclass(frozen=True)
class Extreme:
    """The largest (or ``least``) value of ``body`` over all numbers ``argument``; with ``place``, where it is taken."""

    body: Node
    argument: Node
    least: bool
    place: bool


@remembered(Node)
def read(node: Node) -> Extreme | None:
    match node:
        case Big(sign, lower, None, body) if sign in _SIGNS and lower is not None:
            match lower:
                case Name() | Script():
                    return Extreme(body, lower, *_SIGNS[sign])
                case Infix((argument, Name("R", font="bb") | Name("ℝ")), ("∈",)):
                    return Extreme(body, argument, *_SIGNS[sign])
    return None


def write(parts: Extreme, style: Style) -> Node:
    return Big(("arg" if parts.place else "") + ("min" if parts.least else "max"), parts.argument, None, parts.body)
