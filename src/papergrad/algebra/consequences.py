"""What definitions alone say of their symbols: which are means of others, and whose entries add up to 1."""

from __future__ import annotations

from functools import lru_cache

from papergrad.algebra.facts import NOTHING, Facts, Mean
from papergrad.algebra.nodes import ONE, Apply, Definition, Definitions, Extent, LogSumExp, Sum, mul
from papergrad.algebra.simplify import simplify
from papergrad.algebra.terms import factors, terms
from papergrad.algebra.traversal import children


def with_definitions(facts: Facts, definitions: Definitions) -> Facts:
    """The facts, and what follows from definitions: ``μ = 1/n Σ_i a_i`` is a mean, the entries of a softmax add up to 1."""
    means = {s: found for s, d in definitions.items() if (found := _mean(d)) is not None}
    shares = {s for s, d in definitions.items() if _adds_up(d)}
    if not means and not shares:
        return facts
    properties = dict(facts.properties)
    properties.update((s, properties.get(s, frozenset()) | {"probability"}) for s in shares)
    return Facts(properties, {**facts.means, **means})


@lru_cache(maxsize=4096)
def _mean(definition: Definition) -> Mean | None:
    body = definition.body
    if not any(isinstance(f, Sum) for f in factors(body)):
        return None
    body = simplify(body)
    sums = [f for f in factors(body) if isinstance(f, Sum)]
    if len(sums) != 1:
        return None
    rest = mul(*(f for f in factors(body) if f is not sums[0]))
    whole = simplify(mul(rest, Extent(sums[0].over.size)), NOTHING) is ONE
    return Mean(definition.axes, sums[0].over, sums[0].body) if whole else None


@lru_cache(maxsize=4096)
def _adds_up(definition: Definition) -> bool:
    """Whether the entries along the last axis are those of a softmax."""
    body = definition.body
    if not definition.axes or not (isinstance(body, Apply) and body.function == "exp"):
        return False
    if not any(isinstance(f, LogSumExp) for t in terms(body.argument) for f in (t, *children(t))):
        return False
    return simplify(Sum(definition.axes[-1], body)) is ONE
