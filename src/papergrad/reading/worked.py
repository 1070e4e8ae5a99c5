"""Calculations with numbers: what a symbol is worth where the page works an example by hand, exactly.

A page may write ``h = [-2 1] W = [1 -7 2]`` and then ``h = [1 0 2]``. Two values of one symbol contradict each other; where
the later one is an activation of the earlier, the writer has left the activation out. The later value is the one that counts,
and where the same layer is worked again for other inputs (a batch), that under which the numbers that follow come out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction as Exact
from itertools import pairwise
from math import exp, tanh

from papergrad.notation import tree
from papergrad.notation.tree import Blank, Fence, Infix, Matrix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import transpose
from papergrad.reading.grouping import PRODUCTS, annotation, product
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.records import dataclass

Grid = tuple[tuple[Exact, ...], ...]
BIGGEST = 10**30
LARGEST = 40  # rows or columns of a matrix worked by hand
NUMERAL = re.compile(r"\d{1,15}(\.\d{1,15})?")
ENTRYWISE = frozenset("⊙∘") | {".*"}
ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "ReLU": lambda x: max(x, 0.0),
    "tanh": tanh,
    "σ": lambda x: 1 / (1 + exp(-x)) if abs(x) < 700 else float(x > 0),
}


@dataclass(frozen=True)
class Reckoned:
    """What the numbers say of a statement. ``lost``: the activation that is missing in it; ``taken``: the activation under
    which it agrees with what was stated before; ``same``: whether both sides are the same numbers."""

    same: bool = True
    lost: str = ""
    taken: str = ""


def grid(node: Node, known: Mapping[str, Grid], key: Callable[[Node], str | None]) -> Grid | None:
    """The exact numbers of an expression; None where it is not made of numbers, or does not conform."""
    match node:
        case Numeral(text):
            plain = text.replace(",", "")
            return ((Exact(plain),),) if NUMERAL.fullmatch(plain) else None
        case Prefix("-" | "+" as sign, operand):
            inner = grid(operand, known, key)
            return inner if inner is None or sign == "+" else tuple(tuple(-x for x in row) for row in inner)
        case Matrix(rows):
            cells = [[grid(c, known, key) for c in row] for row in rows]
            if (
                not cells
                or not cells[0]
                or len(cells) > LARGEST
                or any(len(row) != len(cells[0]) or len(row) > LARGEST for row in cells)
            ):
                return None
            if any(c is None or len(c) != 1 or len(c[0]) != 1 for row in cells for c in row):
                return None
            return tuple(tuple(c[0][0] for c in row if c is not None) for row in cells)
        case Fence("(" | "[", inside, _):
            return grid(inside, known, key)
        case Infix(operands, operators) if set(operators) <= {"+", "-"}:
            return _folded([grid(o, known, key) for o in operands], operators)
        case Run() | Infix():
            parts = product(node)
            if parts is None or not set(parts[1]) <= (PRODUCTS - {"/", "⊘", "÷", "./"}) | {""}:
                return None
            pairs = [(s, o) for s, o in zip(("", *parts[1]), parts[0], strict=True) if not annotation(o)]
            return _folded([grid(o, known, key) for _, o in pairs], [s for s, _ in pairs[1:]])
        case Script() if (flipped := transpose.read(node)) is not None and node.sub is None:
            inner = grid(flipped.of, known, key)
            return tuple(zip(*inner, strict=True)) if inner is not None else None
    name = key(node)
    return known.get(name) if name is not None else None


def _folded(parts: Sequence[Grid | None], signs: Sequence[str]) -> Grid | None:
    whole = parts[0] if parts else None
    for sign, part in zip(signs, parts[1:], strict=True):
        if whole is None or part is None:
            return None
        whole = _joined(whole, part, sign)
    return whole


def _joined(a: Grid, b: Grid, sign: str) -> Grid | None:
    same = (len(a), len(a[0])) == (len(b), len(b[0]))
    if sign in ("+", "-") or sign in ENTRYWISE:
        at: Callable[[Exact, Exact], Exact] = {"+": Exact.__add__, "-": Exact.__sub__}.get(sign, Exact.__mul__)
        return (
            tuple(tuple(at(x, y) for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))
            if same
            else None
        )
    for one, other in ((a, b), (b, a)):
        if len(one) == len(one[0]) == 1:
            return tuple(tuple(one[0][0] * x for x in row) for row in other)
    if len(a[0]) != len(b):
        return None
    return tuple(
        tuple(sum((x * y for x, y in zip(row, column, strict=True)), Exact(0)) for column in zip(*b, strict=True))
        for row in a
    )


def activation(before: Grid, after: Grid) -> str:
    """The function whose values, as far as they are printed, the second numbers are at the first; empty if there is none."""
    if (len(before), len(before[0])) != (len(after), len(after[0])) or before == after:
        return ""
    digits = max(len(str(x.denominator)) - 1 for row in after for x in row)
    if any(abs(x) > BIGGEST for row in before + after for x in row):
        return ""
    pairs = [(x, y) for r, s in zip(before, after, strict=True) for x, y in zip(r, s, strict=True)]
    for name, function in ACTIVATIONS.items():
        room = 1e-12 if name == "ReLU" else 0.51 * 10.0**-digits
        if name != "ReLU" and (not digits or all(abs(float(x) - float(y)) <= room for x, y in pairs)):
            continue  # tanh of small numbers is hardly another number
        if all(abs(function(float(x)) - float(y)) <= room for x, y in pairs):
            return name
    return ""


# -- symbols with several values --------------------------------------------------------------------------------------------


def reckon(scope: Scope, reads: list[Read]) -> list[Read]:
    """Judge by their numbers the statements about symbols whose values differ by an activation. Returns what those symbols
    are from then on. Changes the roles of the statements that it judges."""
    lines = [r for r in reads if r.role in ("defines", "claims") and r.kind != "gradient"]
    key = _keys(scope)
    known: dict[str, Grid] = {}
    first: dict[str, Read] = {}
    again: dict[str, list[Read]] = {}
    for one in lines:
        name = key(one.stated.left)
        value = grid(one.stated.right, known, key) if one.stated.link == 0 and name is not None else None
        if value is None or name is None:
            continue
        if name not in known:
            known[name], first[name] = value, one
        elif is_plain(one.stated.right) and activation(known[name], value):
            again.setdefault(name, []).append(one)
    return [
        meant
        for name, restated in again.items()
        for meant in _restated(name, first[name], restated[0], lines, known, key)
    ]


def _restated(
    name: str, first: Read, again: Read, lines: list[Read], known: Mapping[str, Grid], key: Callable[[Node], str | None]
) -> list[Read]:
    """One symbol with a value before its activation and one after."""
    later = grid(again.stated.right, {}, key)
    assert later is not None
    lost = activation(known[name], later)
    first.role, first.reckoned = "reckoned", Reckoned(lost=lost)
    again.role, again.reckoned = "reckoned", Reckoned(taken=lost)
    _links(first, lines, known, key)
    meanings = [again]
    for other in lines:
        if other.stated.chain != first.stated.chain and _alike(first.stated.right, other.stated.right, known, key):
            end = _links(other, lines, known, key)
            meanings += [end] if end is not None else []
    rest = {k: v for k, v in known.items() if k != name and not _uses(first, lines, k, name, key)}
    best = max(meanings, key=lambda r: (_borne_out(name, r, lines, rest, key), r.span.start))
    stated = replace(best.stated, left=first.stated.left, head=first.stated.left, link=0, before=None)
    return [replace(first, stated=stated, role="implied", kind="definition", reckoned=None)]


def _uses(first: Read, lines: list[Read], symbol: str, name: str, key: Callable[[Node], str | None]) -> bool:
    """Whether the value of a symbol was worked out from that of another."""
    return any(key(r.stated.left) == symbol and any(key(n) == name for n in tree.walk(r.stated.right)) for r in lines)


def _links(first: Read, lines: list[Read], known: Mapping[str, Grid], key: Callable[[Node], str | None]) -> Read | None:
    """Judge the numbers that follow a product in its chain; the last of them."""
    value = grid(first.stated.right, known, key)
    end: Read | None = None
    for one in lines:
        if value is None or one.stated.chain != first.stated.chain or one.span.start <= first.span.start:
            continue
        stated = grid(one.stated.right, known, key)
        if stated is None:
            return end
        one.role, one.reckoned = "reckoned", Reckoned(stated == value, activation(value, stated))
        value, end = stated, one
    return end


def _alike(first: Node, other: Node, known: Mapping[str, Grid], key: Callable[[Node], str | None]) -> bool:
    """Whether two products apply the same numbers to inputs that differ."""
    pairs = [product(n) for n in (first, other)]
    ends = [grid(p[0][-1], known, key) if p is not None else None for p in pairs]
    return ends[0] is not None and ends[0] == ends[1] and grid(other, known, key) is not None


def _borne_out(
    name: str, meaning: Read, lines: list[Read], rest: Mapping[str, Grid], key: Callable[[Node], str | None]
) -> int:
    """How many numbers printed further down come out if the symbol has this value."""
    value = grid(meaning.stated.right, {}, key)
    if value is None:
        return -1
    count = 0
    for one, after in pairwise(lines):
        if (
            after.stated.chain == one.stated.chain
            and is_plain(after.stated.right)
            and any(key(n) == name for n in tree.walk(one.stated.right))
        ):
            count += grid(one.stated.right, {**rest, name: value}, key) == grid(after.stated.right, {}, key)
    return count


def _keys(scope: Scope) -> Callable[[Node], str | None]:
    def key(node: Node) -> str | None:
        written = apart(node) if isinstance(node, (Name, Script)) else None
        if (
            written is None
            or written.power is not None
            or written.primes
            or written.transposed
            or isinstance(node, Blank)
        ):
            return None
        return scope.symbols.key(written)

    return key


def is_plain(node: Node) -> bool:
    """Numbers only."""
    return grid(node, {}, lambda _: None) is not None and not isinstance(node, Infix)
