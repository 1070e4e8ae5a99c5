r"""The transpose as statisticians write it: ``X'X``, ``(y - Xβ)'(y - Xβ)``, ``x_i'β``.

A prime is a derivative or a part of a name elsewhere. It is the transpose in a document where a matrix with a prime stands
in front of a factor, and no symbol with a prime stands alone, as the b' of ``W'h + b'`` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook.trees import items
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart


def turned(stated: list[Stated]) -> list[Stated]:
    """The statements with ``^T`` for such a prime."""
    sides = [side for one in stated for side in (one.left, one.right)]
    primed = [found for side in sides for found in _primed(side)]
    called = {
        node.items[k] for side in sides for node in tree.walk(side) if isinstance(node, Run) for k in _calls(node)
    }
    matrices = [(base, before) for base, before in primed if _of_matrices(base) and base not in called]
    others = [before for base, before in primed if not _of_matrices(base) and not isinstance(before, Fence)]
    named = any(_prime(one.left) is not None for one in stated)
    if named or None in others or not any(before is not None for _, before in matrices):
        return stated
    return [mapped(one, lambda node: _turned(node, called)) for one in stated]


def _prime(node: Node) -> Node | None:
    """What stands before a single prime."""
    match node:
        case Script(base, sub, sup, 1):
            return base if sub is None and sup is None else Script(base, sub, sup, span=base.span)
    return None


def _primed(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Everything with a prime, and the factor behind it."""
    runs = {id(item) for node in tree.walk(root) if isinstance(node, Run) for item in node.items}
    for node in tree.walk(root):
        for item, after in zip(items(node), (*items(node)[1:], None), strict=True):
            base = _prime(item)
            if base is not None and (isinstance(node, Run) or id(node) not in runs):
                yield base, after


def _calls(run: Run) -> list[int]:
    """The places of symbols with a bracket of symbols behind them: ``F(x)``."""
    pairs = zip(run.items, run.items[1:], strict=False)
    return [
        k for k, (_, b) in enumerate(pairs) if isinstance(b, Fence) and b.open == "(" and apart(b.inside) is not None
    ]


def _of_matrices(node: Node) -> bool:
    """A capital, or a bracket with one in it."""
    inside = node.inside if isinstance(node, Fence) else node
    if not isinstance(node, Fence) and apart(node) is None:
        return False
    names = [part for part in tree.walk(inside) if isinstance(part, Name)]
    return any(
        len(name.text) == 1 and name.text.isupper() for name in (names if isinstance(node, Fence) else names[:1])
    )


def _turned(node: Node, called: set[Node]) -> Node:
    if isinstance(node, Run):
        after = (*node.items[1:], None)
        return Run(tuple(_item(a, b, called) for a, b in zip(node.items, after, strict=True)), span=node.span)
    return _item(node, None, called)


def _item(node: Node, after: Node | None, called: set[Node]) -> Node:
    base = _prime(node)
    if base is not None and base not in called and (_of_matrices(base) or not isinstance(after, Fence)):
        within = tree.rebuild(base, lambda part: _turned(part, called))
        closed = (
            within
            if isinstance(within, (Name, Fence)) or getattr(within, "sup", None) is None
            else Fence("(", within, ")")
        )
        match closed:
            case Script(inner, sub, None, 0):
                return Script(inner, sub, Name("T"), span=node.span)
        return Script(closed, None, Name("T"), span=node.span)
    return tree.rebuild(node, lambda part: _turned(part, called))
