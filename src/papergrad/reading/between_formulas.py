"""What the words between formulas say: "we write $dU$ for $\\frac{\\partial J}{\\partial U}$", "$L$ is a function of $h$ and $y$"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from papergrad.document import Document, Passage
from papergrad.notation.tree import Fence, Infix, Node, Run
from papergrad.phrasebook import differential, gradient
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart

_STANDS_FOR = re.compile(
    r"[\s$]*(?:for|to (?:denote|mean)|denotes?|stands? for|means?|instead of|(?:as|is) (?:a )?short(?:hand)? for|be|is)"
    r"(?: the (?:derivative|gradient))?[\s$]*",
    re.IGNORECASE,
)
_FUNCTION_OF = re.compile(
    r"[\s$]*(?:(?:is|be) (?:some|an?) (?:[a-z-]+ ){0,2}function (?:only )?of(?: only)?|depends only on)[\s$]*",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s$]*(?:,|,?\s*and)[\s$]*", re.IGNORECASE)
_CHAINS = 1_000_000  # below all the numbers of chains that formulas begin

Trees = Mapping[int, tuple[Node, ...]]


def said(document: Document, trees: Trees) -> list[Stated]:
    """``dU = ∂J/∂U`` and ``L = L(h, y)`` for every such sentence."""
    found = []
    for number, (one, other) in enumerate(pairwise(document.passages)):
        first, second = _alone(one, trees), _alone(other, trees)
        if first is not None and second is not None:
            span = one.span | other.span
            words = document.legible.text, one.span.end, other.span.start
            right = _named(first, second, *words) or _depends(
                first, second, document.passages[number + 1 :], trees, *words
            )
            if right is not None:
                place = {"section": one.scope, "passage": number, "row": number}
                found.append(Stated(span, first, "=", right, first, chain=-_CHAINS - number, **place))
    return found


def _alone(passage: Passage, trees: Trees) -> Node | None:
    """The formula that is all there is in a passage of a sentence."""
    lines = trees.get(passage.span.start, ()) if not passage.display else ()
    return lines[0] if len(lines) == 1 else None


def _named(name: Node, meant: Node, text: str, start: int, end: int) -> Node | None:
    short, slope = differential.read(name), gradient.read(meant)
    same = short is not None and slope is not None and slope.of is not None and slope.wrt == (short.inner,)
    return meant if same and _STANDS_FOR.fullmatch(text, start, end) else None


def _depends(
    name: Node, first: Node, behind: Sequence[Passage], trees: Trees, text: str, start: int, end: int
) -> Node | None:
    """``L(h, y)``, where only symbols are named that L is a function of."""
    if apart(name) is None or apart(first) is None or not _FUNCTION_OF.fullmatch(text, start, end):
        return None
    found = [first]
    for before, after in pairwise(behind):
        node = _alone(after, trees)
        if node is None or apart(node) is None or not _AND.fullmatch(text, before.span.end, after.span.start):
            break
        found.append(node)
    inside = found[0] if len(found) == 1 else Infix(tuple(found), (",",) * (len(found) - 1), span=first.span)
    return Run((name, Fence("(", inside, ")", span=first.span)), span=first.span)
