r"""Slopes that are sums over steps: ``\nabla_b L = \sum_t (∂h_t/∂b)^T \nabla_{h_t} L``. There ∂h_t/∂b is that of step t alone, with
the states before it held fixed."""

from __future__ import annotations

from collections.abc import Iterable

from papergrad.notation import tree
from papergrad.notation.tree import Big, Name, Node
from papergrad.phrasebook import gradient, sums
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated

TIME = frozenset("tτk")


def summed(stated: Iterable[Stated], scope: Scope) -> frozenset[str]:
    """The variables by which the text gives a slope as a sum over steps of slopes at each."""
    found: set[str] = set()
    for one in stated:
        asked = gradient.read(one.head)
        if asked is not None and any(map(_over_steps, tree.walk(one.right))):
            found |= frozenset().union(*map(scope.keys_in, asked.wrt))
    return frozenset(found)


def _over_steps(node: Node) -> bool:
    whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
    letters = {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()
    return whole is not None and bool(letters & TIME) and any(map(gradient.read, tree.walk(whole.body)))
