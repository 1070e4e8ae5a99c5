r"""The class that a sample has, where only its loss says so: ``-\sum_i y_i \log \hat y_i = -\log \hat y_k`` takes y for the unit
vector of k."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Name, Node, Prefix, Run, Script
from papergrad.phrasebook import sums
from papergrad.phrasebook.trees import bare, items
from papergrad.reading import declarations
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import Written, apart
from papergrad.reading.understood import Read

LOGARITHMS = ("log", "ln")


def find(scope: Scope, reads: list[Read]) -> None:
    """Take y for a unit vector in a part where a step of a chain does, and nothing else says what y is."""
    said = scope.own | {one.key for one in reads if one.role == "declares"}
    for one in reads:
        before = one.stated.before
        chosen = _log(one.stated.right) if one.role == "claims" and one.stated.relation == "=" else None
        if chosen is None or before is None or isinstance(before, Blank) or len(chosen.slots) != 1:
            continue
        at = chosen.slots[0].item
        target = next((y for y, q in _weighed(before) if q == chosen.base), None)
        if target is None or not isinstance(at, Name) or len(at.text) != 1 or scope.position(at.text) is not None:
            continue
        if target in said or scope.known(target) or scope.function(target) is not None:
            continue
        scope.own.add(target)
        declarations.declare_one_hot(scope, target, Script(Name("e"), sub=at))
        one.supposed = (f"{target} is one-hot, with its 1 at {at.text}",)


def _log(node: Node) -> Written | None:
    """The ŷ_k of ``-log ŷ_k``."""
    inside = node.operand if isinstance(node, Prefix) and node.sign == "-" else node
    match bare(inside):
        case Run((Name(text), argument)) if text in LOGARITHMS:
            return apart(bare(argument))
    return None


def _weighed(node: Node) -> list[tuple[str, str]]:
    """The y and the ŷ of every ``Σ_i y_i log ŷ_i``."""
    found = []
    for big in tree.walk(node):
        whole = sums.read(big) if isinstance(big, Big) and big.sign == "∑" else None
        if whole is None or len(whole.ranges) != 1 or whole.conditions:
            continue
        first, *rest = (item for item in items(bare(whole.body)) if item not in (Name("·"),))
        weight, inside = apart(first), _log(Run(tuple(rest))) if len(rest) == 2 else None
        runs = [[s.item for s in w.slots] == [whole.ranges[0].index] for w in (weight, inside) if w is not None]
        if weight is not None and inside is not None and all(runs):
            found.append((weight.base, inside.base))
    return found
