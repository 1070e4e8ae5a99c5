"""Figures and entries: numbers rounded to the digits that are written, and matrices written out by letters of their own."""

from __future__ import annotations

import re

import numpy as np

from papergrad.judging.equality import Comparison
from papergrad.notation import tree
from papergrad.notation.tree import Matrix, Numeral, Prefix
from papergrad.reading.understood import Read

ENTRY = re.compile(r"([a-z])_\d+_?\d+")


def rounded(one: Read, found: Comparison) -> bool:
    """Whether a decimal fraction is what the numbers before it come to, rounded: ``0.123 · 0.456 = 0.0561``."""
    written = one.stated.right.operand if isinstance(one.stated.right, Prefix) else one.stated.right
    scope, example = one.scope, found.counterexample
    if not isinstance(written, Numeral) or "." not in written.text or scope is None or example is None:
        return False
    if scope.keys_in(one.stated.left) or np.ndim(example.left) or np.ndim(example.right):
        return False
    digits = len(written.text.split(".")[1])
    given = [n.text for n in tree.walk(one.stated.left) if isinstance(n, Numeral) and "." in n.text]
    units = 1.0 if any(len(text.split(".")[1]) == digits for text in given) else 0.5  # what is given is rounded as well
    return abs(float(example.left) - float(example.right)) <= units * 10.0**-digits * (1 + 1e-9)


def spelled_in_entries(one: Read) -> str | None:
    """The X of which ``[x_{11} x_{12}; …]`` may be the entries, where the text does not say that they are."""
    scope = one.scope
    if scope is None or not any(isinstance(n, Matrix) for n in tree.walk(one.stated.right)):
        return None
    letters = {m[1] for key in scope.keys_in(one.stated.right) if (m := ENTRY.fullmatch(key)) is not None}
    named = sorted(letter.upper() for letter in letters if scope.has_shape(letter.upper()))
    return named[0] if named else None
