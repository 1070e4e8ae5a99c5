"""What kind a symbol has by its look, where nothing else tells: capitals are matrices, Greek letters numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from papergrad.notation.tree import Name, Node

NUMBER, COLUMN, ROW, MATRIX = "number", "column", "row", "matrix"
ANY = frozenset((NUMBER, COLUMN, ROW, MATRIX))
VECTORS = frozenset((COLUMN, ROW))

LETTER_LABEL = re.compile(r"_[ijkn]$|\^\([in·]\)$")
COUNTS = frozenset("nNmM")  # of samples, where one divides by them
ALWAYS_NUMBERS = frozenset("αλη")  # steps and weights
LOSSES = frozenset("JLEℓCN")
OBJECTIVES = LOSSES - {"N"} | {"ℒ", "cal L", "cal J", "cal E", "cal C"}  # as symbols are called; N counts
GREEK_NUMBERS = frozenset("αβγλημεκτρπν")
Key = tuple[str, int]  # a symbol, and how many of its scripts run
Habit = Callable[[Key, Node, bool, bool, bool], tuple[str, ...]]


def habits(key: Key, looks: Node, more: bool, vectorial: bool, rows: bool) -> tuple[str, ...]:
    """What a symbol of this look usually is, likeliest first."""
    name, running = key
    letter = looks.text if isinstance(looks, Name) else name
    lie = (ROW, COLUMN) if rows else (COLUMN, ROW)
    bold = isinstance(looks, Name) and looks.font == "bold"
    if running >= 2:
        return (NUMBER, *lie, MATRIX)
    if (
        isinstance(looks, Name)
        and (looks.font == "cal" or letter in LOSSES or letter in GREEK_NUMBERS)
        and not (bold and running == 0)
    ):
        return (NUMBER, *lie, MATRIX)
    if len(letter) == 1 and letter.isupper() and letter != "Δ":
        return (MATRIX, *lie, NUMBER) if running == 0 else (*lie, NUMBER, MATRIX)
    if running:
        return (*lie, NUMBER, MATRIX) if bold or more else (NUMBER, *lie, MATRIX)
    if LETTER_LABEL.search(name) and not bold and not more:  # x_i, whatever i is: an entry or a sample
        return (NUMBER, *lie, MATRIX)
    if bold or "vec" in getattr(looks, "accents", ()):
        return (*lie, NUMBER, MATRIX)
    return (*lie, NUMBER, MATRIX) if vectorial else (NUMBER, *lie, MATRIX)


def is_loss(key: Key, looks: Node) -> bool:
    """A letter for a loss: a number if it can be one."""
    return isinstance(looks, Name) and not key[1] and (looks.font == "cal" or looks.text in LOSSES)


def is_bold(looks: Node) -> bool:
    return isinstance(looks, Name) and looks.font == "bold"


def is_matrix(key: Key, looks: Node) -> bool:
    return habits(key, looks, False, True, False)[0] == MATRIX


def is_any(key: Key, looks: Node) -> bool:
    return True
