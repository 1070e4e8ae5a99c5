"""Dots: ``a_1 + … + a_n`` and matrices of which only the corners are written, told by their pattern."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Infix, Name, Node, Numeral, Run, Script
from papergrad.records import dataclass

MARKS = ("…", "⋯")
ROW, COLUMN = "ı", "ȷ"  # letters that no writer uses
LETTERS = "jiklnpqrs"
CORNERS = (Numeral("11"), Numeral("00"))  # how the places of a first entry are written together


@dataclass(frozen=True)
class Pattern:
    """The entry of a matrix at (ı, ȷ), and how far each letter runs; None for one that does not. Where it is ``diagonal``, the
    entry is that at (ı, ı), and the others are 0."""

    entry: Node
    down: Node | None
    across: Node | None
    high: bool  # more than one row is written
    diagonal: bool = False


def is_dots(node: Node) -> bool:
    return isinstance(node, Name) and node.text in MARKS


def has_dots(rows: Sequence[Sequence[Node]]) -> bool:
    return any(is_dots(c) for row in rows for c in row)


def pattern(rows: Sequence[Sequence[Node]]) -> Pattern | None:
    """What the corners of a matrix with dots show; None if they show no pattern, or if there are too few."""
    full = [row for row in rows if not all(is_dots(c) for c in row)]
    if len(full) < 2 and (not full or len(full[0]) < 3):
        return None
    if (found := _diagonal(rows)) is not None:
        return found
    first, last = full[0], full[-1]
    across = generic(first[0], first[-1], COLUMN) if len(first) > 1 else (first[0], None)
    down = generic(first[0], last[0], ROW) if len(full) > 1 else (first[0], None)
    if across is None or down is None:
        return None
    if len(full) == 1:
        found = Pattern(across[0], None, across[1], False)
    elif (whole := generic(across[0], last[-1] if len(first) > 1 else last[0], ROW, fixed=COLUMN)) is not None:
        found = Pattern(whole[0], down[1], across[1], True)
    else:
        return None
    alone = (
        found.down is None
        and found.across is None
        and any(c != found.entry and not is_dots(c) for row in full for c in row)
    )
    return None if alone else found  # 0 … 0 1 0 … 0: where the 1 stands is not said


def _diagonal(rows: Sequence[Sequence[Node]]) -> Pattern | None:
    """Something on the diagonal, from one end to the other, and zeros or nothing besides."""
    square = len(rows) > 1 and len({len(rows), *map(len, rows)}) == 1
    if not square or is_dots(rows[0][0]) or is_dots(rows[-1][-1]):
        return None
    beside = [c for r, row in enumerate(rows) for k, c in enumerate(row) if r != k and not is_dots(c)]
    if not beside or any(c != Numeral("0") and not isinstance(c, Blank) for c in beside) or rows[0][0] == Numeral("0"):
        return None
    whole = generic(rows[0][0], rows[-1][-1], ROW) if rows[0][0] != rows[-1][-1] else (rows[0][0], None)
    return Pattern(whole[0], whole[1], whole[1], True, diagonal=True) if whole is not None else None


def listed(cells: Sequence[Node]) -> Pattern | None:
    """What ``a_1, a_2, …, a_n`` on a diagonal show."""
    whole = generic(cells[0], cells[-1], ROW)
    return Pattern(whole[0], whole[1], whole[1], True, diagonal=True) if whole is not None else None


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
    if len(a) != len(b) or _hung(one) != _hung(other):
        return None
    merged = [generic(x, y, name, fixed) for x, y in zip(a, b, strict=True)]
    if any(m is None for m in merged):
        return None
    ends = [m[1] for m in merged if m is not None and m[1] is not None]
    made, same = (_filled(node, [m[0] for m in merged if m is not None]) for node in (one, other))
    return (made, ends[0] if ends else None) if made == same else None  # other letters or signs are of no pattern


def _filled(node: Node, parts: list[Node]) -> Node:
    left = iter(parts)
    return tree.rebuild(node, lambda _: next(left))


def _hung(node: Node) -> tuple[bool, bool] | None:
    """Whether something hangs below a symbol, and above it: ``w_2`` and ``w^m`` are of no pattern."""
    return (node.sub is None, node.sup is None) if isinstance(node, Script) else None


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
    """The same expression with every ``a_1 + … + a_n`` as a sum over an index, other terms around it or not."""
    node = tree.rebuild(node, summed)
    match node:
        case Infix(operands, operators) if set(operators) <= {"+", "-"} and any(map(is_dots, operands)):
            used = {n.text for n in tree.walk(node) if isinstance(n, Name)}
            letter = next((c for c in LETTERS if c not in used), None)
            return _with_series(operands, operators, letter, node) if letter is not None else node
    return node


def _with_series(terms: tuple[Node, ...], signs: tuple[str, ...], letter: str, node: Node) -> Node:
    """A sum of terms with dots among them; as it stands where they show no pattern."""
    dots, *further = [k for k, term in enumerate(terms) if is_dots(term)]
    for last, first in itertools.product((k + 1 for k in (*reversed(further), dots)), (dots - 2, dots - 1)):
        if first < 0 or last == len(terms) or {*signs[max(first - 1, 0) : last]} != {"+"}:
            continue  # two terms before the dots show it better than one
        middle = tuple(term for term in terms[dots + 1 : last] if not is_dots(term))
        if (series := _series(terms[first], terms[first + 1 : dots], middle, terms[last], letter)) is not None:
            rest, between = (*terms[:first], series, *terms[last + 1 :]), (*signs[:first], *signs[last:])
            if not between:
                return replace(series, span=node.span)
            whole: Node = Infix(rest, between, span=node.span)
            if any(map(is_dots, rest)):  # other series
                whole, one = _with_series(rest, between, letter, whole), whole
                if whole is one:
                    continue
            return whole
    return node


def _series(first: Node, between: tuple[Node, ...], middle: tuple[Node, ...], last: Node, letter: str) -> Big | None:
    """``Σ_j a_j`` for its first, perhaps its second, perhaps some general, and its last term; None where they are not of one
    pattern."""
    found = generic(first, last, letter)
    if found is None or found[1] is None:
        return None
    start = _start(first, found[0], letter)
    if start is None or any(generic(first, term, letter) != (found[0], Numeral(str(start + 1))) for term in between):
        return None
    if any((general := generic(first, term, letter)) is None or general[0] != found[0] for term in middle):
        return None
    return Big("∑", Infix((Name(letter), Numeral(str(start))), ("=",)), found[1], found[0], span=first.span | last.span)


def _start(first: Node, entry: Node, letter: str) -> int | None:
    """The number in the first term that a letter stands for in all of them; 1 where digits were written together."""
    here, there = list(tree.walk(first)), list(tree.walk(entry))
    if len(here) != len(there):
        return 1
    numbers = {n.text for n, put in zip(here, there, strict=True) if put == Name(letter) and isinstance(n, Numeral)}
    return int(numbers.pop()) if len(numbers) == 1 and all(map(str.isdigit, numbers)) else None


def annotated(node: Script) -> bool:
    """A literal matrix with a script below: its number of rows or columns."""
    return isinstance(node.base, tree.Matrix) and node.sub is not None and node.sup is None and not node.primes
