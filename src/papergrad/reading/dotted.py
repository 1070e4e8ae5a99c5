"""Dots: ``a_1 + … + a_n`` and matrices of which only the corners are written, told by their pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Infix, Name, Node, Numeral, Run, Script
from papergrad.records import dataclass

MARKS = ("…", "⋯")
ROW, COLUMN = "ı", "ȷ"  # letters that no writer uses
LETTERS = "jiklnpqrs"
CORNERS = (Numeral("11"), Numeral("00"))  # how the places of a first entry are written together


@dataclass(frozen=True)
class Pattern:
    """The entry of a matrix at (ı, ȷ), and how far each letter runs; None for one that does not."""

    entry: Node
    down: Node | None
    across: Node | None
    high: bool  # more than one row is written


def is_dots(node: Node) -> bool:
    return isinstance(node, Name) and node.text in MARKS


def has_dots(rows: Sequence[Sequence[Node]]) -> bool:
    return any(is_dots(c) for row in rows for c in row)


def pattern(rows: Sequence[Sequence[Node]]) -> Pattern | None:
    """What the corners of a matrix with dots show; None if they show no pattern, or if there are too few."""
    full = [row for row in rows if not all(is_dots(c) for c in row)]
    if len(full) < 2 and (not full or len(full[0]) < 3):
        return None
    first, last = full[0], full[-1]
    across = generic(first[0], first[-1], COLUMN) if len(first) > 1 else (first[0], None)
    down = generic(first[0], last[0], ROW) if len(full) > 1 else (first[0], None)
    if across is None or down is None:
        return None
    if len(full) == 1:
        return Pattern(across[0], None, across[1], False)
    whole = generic(across[0], last[-1] if len(first) > 1 else last[0], ROW, fixed=COLUMN)
    return Pattern(whole[0], down[1], across[1], True) if whole is not None else None


def generic(one: Node, other: Node, name: str, fixed: str = "") -> tuple[Node, Node | None] | None:
    """Two entries of a pattern made into one: 1 here and n there becomes ``name``. With what stands for the end."""
    if one == other or (fixed and isinstance(one, Name) and one.text == fixed):
        return one, None
    if one in CORNERS and isinstance(other, Numeral) and len(other.text) > 1:
        one, other = _pair(one), _pair(other)
    if one == Numeral("1") or (isinstance(one, Numeral) and isinstance(other, (Name, Numeral))):
        return Name(name), other
    one, other = _digits(one, other), _digits(other, one)
    if type(one) is not type(other):
        return None
    a, b = tree.children(one), tree.children(other)
    if len(a) != len(b):
        return None
    merged = [generic(x, y, name, fixed) for x, y in zip(a, b, strict=True)]
    if any(m is None for m in merged):
        return None
    ends = [m[1] for m in merged if m is not None and m[1] is not None]
    replaced = iter([m[0] for m in merged if m is not None])
    return tree.rebuild(one, lambda _: next(replaced)), ends[0] if ends else None


def _pair(glued: Node) -> Node:
    """``11`` in the corner of a matrix is 1, 1, and so ``12`` is 1, 2."""
    assert isinstance(glued, Numeral)
    return Run((replace(glued, text=glued.text[:1]), replace(glued, text=glued.text[1:])), span=glued.span)


def _digits(one: Node, other: Node) -> Node:
    """``i11`` beside ``i1k``: the digits are two scripts."""
    items = one.items if isinstance(one, Run) else (one,)
    wide = len(other.items) if isinstance(other, Run) else 1
    glued = [i for i in items if isinstance(i, Numeral) and len(i.text) == 2 and i.text.isdigit()]
    if len(glued) != 1 or len(items) + 1 != wide:
        return one
    apart = [[replace(i, text=c) for c in i.text] if i is glued[0] and isinstance(i, Numeral) else [i] for i in items]
    return Run(tuple(part for parts in apart for part in parts), span=one.span)


def summed(node: Node) -> Node:
    """The same expression with every ``a_1 + … + a_n`` as a sum over an index."""
    node = tree.rebuild(node, summed)
    match node:
        case Infix((first, *between, dots, last), operators) if (
            set(operators) == {"+"} and is_dots(dots) and len(between) < 2
        ):
            used = {n.text for n in tree.walk(node) if isinstance(n, Name)}
            letter = next((c for c in LETTERS if c not in used), None)
            found = generic(first, last, letter) if letter is not None else None
            if (
                letter is None
                or found is None
                or found[1] is None
                or (between and generic(first, between[0], letter) != (found[0], Numeral("2")))
            ):
                return node
            lower = Infix((Name(letter), Numeral("1")), ("=",))
            return Big("∑", lower, found[1], found[0], span=node.span)
    return node


def annotated(node: Script) -> bool:
    """A literal matrix with a script below: its number of rows or columns."""
    return isinstance(node.base, tree.Matrix) and node.sub is not None and node.sup is None and not node.primes
