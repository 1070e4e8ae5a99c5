r"""The inverse of a matrix (or the reciprocal of a number: reading decides).

In real papers: "$(X^\top X)^{-1}X^\top y$", "$\Sigma^{-1}$", "inv(A)*b".
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Node, Numeral, Prefix, Script
from papergrad.phrasebook.trees import atomic, bare, called, fenced
from papergrad.records import dataclass

NAMES = ("inv", "Inv", "inverse", "pinv")


@dataclass(frozen=True)
class Inverse:
    of: Node


def read(node: Node) -> Inverse | None:
    match node:
        case Script(base, sub, Prefix("-", Numeral("1")), primes):
            return Inverse(bare(base) if sub is None and not primes else replace(node, sup=None))
    of = called(node, NAMES)
    return None if of is None else Inverse(of)


def write(parts: Inverse, style: Style) -> Node:
    power = Prefix("-", Numeral("1"))
    match parts.of:
        case Script(base, sub, None, primes) if sub is not None or primes:
            return Script(base, sub, power, primes)
        case Script() as of:
            return Script(fenced(of), sup=power)
        case of:
            return Script(of if atomic(of) and not isinstance(of, Fence) else fenced(of), sup=power)
