"""Derivatives that are taken in total, ``dV/dr = ∂V/∂r + (∂V/∂h)(dh/dr)``: what depends on what is for the text to say."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.phrasebook import gradient
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read


def untold(one: Read, scope: Scope) -> tuple[str, str] | None:
    """A symbol that a total derivative goes through beside partial ones, and what it depends on though no formula says how."""
    asked = gradient.read(one.stated.head)
    if asked is None or not asked.form.startswith("d") or len(asked.wrt) != 1:
        return None
    inner = [found for n in tree.walk(one.stated.right) if (found := gradient.read(n)) is not None]
    if not any(found.of == asked.of and found.form.startswith("∂") for found in inner):
        return None
    by = apart(asked.wrt[0])
    for found in inner:
        written = apart(found.of) if found.of is not None and found.wrt == asked.wrt and found.form[:1] == "d" else None
        if written is not None and by is not None and found.of != asked.of:
            key = scope.symbols.key(written)
            if scope.definition(key) is None:
                return key, scope.symbols.key(by)
    return None
