"""Figures and entries: numbers rounded to the digits that are written, and matrices written out by letters of their own."""

from __future__ import annotations

import re

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Definitions
from papergrad.algebra.traversal import symbols
from papergrad.judging.equality import Comparison
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Matrix, Node, Numeral, Prefix, Script
from papergrad.reading.meaning import Reader
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

PRECISE = 3  # digits from which on a decimal is likelier rounded than exact
ENTRY = re.compile(r"([a-z])_\d+_?\d+")


def rounded(one: Read, found: Comparison, known: Definitions) -> bool:
    """Whether decimals are what the numbers before them come to, rounded: ``0.123 · 0.456 = 0.0561``, ``tanh 0.23 ≈ 0.226``.

    Entry by entry where a matrix of decimals is written. What stands before may be a symbol whose number is given, and what
    is written may still be a sum of results: ``0.91 (1 - 0.91^2) = 0.91 (1 - 0.828)``.
    """
    scope, example = one.scope, found.counterexample
    if scope is None or example is None or one.left is None or not of_numbers(one.stated.right):
        return False
    if reach(one.left.body, known) - known.keys() or np.shape(example.left) != np.shape(example.right):
        return False
    room = _room_of_figures(one, np.shape(example.right))
    if room is None:
        room = _room_of_results(one, scope)
    if room is None or np.shape(room) != np.shape(example.right):
        return False
    left, shown = np.asarray(example.left, dtype=float), np.asarray(example.right, dtype=float)
    off = np.abs(left - shown)
    shorter = (np.abs(shown) < np.abs(left)) & (off < 2 * room)  # the digits that follow were left out
    written = (n.text for n in tree.walk(one.stated.right) if isinstance(n, Numeral))
    cut = shorter & all(map(_precise, written))
    return bool(np.all((off <= room * (1 + 1e-9)) | cut))


def nearly(one: Read, found: Comparison) -> bool:
    """Whether an expression of decimals comes to what it should but for a few hundredths: ``σ(z) (1 - σ(z)) = 0.56 · 0.44``,
    with numbers that were rounded on the way, or a little more than rounding allows."""
    example, right = found.counterexample, one.stated.right
    decimals = [n for n in tree.walk(right) if isinstance(n, Numeral) and "." in n.text]
    if example is None or len(decimals) < 2 or not of_numbers(right):
        return False
    left, shown = np.asarray(example.left, dtype=float), np.asarray(example.right, dtype=float)
    if left.shape != shown.shape:
        return False
    if left.shape:  # a product with a vector of decimals that was worked out before
        return bool(_decimals(*_rested_on(one)) and np.all(np.abs(left - shown) <= 0.005 * np.abs(left)))
    return not any(_precise(n.text) for n in decimals) and bool(abs(left - shown) <= 0.03 * abs(left))


def _room_of_figures(one: Read, shape: tuple[int, ...]) -> np.ndarray | None:
    """How far written figures may lie from the truth; None where more than figures is written, or no decimals."""
    units = _units(one.stated.right, one.role == "approximates")
    if units is None or np.size(units) != np.prod(shape, dtype=int):
        return None
    steps = np.asarray(units).reshape(shape)
    worth = {-round(float(np.log10(step))) for step in np.ravel(steps)}
    if worth & _decimals(one.stated.left):  # what is given is rounded as well
        return np.asarray(steps)
    rounded_before = {digits for digits in worth & _decimals(*_rested_on(one)) if digits >= PRECISE}
    return np.asarray((2.0 if rounded_before else 0.5) * steps)


def _decimals(*nodes: Node) -> set[int]:
    """With how many digits decimals are written in expressions."""
    return {_digits(n.text) for node in nodes for n in tree.walk(node) if isinstance(n, Numeral) and "." in n.text}


def _rested_on(one: Read) -> list[Node]:
    """What a claim goes on from: the link before it, and what was written of its symbols."""
    written = one.scope.all_written if one.scope is not None else {}
    keys = one.scope.keys_in(one.stated.left) if one.scope is not None else ()
    before = [one.stated.before] if one.stated.link and one.stated.before is not None else []
    return before + [written[key] for key in keys if key in written]


def _room_of_results(one: Read, scope: Scope) -> np.ndarray | None:
    """How far an expression of numbers may lie from the truth if the decimals in it that do not stand on the left are rounded.

    Decimals of three digits and more, or of two where there is only one: 0.5 is more often exact than rounded. None where there
    are none.
    """
    right = one.stated.right
    given = {n.text for n in tree.walk(one.stated.left) if isinstance(n, Numeral)}
    results = {n.text for n in tree.walk(right) if isinstance(n, Numeral) and _precise(n.text, 2)} - given
    if len(results) > 1:
        results = set(filter(_precise, results))
    whole = _number(right, scope) if results else None
    if whole is None:
        return None
    room = np.zeros_like(whole)
    for text in sorted(results):
        moved = _number(_put(right, text, Numeral(f"{text}5")), scope)
        if moved is None:
            return None
        room = room + np.abs(moved - whole)
    return room


def _precise(text: str, digits: int = PRECISE) -> bool:
    return "." in text and len(text.replace(".", "").lstrip("0")) >= digits


def _put(node: Node, text: str, number: Numeral) -> Node:
    """The expression with another number in the place of one."""
    match node:
        case Numeral(same) if same == text:
            return number
    return tree.rebuild(node, lambda n: _put(n, text, number))


def _number(node: Node, scope: Scope) -> np.ndarray | None:
    """What an expression of numbers is worth."""
    saved = scope.sizes.save()
    try:
        value = Settling(scope.sizes).value(Reader(scope).value(node))
        return None if symbols(value.body) else np.asarray(evaluate(value.tensor, World({}, {})), dtype=float)
    except (PaperError, ShapeMismatch):
        return None
    finally:
        scope.sizes.restore(saved)


def _units(node: Node, roughly: bool) -> list[list[float]] | None:
    """How much the last written digit of every number is worth, by rows; None where no decimal is written.

    ``roughly``: whole numbers are rounded too, 1000 to its one digit.
    """
    match node:
        case Fence("(" | "[", inside, _) | Prefix("-" | "+", inside):
            return _units(inside, roughly)
        case Numeral(text) if "." in text:
            return [[10.0 ** -_digits(text)]]
        case Numeral(text) if roughly and text.isdigit() and text.strip("0"):
            return [[10.0 ** (len(text) - len(text.rstrip("0")))]]
        case Infix((Numeral(text), Script(Numeral("10"), None, power)), ("×" | "·",)) if (
            e := _whole(power)
        ) is not None:
            return [[10.0 ** (e - _digits(text))]]
        case Infix(entries, operators) if set(operators) == {","}:
            return _units(Matrix((entries,)), roughly)
        case Matrix(rows):
            cells = [[_units(cell, roughly) for cell in row] for row in rows]
            known = [cell for row in cells for cell in row if cell is not None and np.size(cell) == 1]
            if known and not roughly:  # a 0 among decimals is as exact as they are
                finest = min(known)
                cells = [
                    [_whole_one(n, finest, u) for n, u in zip(*pair, strict=True)]
                    for pair in zip(rows, cells, strict=True)
                ]
            if any(cell is None or np.size(cell) != 1 for row in cells for cell in row):
                return None
            return [[float(np.ravel(cell)[0]) for cell in row] for row in cells]
    return None


def _whole_one(cell: Node, finest: list[list[float]], units: list[list[float]] | None) -> list[list[float]] | None:
    whole = isinstance(cell, Numeral) and "." not in cell.text
    return finest if units is None and whole else units


def _digits(text: str) -> int:
    """How many digits stand after the point."""
    return len(text.partition(".")[2])


def _whole(node: Node | None) -> int | None:
    """The exponent of ten, within what floating numbers reach."""
    sign, digits = (-1, node.operand) if isinstance(node, Prefix) and node.sign == "-" else (1, node)
    return sign * int(digits.text) if isinstance(digits, Numeral) and re.fullmatch(r"\d{1,2}", digits.text) else None


def spelled_in_entries(one: Read) -> str | None:
    """The X of which ``[x_{11} x_{12}; …]`` may be the entries, where the text does not say that they are."""
    scope = one.scope
    if scope is None or not any(isinstance(n, Matrix) for n in tree.walk(one.stated.right)):
        return None
    letters = {m[1] for key in scope.keys_in(one.stated.right) if (m := ENTRY.fullmatch(key)) is not None}
    named = sorted(letter.upper() for letter in letters if scope.has_shape(letter.upper()))
    return named[0] if named else None
