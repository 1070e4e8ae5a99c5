r"""``\Delta w`` as one symbol, the change of w: so it is wherever a document has no Δ of its own."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Run, Script
from papergrad.reading.primes import with_mark
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart

INCREMENT = "Δ"  # the mark of a name that stands for a change


def joined(stated: list[Stated]) -> list[Stated]:
    """The statements with every such change as one symbol."""
    sides = [side for one in stated for side in (one.left, one.right)]
    met = sum(isinstance(n, Name) and n.text == "Δ" for side in sides for n in tree.walk(side))
    before = sum(1 for side in sides for _ in _changes(side))
    return [mapped(one, with_changes) for one in stated] if met and met == before else stated


def spelled(node: Node) -> Node:
    """An expression with its changes as their writer spells them."""
    match node:
        case Name(accents=(*_, "Δ")) | Script(Name(accents=(*_, "Δ"))):
            return Run((Name("Δ"), tree.rebuild(_bare(node), spelled)), span=node.span)
    return tree.rebuild(node, spelled)


def change_of(node: Node) -> Node | None:
    """The w of ``Δw``; None for what is no change."""
    match node:
        case Name(accents=(*_, "Δ")) | Script(Name(accents=(*_, "Δ"))):
            return _bare(node)
    return None


def _changes(node: Node) -> Iterator[Run]:
    """The places where Δ stands right before a symbol."""
    for run in tree.walk(node):
        for at, item in enumerate(run.items[:-1] if isinstance(run, Run) else ()):
            if item == Name("Δ") and apart(run.items[at + 1]) is not None:
                yield run


def with_changes(node: Node) -> Node:
    """An expression with every Δ that stands before a symbol as a mark of it."""
    match node:
        case Run(items):
            out: list[Node] = []
            for item in items:
                if out and out[-1] == Name("Δ") and apart(item) is not None:
                    out[-1] = with_mark(item, INCREMENT)
                else:
                    out.append(with_changes(item))
            return out[0] if len(out) == 1 else Run(tuple(out), span=node.span)
    return tree.rebuild(node, with_changes)


def _bare(node: Node) -> Node:
    match node:
        case Name(accents=(*accents, "Δ")):
            return Name(node.text, tuple(accents), node.font, span=node.span)
        case Script(base, sub, sup, primes):
            return Script(_bare(base), sub, sup, primes, span=node.span)
    return node
