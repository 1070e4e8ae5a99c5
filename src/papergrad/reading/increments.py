r"""``\Delta w`` as one symbol, the change of w: so it is wherever a document has no Δ of its own. A δ, which is a letter for
error signals, is such a sign where it stands in a direction, ``f'(A)[\delta A]``."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.reading.primes import with_mark
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import CHANGES, apart


def joined(stated: list[Stated]) -> list[Stated]:
    """The statements with every such change as one symbol."""
    for sign in CHANGES:
        sides = [side for one in stated for side in (one.left, one.right)]
        met = sum(isinstance(n, Name) and n.text == sign for side in sides for n in tree.walk(side))
        changes = [change for side in sides for change in _changes(side, sign)]
        if met and met == len(changes) and (sign != "δ" or _in_brackets(sides, changes)):
            stated = [mapped(one, lambda node, sign=sign: with_changes(node, sign)) for one in stated]  # type: ignore[misc]
    return stated


def _in_brackets(sides: list[Node], changes: list[Run]) -> bool:
    """Whether one of some changes stands alone in brackets."""
    fences = (n for side in sides for n in tree.walk(side) if isinstance(n, Fence) and n.open == "[")
    return any(fence.inside in changes for fence in fences)


def spelled(node: Node) -> Node:
    """An expression with its changes as their writer spells them."""
    match node:
        case Name(accents=(*_, "Δ" | "δ" as sign)) | Script(Name(accents=(*_, "Δ" | "δ" as sign))):
            return Run((Name(sign), tree.rebuild(_bare(node), spelled)), span=node.span)
    return tree.rebuild(node, spelled)


def change_of(node: Node) -> Node | None:
    """The w of ``Δw``; None for what is no change."""
    match node:
        case Name(accents=(*_, "Δ" | "δ")) | Script(Name(accents=(*_, "Δ" | "δ"))):
            return _bare(node)
    return None


def _changes(node: Node, sign: str) -> Iterator[Run]:
    """The places where Δ (or δ) stands right before a symbol."""
    for run in tree.walk(node):
        for at, item in enumerate(run.items[:-1] if isinstance(run, Run) else ()):
            if item == Name(sign) and apart(run.items[at + 1]) is not None:
                yield run


def with_changes(node: Node, sign: str = "Δ") -> Node:
    """An expression with every Δ (or δ) that stands before a symbol as a mark of it."""
    match node:
        case Run(items):
            out: list[Node] = []
            for item in items:
                if out and out[-1] == Name(sign) and apart(item) is not None:
                    out[-1] = with_mark(item, sign)
                else:
                    out.append(with_changes(item, sign))
            return out[0] if len(out) == 1 else Run(tuple(out), span=node.span)
    return tree.rebuild(node, lambda part: with_changes(part, sign))


def _bare(node: Node) -> Node:
    match node:
        case Name(accents=(*accents, "Δ" | "δ")):
            return Name(node.text, tuple(accents), node.font, span=node.span)
        case Script(base, sub, sup, primes):
            return Script(_bare(base), sub, sup, primes, span=node.span)
    return node
