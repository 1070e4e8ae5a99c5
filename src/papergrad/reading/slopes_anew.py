"""The δ of ``δ = ∂C/∂z`` where a text says later, or anew, what C is: it is the slope of the C that is spoken of now."""

from __future__ import annotations

from papergrad.notation.tree import Node
from papergrad.phrasebook import gradient
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope
from papergrad.reading.supposing import implied
from papergrad.reading.understood import Read


def of_what_is_anew(scope: Scope, reads: list[Read]) -> list[Read]:
    """The definitions of slopes that the parts before gave, once more, where it is said here what they are slopes of."""
    before = scope.parent.all_written if scope.parent is not None else {}
    defined = {key_of(one.stated.left, scope.symbols): one for one in reads if one.role == "defines"}
    found = []
    for key, right in before.items() if defined else ():
        name, said = scope.name_of(key), defined.get(_derived(right, scope))
        if name is None or said is None or key in defined or key in scope.own:
            continue
        if key_of(name, scope.symbols) is not None:  # as it is written here
            found.append(implied(scope, said, name, right))
    return found


def _derived(node: Node, scope: Scope) -> str:
    """The symbol that an expression is the derivative of."""
    asked = gradient.read(node)
    keys = scope.keys_in(asked.of) if asked is not None and asked.of is not None else frozenset()
    return next(iter(keys)) if len(keys) == 1 else ""
