r"""Primes behind a label, ``g^{[l]\prime}(Z^{[l]})`` and ``{g^{(l)}}'``: they belong to the letter, ``g'^{[l]}``."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Script
from papergrad.reading.statements import Stated, mapped


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with every prime at its letter, and none at a label in brackets."""
    return [mapped(one, _put) for one in stated]


def _put(node: Node) -> Node:
    match node:
        case Script(Name(), _, Script(Fence() as label, None, None, primes), 0) if primes:
            return replace(node, sup=label, primes=primes)
    return tree.rebuild(node, _put)
