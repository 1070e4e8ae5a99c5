r"""Sums and their kin, with every way to say what they run over.

In real papers: "$\sum_{i=1}^N$", "$\sum_{j \neq i}$", "$\sum_{-m \le j \le m, j \ne 0}$", "$\sum_{w \in V}$", "$\prod_{t=1}^{T}$",
"$\sum_{i,j}$", "$\sum_{(u,i) \in K}$", "$\max_j a_j$".
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Script
from papergrad.phrasebook.trees import listed, sequence
from papergrad.records import dataclass
from papergrad.remembered import remembered

UNEQUAL, WITHIN, UP_TO = {"≠", "!="}, {"∈"}, {"≤", "<=", "⩽"}


@dataclass(frozen=True)
class Range:
    """What one index runs over: from ``first`` to ``last`` (both included), or all of ``among``, but for ``excluded``."""

    index: Node
    first: Node | None = None
    last: Node | None = None
    among: Node | None = None
    excluded: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Total:
    """``sign`` of ``body`` over ranges; ``conditions`` are what else stands below the sign (``i < j``)."""

    sign: str
    ranges: tuple[Range, ...]
    body: Node
    conditions: tuple[Node, ...] = ()


@remembered(Node)
def read(node: Node) -> Total | None:
    if not isinstance(node, Big):
        return None
    ranges: list[Range] = []
    conditions: list[Node] = []
    dots = False
    for part in sequence(node.lower) if node.lower is not None else ():
        if isinstance(part, Name) and part.text in ("…", "⋯"):  # i = 1, …, n
            dots = True
        elif dots and ranges:
            ranges[-1], dots = replace(ranges[-1], last=part), False
        else:
            _below(part, ranges, conditions)
    if node.upper is not None:
        ranges = _up_to(ranges, node.upper)
    return Total(node.sign, tuple(ranges), node.body, tuple(conditions))


def _below(part: Node, ranges: list[Range], conditions: list[Node]) -> None:
    """One part of what stands below the sign, sorted in."""
    match part:
        case Fence("(", pair) | Infix((Fence("(", pair), _), ("∈",)) if all(_is_letter(x) for x in sequence(pair)):
            ranges.extend(
                map(Range, sequence(pair))
            )  # over pairs: those that a set leaves out are left out on both sides
        case Infix((of, such), (":" | "∣",)):
            _below(of, ranges, conditions)
            match such:
                case Infix((_, _), (sign,)) if sign in UNEQUAL:  # i : i ≠ k
                    _below(such, ranges, conditions)
                case Infix((Fence("("), _), ("∈",)):  # i : (u, i) ∈ K
                    pass
                case _:
                    conditions.append(such)
        case Infix((index, first), ("=" | ":=",)):
            ranges.append(Range(index, first=first))
        case Infix((index, other), (sign,)) if sign in UNEQUAL:
            known = [at for at, found in enumerate(ranges) if found.index == index]
            if known:
                ranges[known[0]] = replace(ranges[known[0]], excluded=(*ranges[known[0]].excluded, other))
            else:
                ranges.append(Range(index, excluded=(other,)))
        case Infix((things, among), (sign,)) if sign in WITHIN and (index := _index_of(things)) is not None:
            ranges.append(Range(index, among=among))
        case Infix((index, among), (sign,)) if sign in WITHIN:
            ranges.append(Range(index, among=among))
        case Infix((first, index, last), (one, two)) if one in UP_TO and two in UP_TO:
            ranges.append(Range(index, first=first, last=last))
        case Infix((first, index, last, other), (one, two, three)) if {one, two} <= UP_TO and three in UNEQUAL:
            ranges.append(Range(index, first=first, last=last, excluded=(other,)))
        case Infix((index, first, other), ("=", sign)) if sign in UNEQUAL:  # i = 1 ≠ k
            ranges.append(Range(index, first=first, excluded=(other,)))
        case Name() | Script():
            ranges.append(Range(part))
        case _:
            conditions.append(part)


def _index_of(things: Node) -> Name | None:
    """The i of ``x_i ∈ M`` and of ``(x_i, y_i) ∈ D``: the sum is over those i of which it is so."""
    parts = sequence(things.inside) if isinstance(things, Fence) and things.open == "(" else (things,)
    below = {part.sub if isinstance(part, Script) and part.sup is None and not part.primes else None for part in parts}
    letters = [letter for letter in below if isinstance(letter, Name) and len(letter.text) == 1]
    return letters[0] if len(letters) == len(below) == 1 else None


def _is_letter(node: Node) -> bool:
    return isinstance(node, Name) and len(node.text) == 1


def _up_to(ranges: list[Range], upper: Node) -> list[Range]:
    """The upper limit goes to every range that waits for one; ``i, j = 1`` below shares its first place too."""
    shared = next((found.first for found in ranges if found.first is not None and found.last is None), None)
    done = []
    for found in ranges:
        if found.last is None and found.among is None:
            found = replace(found, first=found.first if found.first is not None else shared, last=upper)
        done.append(found)
    return done


def write(parts: Total, style: Style) -> Node:
    ranges = parts.ranges
    alone = len(ranges) == 1 and ranges[0].last is not None
    upper = ranges[0].last if alone and ranges[0].among is None else None
    below = [node for found in ranges for node in _written(found, upper is not None)] + list(parts.conditions)
    return Big(parts.sign, listed(tuple(below)) if below else None, upper, parts.body)


def _written(found: Range, with_upper: bool) -> list[Node]:
    index = found.index
    unequal: list[Node] = [Infix((index, other), ("≠",)) for other in found.excluded]
    if found.among is not None:
        return [Infix((index, found.among), ("∈",)), *unequal]
    if found.last is not None and not with_upper:
        if found.first is None:
            raise ValueError("a range that ends must begin")
        return [Infix((found.first, index, found.last), ("≤", "≤")), *unequal]
    if found.first is not None:
        return [Infix((index, found.first), ("=",)), *unequal]
    return unequal or [index]
