"""An overall loss and that of one sample by one letter: ``J(θ) = (1/m) Σ_i J(θ; x_i, y_i)``, ``E(T, Y) = Σ_i E(t_i, y_i)``.

Where the text says what both are, they are two functions, told apart by their arguments; the overall one gets a name of its own.
Where it says only what they come to, the sum in between defines nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Name, Node, Run, Script
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import COUNTERS, apart

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
    named = {call for one in stated if (call := _of_single_ones(one)) is not None}
    bare = {one.left.base for one in stated if isinstance(one.left, Script) and _counts(one.left.sub)}
    named = {call for call in named if call[0] in bare or not _of_more(*call, stated)}
    several |= named
    single = {head: None if head in bare else fence for head, fence in named}
    return [mapped(one, lambda node: _put(node, several, single)) for one in stated] if several else stated


def _of_single_ones(one: Stated) -> Call | None:
    """The ``f(w)`` that is said to be a sum of ``f_i(w)``."""
    whole = _called(one.left)
    if whole is None or one.relation not in EQUAL or one.link:
        return None
    sums = (node for node in tree.walk(one.right) if isinstance(node, Big) and node.sign == "∑")
    terms = ((head, fence) for big in sums for head, fence in _pairs(big.body) if isinstance(head, Script))
    single = any(head.base == whole[0] and _counts(head.sub) and fence == whole[1] for head, fence in terms)
    return whole if single else None


def _of_more(head: Name, fence: Fence, stated: list[Stated]) -> bool:
    """Whether f_i is derived by what ``f(w)`` is not called with: by the a_j of a network, of which nobody says how f_i is made."""
    held = {written.base for part in sequence(fence.inside) if (written := apart(part)) is not None}
    nodes = (node for one in stated for side in (one.left, one.right) for node in tree.walk(side))
    derived = (found for node in nodes if (found := gradient.read(node)) is not None and _is_single(found.of, {head}))
    return any((written := apart(by)) is not None and written.base not in held for found in derived for by in found.wrt)


def _counts(below: Node | None) -> bool:
    return isinstance(below, Name) and below.text in COUNTERS and not below.accents


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
    return ((head, fence) for head, fence in _pairs(root) if isinstance(head, Name))


def _pairs(root: Node) -> Iterator[tuple[Node, Fence]]:
    """What stands right before a bracket."""
    for node in tree.walk(root):
        for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
            if isinstance(fence, Fence) and fence.open == "(":
                yield head, fence


def _put(node: Node, several: set[Call], single: Mapping[Name, Fence | None]) -> Node:
    """An expression with the names of overall losses; ``single``: those without a bracket, and what those of one sample, f_i, are
    called with where they have none."""
    match node:
        case Name() if node in single:
            return _overall(node)
        case Script(Name() as head, sub) if head in single:
            fence = single[head] if _counts(sub) else None
            return node if fence is None else Run((node, fence), span=node.span)
        case Run(items):
            called = [isinstance(after, Fence) for after in (*items[1:], None)]
            put = [
                _overall(item)
                if items[k : k + 2] in several
                else item
                if called[k] and _is_single(item, single)
                else _put(item, several, single)
                for k, item in enumerate(items)
            ]
            return node if all(a is b for a, b in zip(put, items, strict=True)) else beside(*put)
    return tree.rebuild(node, lambda part: _put(part, several, single))


def _is_single(node: Node | None, single: Container[Node]) -> bool:
    return isinstance(node, Script) and node.base in single


def _overall(head: Node) -> Node:
    return Script(head, Name("overall", font="word"), span=head.span)
