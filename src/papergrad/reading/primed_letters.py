"""Letters with a prime that sums run over: the k' of ``Σ_{k'} e^{z_{k'}}`` is a letter like any other."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Big, Infix, Name, Node, Script
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import letter

UNUSED = "klmnjpqrstuvwighoabcxyz"  # in the order in which they are taken


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with a letter of its own, that nobody uses, for every letter with a prime that some sum runs over."""
    nodes = [node for one in stated for side in (one.left, one.right) for node in tree.walk(side)]
    primed = {bare for node in nodes if isinstance(node, Big) for bare in _run_over(node)}
    if not primed:
        return stated
    taken = {node.text for node in nodes if isinstance(node, Name)}
    free = [text for text in UNUSED if text not in taken]
    by_name = sorted(primed, key=lambda node: (str(node.base), node.primes))
    letters: dict[Node, str] = dict(zip(by_name, free, strict=False))

    def put(node: Node) -> Node:
        bare = _bare(node)
        if bare in letters:
            return Name(letters[bare], span=node.span)
        return tree.rebuild(node, put)

    return [mapped(one, put) for one in stated]


def _run_over(node: Big) -> list[Script]:
    """The letters with primes below the sign of a sum: of ``k' = 1``, ``k'``, ``i', j'``."""
    lower = node.lower
    named = lower.operands if isinstance(lower, Infix) and lower.operators[0] in ("=", ",", "∈", "≠") else (lower,)
    return [bare for part in named if part is not None and (bare := _bare(part)) is not None]


def _bare(node: Node) -> Script | None:
    """A letter with primes and nothing else, without its place; None for anything else."""
    match node:
        case Script(base, None, None, primes) if primes and isinstance(base, Name) and letter(base) is not None:
            return node
    return None
