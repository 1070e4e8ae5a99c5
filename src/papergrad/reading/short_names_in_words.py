"""What short names of gradients stand for, where words say it: "we write $dU$ for $\\frac{\\partial J}{\\partial U}$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from papergrad.document import Document
from papergrad.notation.tree import Node
from papergrad.phrasebook import differential, gradient
from papergrad.reading.statements import Stated

_STANDS_FOR = re.compile(
    r"[\s$]*(?:for|to (?:denote|mean)|denotes?|stands? for|means?|instead of|(?:as|is) (?:a )?short(?:hand)? for|be|is)"
    r"(?: the (?:derivative|gradient))?[\s$]*",
    re.IGNORECASE,
)
_CHAINS = 1_000_000  # below all the numbers of chains that formulas begin


def named(document: Document, trees: Mapping[int, tuple[Node, ...]]) -> Iterator[Stated]:
    """``dU = ∂J/∂U`` for every such sentence."""
    text = document.legible.text
    for number, (name, meant) in enumerate(pairwise(document.passages)):
        lines = (trees.get(name.span.start, ()), trees.get(meant.span.start, ()))
        if name.display or meant.display or any(len(line) != 1 for line in lines):
            continue
        short, slope = differential.read(lines[0][0]), gradient.read(lines[1][0])
        same = short is not None and slope is not None and slope.of is not None and slope.wrt == (short.inner,)
        if same and _STANDS_FOR.fullmatch(text, name.span.end, meant.span.start):
            left, right = lines[0][0], lines[1][0]
            span = name.span | meant.span
            yield Stated(
                span, left, "=", right, left, chain=-_CHAINS - number, section=name.scope, passage=number, row=number
            )
