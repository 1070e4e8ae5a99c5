"""Letters that are only derived: the R of ``∂R/∂W`` and ``∂R/∂b``, whatever a capital is elsewhere, is an objective.

One heading may say what it is, and the next one derive it; so the whole document is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from papergrad.notation.tree import Name, Node, walk
from papergrad.phrasebook import gradient
from papergrad.reading.statements import Stated

SMALL = "l"  # a loss, too, but hardly ever by several things


def only_derived(stated: Iterable[Stated]) -> frozenset[str]:
    """The letters that are derived by several things, and that nothing is derived by."""
    by: dict[Node, set[Node]] = defaultdict(set)
    variables: set[Node] = set()
    for one in stated:
        for side in (one.left, one.right):
            for node in walk(side):
                if (derived := gradient.read(node)) is not None:
                    variables |= set(derived.wrt)
                    if derived.of is not None:
                        by[derived.of] |= set(derived.wrt)
    found = (of for of, wrt in by.items() if of not in variables and (len(wrt) > 1 or of == Name(SMALL)))
    return frozenset(of.text for of in found if isinstance(of, Name) and _plain(of))


def _plain(name: Name) -> bool:
    return not (name.font or name.accents) and len(name.text) == 1 and (name.text.isupper() or name.text == SMALL)
