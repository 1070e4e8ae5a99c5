"""The softmax under another name: ``σ(z)_j = e^{z_j} / Σ_k e^{z_k}``, where σ is the sigmoid elsewhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Run, Script
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import ENTRIES


def spelled(stated: list[Stated]) -> list[Stated]:
    """Statements in which entries ``f(z)_j`` are entries of the softmax, if the writer says so in one of them.

    So is ``f(z_j)``, where nobody says that f is another function of its argument.
    """
    stated = [_entry_of(one) for one in stated]
    names = frozenset(found for one in stated if (found := _said(one)) is not None)
    if not names:
        return stated
    alone = names - {f for one in stated if (f := _otherwise(one)) is not None}

    def put(node: Node) -> Node:
        if not isinstance(node, Run):
            return tree.rebuild(node, put)
        items = [put(item) for item in node.items]
        for n, (f, entry) in enumerate(pairwise(node.items)):
            match f, entry:
                case Name(text), Script(Fence("(", whole) as fence, Name(), None) if text in names:
                    items[n] = Name("softmax", font="word", span=f.span)
                    if isinstance(whole, Name) and "vec" in whole.accents:  # its entries are written without the arrow
                        items[n + 1] = replace(entry, base=replace(fence, inside=_bare(whole)))
                case Name(text), Fence("(", Script(Name() as z, Name(of) as j, None)) if (
                    text in alone and of in ENTRIES
                ):
                    items[n] = Name("softmax", font="word", span=f.span)
                    items[n + 1] = Script(replace(entry, inside=z), j, span=entry.span)
        return replace(node, items=tuple(items))

    return [mapped(one, put) for one in stated]


def _entry_of(one: Stated) -> Stated:
    """``softmax(z_i) = e^{z_i} / Σ_j e^{z_j}`` as ``softmax(z)_i``: what is meant is one entry of the whole."""
    match one.left:
        case Run((Name() as f, Fence("(", Script(Name() as z, Name() as i, None) as entry, ")") as fence)):
            if _fraction(one.right, entry, i):
                whole = Script(replace(fence, inside=z), i, span=fence.span)
                left = Run((Name("softmax", font="word", span=f.span), whole), span=one.left.span)
                return replace(one, left=left, head=left if one.head == one.left else one.head)
    return one


def _said(one: Stated) -> str | None:
    """The f of ``f(z)_j = e^{z_j} / Σ_k e^{z_k}``, or of ``a_j = f(z_j) = …``."""
    if one.relation != "=":
        return None
    match one.before if one.link and one.before is not None else one.left:
        case Run((Name(f), Script(Fence("(", Name() as z), Name() as j, None))):
            return f if any(_fraction(one.right, Script(name, j), j) for name in (z, _bare(z))) else None
        case Run((Name(f), Fence("(", Script(Name(), Name() as j, None) as entry))):
            return f if _fraction(one.right, entry, j) else None
    return None


def _bare(name: Name) -> Name:
    """The z of the entries ``z_j`` of 𝐳, and of z with an arrow."""
    return replace(name, accents=tuple(a for a in name.accents if a != "vec"), font="")


def _otherwise(one: Stated) -> str | None:
    """The f of ``f(x) = 1 / (1 + e^{-x})``: a function of its argument that is no softmax."""
    match one.left:
        case Run((Name(f), Fence("(", argument))) if one.link == 0 and one.relation == "=" and _said(one) is None:
            letters = {n for n in tree.walk(argument) if isinstance(n, Name)}
            return f if any(n in letters for n in tree.walk(one.right)) else None
    return None


def _fraction(node: Node, entry: Script, letter: Name) -> bool:
    """``e^{z_j} / Σ_k e^{z_k}``."""
    match node:
        case Fraction(top, Big("∑", lower=under) as below):
            k = under.operands[0] if isinstance(under, Infix) else under
            return isinstance(k, Name) and below.body == _exchanged(top, letter, k) and _exponential(top, entry)
    return False


def _exchanged(node: Node, letter: Name, other: Name) -> Node:
    return other if node == letter else tree.rebuild(node, lambda n: _exchanged(n, letter, other))


def _exponential(node: Node, entry: Script) -> bool:
    """``e^{z_j}``, also less what all of them lose: ``exp(z_j - max z)``."""
    match node:
        case Script(Name("e"), None, power) | Run((Name("exp"), Fence("(", power))):
            less = (
                isinstance(power, Infix) and power.operators == ("-",) and entry.sub not in tree.walk(power.operands[1])
            )
            return power == entry or (isinstance(power, Infix) and less and power.operands[0] == entry)
    return False
