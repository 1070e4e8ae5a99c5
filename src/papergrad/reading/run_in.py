"""Titles in bold that begin a paragraph, "**Exponential regression**: ℓ(β) = …": what stands under another one is another example."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from papergrad.document import Document

_TITLE = re.compile(
    r"(?:\A|\n)[ \t]*\n[ \t]*(?:\*\*(?P<stars>[^*$\n]{3,60})\*\*|\\(?:textbf|paragraph\*?)\{(?P<braces>[^{}$\n]{3,60})\})"
)
_BREAK = re.compile(r"\n[ \t]*\n")
# what such a title may say of one and the same example
_SAME = re.compile(
    r"\d|\b(?:steps?|proofs?|notes?|remarks?|slips?|mistakes?|wrong|errors?|claims?|hints?|checks?|answers?|solutions?|results?"
    r"|forward|backward|backprop\w*|gradients?|derivatives?|updates?|input|output|hidden|layers?|where|definitions?)\b",
    re.IGNORECASE,
)


REACH = 400  # characters between a title and a formula of its paragraph


def titles(document: Document) -> list[tuple[int, str]]:
    """All such titles, each with where it ends."""
    return [(m.end(), (m["stars"] or m["braces"]).strip(" .:")) for m in _TITLE.finditer(document.legible.text)]


def of_another(before: int, place: int, known: Sequence[tuple[int, str]], document: Document) -> bool:
    """Whether a formula at a place stands in a paragraph that begins with such a title, and one before it under another."""
    mine, theirs = (bisect_right(known, at, key=lambda title: title[0]) - 1 for at in (place, before))
    if theirs < 0 or mine <= theirs:
        return False
    start = known[mine][0]
    if place - start > REACH or _BREAK.search(document.legible.text, start, place) is not None:
        return False
    return not any(_SAME.search(known[n][1]) for n in (mine, theirs))
