r"""Letters that are raised as labels: the gates of ``a^f_t = W^f z_t + b^f``, ``a^i_t = …``, ``a^o_t = …``.

Nobody defines two powers of one symbol. Where a text says what is called a^f and what is called a^o, these letters are labels
wherever a symbol carries several of them, and they run over nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from papergrad.notation import tree
from papergrad.notation.tree import Big, Name, Node, Run, Script
from papergrad.phrasebook import sums, transpose
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import COUNTERS, LABEL, LETTERS, SCHEMATIC, exponential, plain

NOT_ALONE = COUNTERS | SCHEMATIC  # letters that are labels of gates only beside others


def labelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with labels for the raised letters of which several are defined on one symbol."""
    nodes = [n for one in stated for side in (one.left, one.right) for n in tree.walk(side)]
    gates = _gates(one.left for one in stated if one.relation in EQUAL and not one.link)
    gates -= {text for n in nodes if isinstance(n, Big) for text in _run_over(n)}
    if len(gates) < 2:
        return stated
    carried = _raised(nodes)
    symbols = frozenset(base for base, letters in carried.items() if len(letters & gates) > 1)
    return [mapped(one, lambda node: _put(node, symbols, gates)) for one in stated]


def _gates(defined: Iterable[Node]) -> frozenset[str]:
    """The letters of symbols that are defined under several, and not only under such as count."""
    return frozenset().union(*(x for x in _raised(defined).values() if len(x) > 1 and x - NOT_ALONE)) - SCHEMATIC


def _raised(nodes: Iterable[Node]) -> dict[str, set[str]]:
    """The symbols with the letters that are raised on them."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        if isinstance(node, Script) and isinstance(node.base, Name) and not exponential(node):
            upper = _upright(node.sup)
            if _is_letter(upper):
                found[plain(node.base)].add(upper.text)
    return found


def _upright(raised: Node | None) -> Node | None:
    """The f of ``W^{fT}``."""
    match raised:
        case Run((first, _)) if transpose.read(Script(Name("x"), sup=raised)) is not None:
            return first
    return raised


def _is_letter(node: Node | None) -> TypeGuard[Name]:
    return isinstance(node, Name) and node.text in LETTERS and not node.accents


def _run_over(node: Big) -> Iterator[str]:
    whole = sums.read(node)
    for one in whole.ranges if whole is not None else ():
        if isinstance(one.index, Name):
            yield one.index.text


def _put(node: Node, symbols: frozenset[str], gates: frozenset[str]) -> Node:
    match node:
        case Script(Name() as base, _, Node() as sup) if plain(base) in symbols and not exponential(node):
            upper = _upright(sup)
            if _is_letter(upper) and upper.text in gates:
                label = replace(upper, font=LABEL)
                turned = replace(sup, items=(label, *sup.items[1:])) if isinstance(sup, Run) else label
                return replace(node, sup=turned)
    return tree.rebuild(node, lambda part: _put(part, symbols, gates))
