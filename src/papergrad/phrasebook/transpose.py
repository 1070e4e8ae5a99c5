r"""The transpose.

In real papers: "$W^T x$", "$X^\top(\hat y - y)$", "$W^{(2)T}\delta$", "$x^tAx$", and in MATLAB's hand "x'*A*x". A ``T`` may be the
last time step and a ``t`` any time step; reading decides from what the symbol is.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Node, Numeral, Postfix, Prefix, Run, Script
from papergrad.phrasebook.trees import atomic, bare, beside, fenced, items, named, sequence
from papergrad.records import dataclass
from papergrad.remembered import remembered

SIGNS = ("T", "⊤", "⊺", "t", "tr", "'")


@dataclass(frozen=True)
class Transpose:
    of: Node


@remembered(Node)
def read(node: Node) -> Transpose | None:
    match node:
        case Postfix(operand, "'"):
            return Transpose(_within(operand))
        case Script(base, sub, sup, primes) if sup is not None:
            *before, last = _parts(sup)
            if named(last, SIGNS):
                kept = beside(*before) if before else None
            elif isinstance(last, Prefix) and last.sign == "-" and named(last.operand, SIGNS) and not before:
                kept = Prefix("-", Numeral("1"))  # X^{-T}
            else:
                return None
            if sub is None and kept is None and not primes:
                return Transpose(_within(base))
            return Transpose(replace(node, sup=kept))
    return None


def _within(node: Node) -> Node:
    """What is transposed, without its brackets; those of a list belong to it."""
    return bare(node) if len(sequence(bare(node))) == 1 else node


def _parts(sup: Node) -> tuple[Node, ...]:
    return sup.operands if isinstance(sup, Infix) and set(sup.operators) == {","} else items(sup)


def write(parts: Transpose, style: Style) -> Node:
    of, sign = parts.of, style.transpose
    if named(sign, ("'",)):
        return Postfix(of if atomic(of) else fenced(of), "'")
    match of:
        case Script(base, sub, None, primes) if sub is not None or primes:
            return Script(base, sub, sign, primes)
        case Script(base, None, Prefix("-", Numeral("1")), 0):
            return Script(base, sup=Prefix("-", sign))
        case Script(_, _, Fence() as sup, _):
            return replace(of, sup=Run((sup, sign)))
        case Script() | Fence() | Postfix():
            return Script(of if isinstance(of, Script) else fenced(of), sup=sign)
        case _:
            return Script(of if atomic(of) and not isinstance(of, Fence) else fenced(of), sup=sign)
