"""Parameters that the text solves for later: the b of ``∂L/∂w = …`` is free where ``∂L/∂b = 0 ⇔ b = ȳ - w^T x̄`` comes behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import Finding
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read


def while_free(one: Read, plain: Finding, found: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding:
    """The verdict on a derivative that is wrong with what is said of parameters behind it, if it holds without that.

    What holds for all their values is right, whichever of them the text goes on with.
    """
    later = _solved_later(one, one.scope) if found.bad and one.kind == "gradient" else set()
    if one.scope is None or not later:
        return found
    with _free(one.scope, later):
        return holding_with(one, one.stated, plain, claim) or found


def _solved_later(one: Read, scope: Scope | None) -> set[str]:
    """The symbols that are defined behind a claim, and that somebody derives by."""
    places = scope.places if scope is not None else {}
    return {key for key, at in places.items() if at > one.span.start and scope is not None and scope.derived_by(key)}


@contextmanager
def _free(scope: Scope, keys: Collection[str]) -> Iterator[None]:
    """The scope without some definitions, while a claim is judged without them."""
    kept = scope.definitions
    scope.definitions = {key: found for key, found in kept.items() if key not in keys}
    try:
        yield
    finally:
        scope.definitions = kept
