"""A reading under which most of what a writer says is false is hardly the writer's: then it is doubted, not the writer.

Counted scope by scope. What holds speaks for the reading, what fails without a mistake that has a name speaks against it: a
lost factor or a sign is the writer's, two sides that have nothing to do with each other are more often a misread symbol. Of
shapes also what was left open speaks: where a quarter of the formulas does not conform, their shapes are not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from papergrad.judging.verdict import HOLDS, UNFIT, Finding
from papergrad.reading.understood import Read

NAMELESS = frozenset(("PG101", "PG102", "PG103", "PG200", "PG220"))  # what may as well be a misreading
SHAPES = frozenset(("PG101", "PG102", "PG103"))
OF_MEAN_OR_SUM = "whether dW and its like are slopes of the mean over the samples, or of the sum, is not clear here"
IN_DOUBT = "most of what is claimed here fails as it was read, so the reading is in doubt"
FEWEST = 3  # fewer failures can be the writer's, whatever else is said


def doubted(findings: Sequence[Finding], scopes: Sequence[Hashable]) -> list[Finding]:
    """The findings, with failures that have no name made unknown where there are more than twice as many as claims that hold."""
    holding = Counter(
        scope
        for found, scope in zip(findings, scopes, strict=True)
        if found.verdict in HOLDS and not found.by_step and not found.alone
    )
    failing = Counter(scope for found, scope in zip(findings, scopes, strict=True) if _nameless(found))
    in_doubt = {scope for scope, count in failing.items() if count >= FEWEST and count > 2 * holding[scope]}
    clashing = Counter(scope for found, scope in zip(findings, scopes, strict=True) if _clashes(found))
    read = Counter(scope for found, scope in zip(findings, scopes, strict=True) if found.kind != "prose")
    unshaped = {scope for scope, count in clashing.items() if count >= FEWEST and 4 * count > read[scope]}
    return [
        found.opened(IN_DOUBT)
        if (scope in in_doubt and _nameless(found)) or (scope in unshaped and _by_shapes(found))
        else found
        for found, scope in zip(findings, scopes, strict=True)
    ]


def of_mean_or_sum(findings: Sequence[Finding], reads: Sequence[Read]) -> list[Finding]:
    """The findings, with lost factors of gradients by short names made unknown where several of a document have them: some
    writers divide dZ by the number of samples, some do so in dW, and some now here and now there."""
    lost = [
        found.bad and found.code in ("PG200", "PG201") and one.stated.short
        for found, one in zip(findings, reads, strict=True)
    ]
    several = sum(lost) > 1
    return [
        found.opened(OF_MEAN_OR_SUM) if several and by_factor else found
        for found, by_factor in zip(findings, lost, strict=True)
    ]


def _nameless(found: Finding) -> bool:
    return found.bad and found.code in NAMELESS


def _by_shapes(found: Finding) -> bool:
    """Whether it is shapes that speak against the writer: of a formula, or against the shape that the words say."""
    return found.verdict == "ill-typed" or (found.bad and found.code == "PG503")


def _clashes(found: Finding) -> bool:
    """Whether shapes do not fit as they were read, whoever is to blame."""
    left_open = found.verdict == "unknown" and found.code in SHAPES
    return found.verdict == "ill-typed" or left_open or found.alone in SHAPES or found.message.startswith(UNFIT)
