r"""Headings that are cases: what is claimed below ``### $i \neq j$``, or below ``**Case 2: $i = j$**``, holds in that case."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from papergrad.document import Document
from papergrad.notation import tree
from papergrad.notation.glyphs import LEVEL, SEPARATOR
from papergrad.notation.tree import Infix, Name, Node
from papergrad.phrasebook import gradient
from papergrad.reading.posing import CASE_WORDS
from papergrad.reading.statements import EQUAL, Stated, is_condition
from papergrad.reading.understood import Read
from papergrad.records import dataclass
from papergrad.source import Span

HEADINGS = range(1, 7)  # levels of sections that are headings
_MARKS = (
    r"(?:[ \t>*_#`$]|[-+•][ \t]|\\[(\[]|\\item\b|\\noindent\b"
    r"|\\(?:sub)*section\*?\{|\\(?:paragraph|textbf|textit|emph|underline)\*?\{)*"
)
_WHICH = r"(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})"
_NUMBER = rf"(?:\(?{_WHICH}[.):])?"
_CASE = rf"(?:(?:case|situation|{CASE_WORDS}|fall|cas|caso|情况|当)\b[ \t]*(?:{_WHICH}\b)?[ \t]*[:.,—–-]*)?"
_FIRST = re.compile(rf"{_MARKS}{_NUMBER}{_MARKS}{_CASE}{_MARKS}\(?{_MARKS}\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s$*_]*(?:\\[)\]])?[\s,;&*_]*(?:and|und|et|y)?[\s$*_]*(?:\\[(\[])?", re.IGNORECASE)
_BOLD = re.compile(r"[ \t>]*(?:[-*+•][ \t]+|\\item[ \t]*|\\noindent[ \t]*)?(?:\*\*|__|\\(?:textbf|underline|emph)\{)")
_LAST = re.compile(r"[\s$)}*_:.,]*(?:\\[)\]])?[\s)}*_:.,]*(?:\([^()$]*\))?[\s)}*_:.]*\Z")  # and a remark in brackets
_OVER = re.compile(
    r"\b(?:both|all|two|these) (?:of the )?(?:the )?cases\b|\bcombin|\bin general\b|\btogether\b|\bin (?:any|either|every) case\b"
    r"|\bcompactly\b|\bunif(?:y|ied|ying)\b|\bsummar|\bfor all\b|综上|合并|总之",
    re.IGNORECASE,
)  # the cases are left


@dataclass(frozen=True)
class Headed:
    """The stretch of a text below a heading, and the cases that the heading names."""

    below: Span
    conditions: tuple[Node, ...]


def told(stated: list[Stated], document: Document, trees: Mapping[int, Sequence[Node]]) -> list[Stated]:
    """The statements with the cases of the headings that they stand below."""
    headed = list(_headed(document, trees))
    if not headed:
        return stated
    text = document.legible.text

    def holds(one: Headed, at: int) -> bool:
        inside = one.below.start <= at < one.below.end
        return inside and _OVER.search(text, one.below.start, at) is None

    above = [tuple(c for one in headed if holds(one, s.span.start) for c in one.conditions) for s in stated]
    return [replace(one, above=cases) if cases else one for one, cases in zip(stated, above, strict=True)]


def enter(reads: list[Read]) -> None:
    """What is claimed below a heading that is a case holds in that case, where it speaks of both of its letters, until words say
    another one of them."""
    said: dict[frozenset[str], int] = {}  # where a case of some letters was said last
    for one in reads:
        if one.role == "condition":
            said[frozenset(_letters(one.stated.left) | _letters(one.stated.right))] = one.span.start
        if one.role != "claims" or not one.stated.above or one.stated.relation not in EQUAL:
            continue
        head = one.heads[0] if one.heads else one.stated.head
        if gradient.read(head) is None:
            continue
        letters = _letters(head) | _letters(one.stated.right)
        own = [_letters(condition) for condition in one.stated.conditions]
        above = (c for c in one.stated.above if said.get(frozenset(_letters(c)), -1) <= c.span.end)
        cases = (c for c in above if _letters(c) <= letters and _letters(c) not in own)
        one.stated = replace(one.stated, conditions=(*one.stated.conditions, *cases))


def _letters(node: Node) -> set[str]:
    return {part.text for part in tree.walk(node) if isinstance(part, Name)}


def _headed(document: Document, trees: Mapping[int, Sequence[Node]]) -> Iterator[Headed]:
    """The headings that are cases, each with what stands below it: up to the next heading of its level, or the next case."""
    text, passages = document.legible.text, document.passages
    sections = {s.span.start: s for s in document.sections if s.level in HEADINGS}
    starts = [passage.span.start for passage in passages]
    lines: dict[int, tuple[int, tuple[Node, ...]]] = {}  # the line of each case: its end, and what it says
    for at in starts:
        line = text.rfind("\n", 0, at) + 1
        if line in lines or not (line in sections or _BOLD.match(text, line)):
            continue
        end = text.find("\n", line)
        end = len(text) if end < 0 else end
        first, last = bisect_left(starts, line), bisect_left(starts, end)
        spans = [passage.span for passage in passages[first:last]]
        words = [
            text[a:b] for a, b in zip((line, *(s.end for s in spans)), (*(s.start for s in spans), end), strict=True)
        ]
        if _FIRST.match(words[0]) and _LAST.match(words[-1]) and all(map(_BETWEEN.fullmatch, words[1:-1])):
            cases = [_cases(trees.get(span.start, ())) for span in spans]
            if all(cases):
                lines[line] = end, tuple(c for found in cases for c in found)
    stops = sorted({*sections, *(line for line in lines if line not in sections)})
    for line, (end, conditions) in lines.items():
        if line in sections:
            yield Headed(Span(end, sections[line].span.end), conditions)
        else:
            yield Headed(Span(end, next((stop for stop in stops if stop > line), len(text))), conditions)


def _cases(lines: Sequence[Node]) -> tuple[Node, ...]:
    """The cases that a formula names, if it says nothing else: ``i = k, l ≠ j``."""
    if len(lines) != 1:
        return ()
    match lines[0]:
        case Infix(operands, (sign, *_)) if LEVEL.get(sign) == SEPARATOR:
            parts: tuple[Node, ...] = operands
        case line:
            parts = (line,)
    return parts if all(map(is_condition, parts)) else ()
