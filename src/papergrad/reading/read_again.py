"""Definitions of earlier parts that speak of what has other axes here: the ``L = ½ (ŷ - y)²`` of numbers, where ŷ is a vector.

What L is was said once, and is meant of whatever ŷ is now; so it is read once more, with the shapes of this part.
"""

from __future__ import annotations

from papergrad.algebra.traversal import entries
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope
from papergrad.reading.supposing import implied
from papergrad.reading.understood import Read


def with_other_axes(scope: Scope, reads: list[Read]) -> list[Read]:
    """Such definitions, of all that this part speaks of."""
    if scope.parent is None or not reads:
        return []
    met = {name for name, _ in scope.kinds}
    before, known = scope.parent.all_written, scope.parent.everything
    found = []
    for key in sorted(met & before.keys() & known.keys() - scope.own):
        name, body = scope.name_of(key), known[key].body
        made_of = {(entry.symbol, len(entry.at)) for entry in entries(body) if entry.symbol in met}
        if name is None or key_of(name, scope.symbols) != key or scope.definition_letters(key):
            continue  # what is defined for each i would have to be read for each
        if any(axes != len(scope.shape(symbol).sizes) for symbol, axes in sorted(made_of)):
            found.append(implied(scope, reads[0], name, before[key]))
    return found
