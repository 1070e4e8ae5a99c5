"""Which of the two roots is meant: after ``e² = (r - p)²``, e is ``r - p``, or its negative.

What holds for both is right, what holds for one of them is right if that is meant, and wrong is what holds for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from papergrad.algebra.nodes import minus
from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import HOLDS, Finding
from papergrad.notation import unicode
from papergrad.notation.tree import Fence, Prefix
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read


def of_either_root(one: Read, plain: Finding, found: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding:
    """The verdict on a claim, where what it speaks of was only said to have some square."""
    root = _rests_on(one, one.scope) if found.bad or found.verdict in HOLDS else None
    if root is None:
        return found
    scope, key = root
    with _turned(scope, key):
        other = holding_with(one, one.stated, plain, claim)
    holds = found.verdict in HOLDS
    if holds == (other is not None):
        return found
    meant = scope.written[key] if holds else Prefix("-", Fence("(", scope.written[key], ")"))
    held = found if other is None else other
    words = "; ".join(a for a in (held.assumption, f"{key} is {unicode.write(meant)}") if a)
    return replace(held, verdict="right-if", code="PG207", assumption=words)


def _rests_on(one: Read, scope: Scope | None) -> tuple[Scope, str] | None:
    """The root that a claim speaks of, or that what it speaks of is made of, with the scope where its square is defined."""
    here, spoken = scope, frozenset[str]()
    while here is not None:
        if here.signed_roots and not spoken:
            assert scope is not None
            spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
            made = (reach(found.body, scope.everything) for k in spoken if (found := scope.definition(k)) is not None)
            spoken = spoken.union(*made)
        if key := min(spoken & here.signed_roots & here.definitions.keys(), default=None):
            return here, key
        here = here.parent
    return None


@contextmanager
def _turned(scope: Scope, key: str) -> Iterator[None]:
    """The root with the other sign, while a claim is judged by that."""
    kept = scope.definitions[key]
    scope.definitions[key] = replace(kept, body=minus(kept.body))
    try:
        yield
    finally:
        scope.definitions[key] = kept
