"""Cases that a sentence tells: "f(x) = x if x > 0 and 0 otherwise", "f(x) = x for x > 0, f(x) = a x for x ≤ 0"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from papergrad.document import Document
from papergrad.notation.glyphs import LEVEL, RELATION, SEPARATOR
from papergrad.notation.tree import Branches, Infix, Node
from papergrad.phrasebook import gradient
from papergrad.reading.posing import CASE_WORDS, OTHERWISE_WORDS, opens, sentence
from papergrad.reading.statements import EQUAL, ORDERED, Stated, opposite, spelled

_MARKS = re.compile(r"[\s$]|\\[()\[\]]")  # between words and formulas
_ALSO = r"[,;.]? ?(?:and|or|but|while|whereas|et|und|y|e)?,?"
_THEN = re.compile(r",? ?(?:then|we have|it is|this is)?,?", re.IGNORECASE)
_AND = re.compile(_ALSO, re.IGNORECASE)
_CASE = rf"(?:{CASE_WORDS})(?: all| any| every)?"
_IF = re.compile(rf",? ?{_CASE}", re.IGNORECASE)
_AND_IF = re.compile(rf"{_ALSO} ?{_CASE}", re.IGNORECASE)
_ELSE = re.compile(rf"{_ALSO} ?(?:{OTHERWISE_WORDS})(?: it is| is|,|:)?", re.IGNORECASE)
_ELSE_AFTER = re.compile(rf"[\s$,]*(?:\\[)\]])?[\s,]*(?:{OTHERWISE_WORDS})", re.IGNORECASE)
_LEADING = re.compile(rf"[^$\\]{{0,40}}?\b(?:{CASE_WORDS})\b[^$\\\w]{{0,3}}[$\\]", re.IGNORECASE)
_OPENED = re.compile(rf"(?:^|[.;:] ?(?:\w+ ){{0,2}}){_CASE}$", re.IGNORECASE)
_COLON = re.compile(r"(?:[\s$*]|\\[)\]])*[:：]")
REACH = 240  # characters of a sentence that are looked at

Told = tuple[
    Node, Node | None, int
]  # a value, its condition (None: in all other cases), and the last passage that tells it
Trees = Mapping[int, Sequence[Node]]  # the lines of passages, by where these start


def trails(document: Document, number: int) -> bool:
    """Whether a passage says in which case the formula right before it holds: "f'(x) = 1 if x > 0".

    It says so of the one behind it where its sentence began with a case: "if x > 0, f'(x) = 1; if x < 0, f'(x) = 0".
    """
    words = _words(document, number - 1) if number else ""
    if _IF.fullmatch(words) is None or words.endswith("where"):  # where x > 0: a fact, and no case
        return False
    text, span = document.legible.text, document.passages[number].span
    if opens(text, span.start, span.end) or _COLON.match(text, span.end):
        return False
    return _LEADING.match(sentence(text[max(0, span.start - REACH) : span.start])) is None


def gathered(stated: list[Stated], document: Document, trees: Trees) -> list[Stated]:
    """The statements with all the cases that their sentences tell: a definition by cases, or a claim for each.

    A sentence that tells one case only is left as it is.
    """
    last = {one.passage: place for place, one in enumerate(stated)}
    inside: set[int] = set()  # passages that belong to a definition before them
    changed: dict[int, Stated] = {}
    more: list[Stated] = []
    for number, place in last.items():
        one = stated[place]
        if number in inside or one.link or one.relation not in EQUAL or len(one.conditions) > 1:
            continue
        told = _told(one, number, document, trees)
        if len(told) < 2:
            continue
        if gradient.read(one.head) is not None:
            more += _claims(one, told, set(last), document)
            continue
        values = tuple((spelled(value, one.head), condition) for value, condition, _ in told)
        span = one.span | document.passages[told[-1][2]].span
        changed[place] = replace(one, right=Branches(values, span=span), span=span, conditions=())
        inside |= set(range(number + 1, told[-1][2] + 1))
    kept = [changed.get(place, one) for place, one in enumerate(stated) if one.passage not in inside]
    return sorted(kept + more, key=lambda one: one.passage)


def _claims(one: Stated, told: list[Told], stating: set[int], document: Document) -> Iterator[Stated]:
    """What is claimed of a derivative in the cases behind the first, where only values are given for them."""
    for (_, known, _), (value, condition, number) in pairwise(told):
        case = condition if condition is not None else opposite(known) if known is not None else None
        first = number - (condition is not None)  # the passage of the value
        if first not in stating and case is not None:
            span = document.passages[first].span
            right = spelled(value, one.head)
            yield replace(one, span=span, right=right, conditions=(case,), passage=first, chain=-first)


def _told(one: Stated, number: int, document: Document, trees: Trees) -> list[Told]:
    """The cases of a formula."""
    told = _leading(one, number, document, trees) or _trailing(one, number, document, trees)
    if not told:
        return []
    last = told[-1][2]
    if last + 1 < len(document.passages) and _ELSE.fullmatch(_words(document, last)):
        other = _value(one, last + 1, document, trees)
        return [*told, (other, None, last + 1)] if other is not None else told
    return told


def _trailing(one: Stated, number: int, document: Document, trees: Trees) -> list[Told]:
    """``f(x) = x`` if ``x > 0``, and ``a x`` if ``x ≤ 0``; and ``0`` otherwise."""
    count = len(document.passages)
    found: list[Told] = [(one.right, one.conditions[0], number)] if one.conditions else []
    value: Node | None = one.right
    if found:
        value, number = _next(one, number, document, trees)
    while value is not None:
        asked = _condition(number + 1, document, trees) if number + 1 < count else None
        if asked is None or _IF.fullmatch(_words(document, number)) is None:
            if found and _ELSE_AFTER.match(document.legible.text, document.passages[number].span.end):
                found.append((value, None, number))
            break
        found.append((value, asked, number + 1))
        value, number = _next(one, number + 1, document, trees)
    return found


def _next(one: Stated, number: int, document: Document, trees: Trees) -> tuple[Node | None, int]:
    """The value behind "and"."""
    if number + 1 < len(document.passages) and _AND.fullmatch(_words(document, number)):
        return _value(one, number + 1, document, trees), number + 1
    return None, number


def _leading(one: Stated, number: int, document: Document, trees: Trees) -> list[Told]:
    """If ``x > 0``, ``f(x) = x``; if ``x ≤ 0``, ``f(x) = a x``."""
    found: list[Told] = []
    value: Node | None = one.right
    while value is not None and 1 <= number < len(document.passages):
        asked = _condition(number - 1, document, trees)
        words = _words(document, number - 2)
        opened = _AND_IF.fullmatch(words) if found else _OPENED.search(words)
        if asked is None or opened is None or not _THEN.fullmatch(_words(document, number - 1)):
            break
        found.append((value, asked, number))
        number += 2
        value = _value(one, number, document, trees) if number < len(document.passages) else None
    return found


def _line(number: int, document: Document, trees: Trees) -> Node | None:
    lines = trees.get(document.passages[number].span.start, ())
    return lines[0] if len(lines) == 1 else None


def _condition(number: int, document: Document, trees: Trees) -> Node | None:
    match _line(number, document, trees):
        case Infix((_, _), (sign,)) as line if sign in ORDERED or sign in "=≠":
            return line
        case Infix((_, _, _), signs) as line if ORDERED.issuperset(signs):  # 0 < x < 1
            return line
    return None


def _value(one: Stated, number: int, document: Document, trees: Trees) -> Node | None:
    """What the formula equals in another case: a passage that says it again, or only the value."""
    match _line(number, document, trees):
        case Infix((left, right), (sign,)) if sign in EQUAL:
            return right if left == one.head else None
        case Infix(_, (sign, *_)) if LEVEL.get(sign) in (RELATION, SEPARATOR):
            return None
        case line:
            return line


def _words(document: Document, number: int) -> str:
    """The words between a passage (-1: the beginning) and the next, without the marks around mathematics."""
    passages = document.passages
    after = passages[number + 1].span.start
    before = passages[number].span.end if number >= 0 else max(0, after - REACH)
    return " ".join(_MARKS.sub(" ", document.legible.text[before:after]).split())
