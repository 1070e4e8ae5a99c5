"""What a document says to Papergrad in its comments: what to ignore, what is declared."""

from __future__ import annotations

import re
from bisect import bisect_left

from papergrad.document.marks import Stretch
from papergrad.document.pieces import Suppression
from papergrad.source import Span

_REMARK = re.compile(r"\s*papergrad:[ \t]*")
_ORDER = re.compile(r"(ignore|off|on)\b[ \t]*((?:PG\d+[ \t,]*)*)")
_FRONT_MATTER_KEY = re.compile(r"^papergrad:[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)


def remarks(text: str, comments: list[Stretch], formulas: list[Span]) -> tuple[list[Suppression], list[Span]]:
    """The suppressions and the declarations of all comments, in order.

    ``ignore`` covers its line or, alone on its line, the next line that is not blank, and formulas that start or end there as
    a whole; ``off`` covers all up to the next ``on`` with the same codes, or to the end.
    """
    suppressions: list[Suppression] = []
    declarations: list[Span] = []
    open_offs: dict[tuple[str, ...], Span] = {}
    for comment in comments:
        if comment.outer.start == 0 and text.startswith("---"):
            declarations += [
                Span(*m.span(1)) for m in _FRONT_MATTER_KEY.finditer(text, *_range(comment.inner)) if m[1].strip()
            ]
            continue
        head = _REMARK.match(text, *_range(comment.inner))
        if head is None:
            continue
        order = _ORDER.match(text, head.end(), comment.inner.end)
        if order is None:
            declarations.append(_stripped(text, Span(head.end(), comment.inner.end)))
            continue
        codes = tuple(re.findall(r"PG\d+", order[2]))
        if order[1] == "ignore":
            suppressions.append(Suppression(comment.outer, codes, _covered(text, comment.outer, formulas)))
        elif order[1] == "off":
            open_offs.setdefault(codes, comment.outer)
        elif codes in open_offs:
            off = open_offs.pop(codes)
            suppressions.append(Suppression(off, codes, Span(off.end, comment.outer.start)))
    suppressions += [Suppression(off, codes, Span(off.end, len(text))) for codes, off in open_offs.items()]
    return sorted(suppressions, key=lambda s: s.span), declarations


def _range(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _stripped(text: str, span: Span) -> Span:
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, start + len(inside.strip()))


def _covered(text: str, comment: Span, formulas: list[Span]) -> Span:
    line = text.rfind("\n", 0, comment.start) + 1
    if not text[line : comment.start].strip(" \t>"):
        line = comment.end
        while line < len(text) and text[line].isspace():
            line += 1
    line_end = text.find("\n", max(line, comment.end))
    line_end = line_end if line_end >= 0 else len(text)
    first = bisect_left(formulas, line, key=lambda f: f.end)
    last = bisect_left(formulas, line_end, key=lambda f: f.start) - 1
    touched = [
        span
        for k in (first, last)
        if 0 <= k < len(formulas)
        for span in [formulas[k]]
        if span.start < line_end and span.end > line
    ]
    return Span(min([line, *(f.start for f in touched)]), max([line_end, *(f.end for f in touched)]))
