r"""A norm over all samples: ``\|h_θ(x) - y\|^2 = Σ_i (h_θ(x_i) - y_i)^2``, where x and y stand for all the x_i and y_i.

The sum says so itself. Without it, the h of one x would be taken for the same number beside every y_i.
"""

from __future__ import annotations

from collections import defaultdict

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import norm, sums
from papergrad.reading.statements import EQUAL, Stated, mapped

TWO = Numeral("2")


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the sum for every such norm, in the section where a chain says that they are the same."""
    chains: dict[int, list[Node]] = defaultdict(list)
    for one in stated:
        if one.relation in EQUAL:
            chains[one.chain] += [node for side in (one.left, one.right) for node in tree.walk(side)]
    same = {chain: found for chain, nodes in chains.items() if (found := _sums(nodes))}
    if not same:
        return stated
    known: dict[int, dict[Node, Big]] = defaultdict(dict)
    for one in stated:
        known[one.section] |= same.get(one.chain, {})
    return [mapped(one, lambda node, sums=known[one.section]: _put(node, sums)) for one in stated]  # type: ignore[misc]


def _sums(nodes: list[Node]) -> dict[Node, Big]:
    """The sums over samples in a chain, by what stands in their brackets for all of these."""
    normed = {found.of for node in nodes if (found := _square(node)) is not None and _calls(found.of)}
    pairs = [(inside, node) for node in nodes if isinstance(node, Big) and (inside := _inside(node)) is not None]
    return {inside: node for inside, node in pairs if inside in normed}


def _square(node: Node) -> norm.Norm | None:
    found = norm.read(node)
    return found if found is not None and found.power == TWO and found.which in (None, "2") else None


def _calls(node: Node) -> bool:
    """Whether a function is called with a symbol in it, ``h(x)``."""
    runs = (part for part in tree.walk(node) if isinstance(part, Run))
    return any(isinstance(item, Fence) and isinstance(item.inside, Name) for run in runs for item in run.items[1:])


def _inside(node: Big) -> Node | None:
    """What a sum of squares has in its brackets, without the letter that it runs over; None where it is another sum."""
    whole = sums.read(node) if node.sign == "∑" else None
    if whole is None or len(whole.ranges) != 1:
        return None
    match whole.body:
        case Script(Fence("(", Node() as inside, ")"), None, power, 0) if power == TWO:
            return _without(inside, whole.ranges[0].index)
    return None


def _without(node: Node, letter: Node) -> Node:
    match node:
        case Script(Name() as base, sub, None, 0) if sub == letter:
            return base
        case Script(Name() as base, None, Fence("(", inside, ")"), 0) if inside == letter:
            return base
    return tree.rebuild(node, lambda part: _without(part, letter))


def _put(node: Node, known: dict[Node, Big]) -> Node:
    found = _square(node) if known else None
    if found is not None and found.of in known:
        return known[found.of]
    return tree.rebuild(node, lambda part: _put(part, known)) if known else node
