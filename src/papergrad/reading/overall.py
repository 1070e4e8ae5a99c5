"""An overall loss and that of one sample by one letter: ``J(θ) = (1/m) Σ_i J(θ; x_i, y_i)``, ``E(T, Y) = Σ_i E(t_i, y_i)``.

Where the text says what both are, they are two functions, told apart by their arguments; the overall one gets a name of its own.
Where it says only what they come to, the sum in between defines nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Run, Script
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading.statements import EQUAL, Stated, mapped

Call = tuple[Name, Fence]


def told_apart(stated: list[Stated]) -> list[Stated]:
    """The statements with a name of its own for every overall loss, where that of one sample is defined as well."""
    defined = [call for one in stated if one.relation in EQUAL and not one.link and (call := _called(one.left))]
    several = {
        whole
        for one in stated
        if of_its_terms(one) and (whole := _called(one.left)) is not None
        for single in defined
        if single[0] == whole[0] and len(sequence(single[1].inside)) > len(sequence(whole[1].inside))
    }
    return [mapped(one, lambda node: _put(node, several)) for one in stated] if several else stated


def of_its_terms(one: Stated) -> bool:
    """Whether a function is said to be a sum of itself at other arguments."""
    whole = _called(one.left)
    if whole is None or one.relation not in EQUAL or one.link:
        return False
    sums = (node for node in tree.walk(one.right) if isinstance(node, Big) and node.sign == "∑")
    return any(head == whole[0] and fence != whole[1] for big in sums for head, fence in _calls(big.body))


def _called(node: Node) -> Call | None:
    match node:
        case Run((Name() as head, Fence("(") as fence)):
            return head, fence
    return None


def _calls(root: Node) -> Iterator[Call]:
    for node in tree.walk(root):
        for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
            if isinstance(head, Name) and isinstance(fence, Fence) and fence.open == "(":
                yield head, fence


def _put(node: Node, several: set[Call]) -> Node:
    if isinstance(node, Run):
        whole = {k for k, call in enumerate(pairwise(node.items)) if call in several}
        if whole:
            items = (_overall(item) if k in whole else item for k, item in enumerate(node.items))
            return beside(*(_put(item, set()) for item in items))
    return tree.rebuild(node, lambda part: _put(part, several))


def _overall(head: Node) -> Node:
    return Script(head, Name("overall", font="word"), span=head.span)
