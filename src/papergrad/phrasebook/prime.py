r"""Primes: the derivative of a function, or a part of a name.

In real papers: "$\sigma'(z) = \sigma(z)(1-\sigma(z))$", "$\sigma(x)'$", "$f''(x)$", but also "$u_{j'}$" and "$y'$" for another y.
Reading decides by whether the name is a function.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Node, Numeral, Postfix, Run, Script
from papergrad.phrasebook.trees import bare, beside, fenced
from papergrad.records import dataclass


@dataclass(frozen=True)
class Prime:
    """``function`` differentiated ``times`` times, at ``argument`` (None: the function itself)."""

    function: Node
    times: int = 1
    argument: Node | None = None


def read(node: Node) -> Prime | None:
    match node:
        case Script(_, _, None | Numeral(), times) if times:
            return Prime(_without(node), times)
        case Run((Script(_, _, None, times) as head, Fence() as argument)) if times:
            return Prime(_without(head), times, bare(argument))
        case Run((function, Script(Fence() as argument, None, None, times))) if times:
            return Prime(function, times, bare(argument))
        case Run((function, Postfix(Fence() as argument, "'"))):
            return Prime(function, 1, bare(argument))
    return None


def _without(node: Script) -> Node:
    return node.base if node.sub is None and node.sup is None else replace(node, primes=0)


def write(parts: Prime, style: Style) -> Node:
    function = parts.function
    head = (
        replace(function, primes=parts.times) if isinstance(function, Script) else Script(function, primes=parts.times)
    )
    return head if parts.argument is None else beside(head, fenced(parts.argument))
