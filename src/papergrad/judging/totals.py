"""Derivatives of which nobody says how they go on: totals, ``dV/dr = ∂V/∂r + (∂V/∂h)(dh/dr)``, and slopes without a link."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.phrasebook import gradient
from papergrad.reading.definitions import key_of
from papergrad.reading.refolding import reach
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


def unrelated_slope(one: Read) -> str:
    """Of the ``∇_w J`` in ``∇_w G = ∇_w J + λ w``, where J is known from before and no definition leads from it to w, that nothing
    says how it depends on it."""
    scope, asked = one.scope, gradient.read(one.stated.head)
    if scope is None or asked is None or len(asked.wrt) != 1 or (by := apart(asked.wrt[0])) is None:
        return ""
    known = scope.everything
    for derived in filter(None, map(gradient.read, tree.walk(one.stated.right))):
        of = (
            apart(derived.of)
            if derived.of is not None and derived.of != asked.of and derived.wrt == asked.wrt
            else None
        )
        key = scope.symbols.key(of) if of is not None else ""
        if key in known and key not in scope.own and scope.symbols.key(by) not in reach(known[key].body, known):
            return f"nothing says how {key} depends on {by.base}"
    return ""


def in_time(one: Read, scope: Scope) -> tuple[str, str] | None:
    """What moves and the time, in ``dθ/dt = ∂H/∂ρ``: a derivative by a symbol that nothing is made of, and of nothing else here."""
    asked = gradient.read(one.stated.head)
    if asked is None or asked.of is None or not asked.form.startswith("d") or len(asked.wrt) != 1:
        return None
    of, by = (key_of(node, scope) for node in (asked.of, asked.wrt[0]))
    inner = [found for n in tree.walk(one.stated.right) if (found := gradient.read(n)) is not None]
    if of is None or by is None or of == by or any(found.wrt == asked.wrt for found in inner):
        return None
    made_of = any(by == key or by in reach(known.body, scope.everything) for key, known in scope.everything.items())
    return None if made_of else (of, by)
