"""The softmax under another name: ``σ(z)_j = e^{z_j} / Σ_k e^{z_k}``, where σ is the sigmoid elsewhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Run, Script
from papergrad.reading.statements import Stated


def spelled(group: list[Stated]) -> list[Stated]:
    """Statements in which entries ``f(z)_j`` are entries of the softmax, if the writer says so in one of them."""
    group = [_entry_of(one) for one in group]
    names = {found for one in group if one.link == 0 and one.relation == "=" and (found := _said(one)) is not None}
    if not names:
        return group

    def put(node: Node) -> Node:
        if not isinstance(node, Run):
            return tree.rebuild(node, put)
        items = [put(item) for item in node.items]
        for n, (f, entry) in enumerate(pairwise(node.items)):
            match f, entry:
                case Name(text), Script(Fence("("), Name(), None) if text in names:
                    items[n] = Name("softmax", font="word", span=f.span)
        return replace(node, items=tuple(items))

    return [replace(one, left=put(one.left), right=put(one.right), head=put(one.head)) for one in group]


def _entry_of(one: Stated) -> Stated:
    """``softmax(z_i) = e^{z_i} / Σ_j e^{z_j}`` as ``softmax(z)_i``: what is meant is one entry of the whole."""
    match one.left, one.right:
        case Run((Name() as f, Fence("(", Script(Name() as z, Name() as i, None) as entry, ")") as fence)), Fraction(
            top, Big("∑", lower=under) as below
        ):
            j = under.operands[0] if isinstance(under, Infix) else under
            if isinstance(j, Name) and below.body == _exchanged(top, i, j) and _exponential(top, entry):
                whole = Script(replace(fence, inside=z), i, span=fence.span)
                left = Run((Name("softmax", font="word", span=f.span), whole), span=one.left.span)
                return replace(one, left=left, head=left if one.head == one.left else one.head)
    return one


def _said(one: Stated) -> str | None:
    """The f of ``f(z)_j = e^{z_j} / Σ_k e^{z_k}``."""
    match one.left, one.right:
        case Run((Name(f), Script(Fence("(", Name() as z), Name() as j, None))), Fraction(
            top, Big("∑", lower=under) as below
        ):
            k = under.operands[0] if isinstance(under, Infix) else under
            if isinstance(k, Name) and below.body == _exchanged(top, j, k) and _exponential(top, Script(z, j)):
                return f
    return None


def _exchanged(node: Node, letter: Name, other: Name) -> Node:
    return other if node == letter else tree.rebuild(node, lambda n: _exchanged(n, letter, other))


def _exponential(node: Node, entry: Script) -> bool:
    match node:
        case Script(Name("e"), None, power):
            return power == entry
        case Run((Name("exp"), Fence("(", inside))):
            return inside == entry
    return False
