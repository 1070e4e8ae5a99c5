"""Definitions from right to left: ``X W + B = Y`` says what Y is, where later lines derive it, or derive by it.

Not so ``A x = b``: of a b that nothing is derived by, this is an equation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Blank, Node
from papergrad.phrasebook import functions, gradient
from papergrad.reading.definitions import function_head
from papergrad.reading.parts import appearance, appearances
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart


def turned(stated: list[Stated]) -> list[Stated]:
    """The statements with such definitions turned round."""
    found = dict(_candidates(stated))
    if not found:
        return stated
    wanted = {look for one in stated for look in _derived(one)}
    for n in sorted(found, reverse=True):  # what a later one is made of is wanted, too
        if appearance(stated[n].right) in wanted:
            wanted |= appearances(stated[n].left)
        else:
            del found[n]
    return [
        replace(one, left=one.right, right=one.left, head=one.right) if n in found else one
        for n, one in enumerate(stated)
    ]


def _candidates(stated: list[Stated]) -> Iterator[tuple[int, str]]:
    """Single equations that say last what was never spoken of before, and what nothing else says anything about."""
    said = [appearance(one.left) for one in stated if apart(one.left) is not None]
    met: set[str] = set()
    for n, one in enumerate(stated):
        look = appearance(one.right)
        alone = one.link == 0 and (n + 1 == len(stated) or stated[n + 1].link == 0)
        if one.relation == "=" and alone and look and look not in met and look not in said and _made(one, look):
            yield n, look
        met |= appearances(one.left) | appearances(one.right)


def _made(one: Stated, look: str) -> bool:
    """Whether the left side is an expression that something can be computed by."""
    written, left = apart(one.right), appearances(one.left)
    whole = written is not None and written.power is None and not written.primes and not written.transposed
    plain = apart(one.left) is None and not isinstance(one.left, Blank) and not _called(one.left)
    return whole and plain and bool(left) and look not in left and not any(map(gradient.read, tree.walk(one.left)))


def _called(left: Node) -> bool:
    """Whether the left side is ``f(x)`` of a writer's function, which such a line defines: not so ``σ(z)``."""
    head = left.items[0] if isinstance(left, tree.Run) and function_head(left) is not None else None
    return head is not None and not (isinstance(head, tree.Name) and head.text in functions.SPELLED)


def _derived(one: Stated) -> Iterator[str]:
    """What a statement derives, and derives by."""
    for side in (one.left, one.right):
        for node in tree.walk(side):
            found = gradient.read(node)
            for part in (found.of, *found.wrt) if found is not None else ():
                if part is not None:
                    yield appearance(part)
