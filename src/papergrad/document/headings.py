r"""Where sections start: headings, "Question 2)", "4.", "3.1 Gradient", "(a)", "ii)", ``\textcircled{1}`` at the head of a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from papergrad.document.marks import Stretch
from papergrad.document.pieces import Section
from papergrad.records import dataclass
from papergrad.source import Span

HEADING, QUESTION, NUMBER, LETTER, ROMAN = "heading", 7, 8, 9, 10

_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*\Z")
_UNDERLINE = re.compile(r"\n[ \t]{0,3}(=+|-{3,})[ \t\r]*(?:\n|\Z)")
_DECORATION = re.compile(
    r"[ \t>]*(?:[-*+•][ \t]+)?(?:#{1,6}[ \t]+)?(?:\*\*|__)?(?:\\noindent[ \t]*)?(?:\{?\\(?:textbf|emph|underline|bf)\b[ \t]*\{?)?"
)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?[ \t]+([A-Z][^$\\]{0,80}|[a-z]\w{2,20}(?: \w{2,20}){0,2})\Z")
_TITLED = re.compile(r"[A-Z][\w -]{0,50}#[ \t]?(\d{1,3})\Z")
_NUMBER = re.compile(
    r"(?:(?:Question|Problem|Exercise|Task|Part|Q)\.?[ \t]*)?\(?(\d{1,2}(?:\.\d{1,2})*|[a-zA-Z](?=[.):]))[.):]*[ \t]*"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_END = r"(?=[\s$\\*_:]|\Z)"
_LABELS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"(?:Question|Problem|Exercise|Task|Assignment|Ex|Q)\.?[ \t]?#?(\d{1,3})[.):]*(?=\W|\Z)", QUESTION),
        (r"Part[ \t]+\(?([a-zA-Z])\)?[.:]*(?=\s|\Z)", LETTER),
        (r"(\d{1,2})(?=[a-z]\))", QUESTION),
        (rf"([{_CIRCLED}])", NUMBER),
        (r"\\textcircled\{[ \t]*(\d{1,2})[ \t]*\}", NUMBER),
        (rf"\(?(\d{{1,2}})\.?\){_END}", NUMBER),
        (rf"(\d{{1,2}})\.{_END}", NUMBER),
        (rf"\(?([ivx]{{1,5}})\.?\){_END}", ROMAN),
        (rf"\(?([a-zA-Z])\.?\){_END}", LETTER),
    )
)
_STAR = re.compile(r"\*\)[ \t]*")
_IN_FORMULA = re.compile(
    rf"(?P<sure>\\textcircled\{{[ \t]*\d{{1,2}}[ \t]*\}}|[{_CIRCLED}]|\d{{1,2}}\)|[a-zA-Z]\)|\*\)|\([a-zA-Z]\.\)|"
    r"\\text\{[ \t]*\(?[a-zA-Z0-9]\)[ \t]*\})|"
    r"(?:\d{1,2}\.|\([a-zA-Z0-9ivx]{1,3}\))(?=\s*(?:\\q?quad|\\[ ;]|~))"
)
_BEGIN = re.compile(r"\s*(\\begin\{\w+\*?\})")
_SPACE = re.compile(r"(?:\s|\\q?quad(?![a-zA-Z])|\\[,;: ]|~)*")
_MOST_LABELS = 4  # on one line
_TITLE_LIMIT = 120  # characters


@dataclass(frozen=True)
class Mark:
    """The start of a section. The span is that of the heading or label itself."""

    span: Span
    level: int
    label: str
    title: str
    form: str = "label"


@dataclass(frozen=True)
class Close:
    """Here ends what started at this level (a list, an environment)."""

    at: int
    level: int


def in_text(text: str, stretches: list[Stretch], start: int = 0) -> Iterator[Mark]:
    """The sections that lines start, in order: lines inside code and displays are passed over."""
    k, line, before = 0, start, True
    while line < len(text):
        end = text.find("\n", line)
        end = len(text) if end < 0 else end
        while k < len(stretches) and stretches[k].outer.end <= line:
            k += 1
        ahead = stretches[k] if k < len(stretches) else None
        if ahead and ahead.outer.start < line:
            line, before = max(end, min(ahead.outer.end, len(text))), False
            continue
        stop = min(end, ahead.outer.start) if ahead else end
        marks = list(_line(text, line, stop, end, before))
        yield from marks
        before = bool(marks) or not text[line:end].strip()
        line = end + 1


def _line(text: str, line: int, stop: int, end: int, after_blank: bool) -> Iterator[Mark]:
    """The sections that one line starts. Prose of the line stands before ``stop``."""
    content, alone = text[line:stop].rstrip(), stop >= end
    if heading := _MARKDOWN.match(text[line:end].rstrip()):
        yield Mark(Span(line, end), len(heading[1]), *numbered(heading[2]), HEADING)
        return
    if alone and content and (under := _UNDERLINE.match(text, end)) and after_blank:
        yield Mark(Span(line, end), 1 if under[1][0] == "=" else 2, *numbered(content.strip()), HEADING)
        return
    at = line + _DECORATION.match(content).end()  # type: ignore[union-attr]  # matches the empty text too
    body = text[at:stop].rstrip(" \t\r*_")
    if alone and after_blank and not text[end + 1 : end + 200].split("\n")[0].strip():
        if chapter := _NUMBERED.match(body):
            if not body.rstrip().endswith((".", ",", ";", ":")):
                yield Mark(Span(line, end), 1 + chapter[1].count("."), chapter[1], chapter[2], HEADING)
                return
        elif titled := _TITLED.match(body):
            yield Mark(Span(line, end), 1, titled[1], body, HEADING)
            return
    yield from _labels(text, line, at, stop, after_blank)


def numbered(title: str) -> tuple[str, str]:
    """A title apart from the number before it."""
    if m := _NUMBER.match(title):
        return m[1], title[m.end() :][:_TITLE_LIMIT] or title
    return "", title[:_TITLE_LIMIT]


def _labels(text: str, line: int, at: int, stop: int, after_blank: bool) -> Iterator[Mark]:
    """The labels one after another at the head of a line: ``4c)``, ``3) b)``. A bullet before them belongs to the first."""
    for _ in range(_MOST_LABELS):
        matches = ((pattern.match(text, at, stop), level) for pattern, level in _LABELS)
        m, level = next(((m, n) for m, n in matches if m and (after_blank or not m[0].endswith("."))), (None, 0))
        if m is None or (level == NUMBER and m[0].endswith(".") and _goes_on(text, stop, m[1])):
            return
        title = text[m.end() : stop].lstrip(" \t*_")
        at = stop - len(title)
        yield Mark(Span(line, at), level, _plain(m[1]), title.rstrip(" \t\r*_")[:_TITLE_LIMIT])
        line = at


def _goes_on(text: str, stop: int, label: str) -> bool:
    """Whether the next line is the next item: of a list of lines, which is no list of questions."""
    end = text.find("\n", stop)
    if end < 0 or not label.isdigit():
        return False
    return re.compile(rf"[ \t>]*{int(label) + 1}\.[ \t]").match(text, end + 1) is not None


def _plain(label: str) -> str:
    return str(_CIRCLED.index(label) + 1) if label in _CIRCLED else label.lower()


def in_formula(text: str, stretch: Stretch) -> tuple[Stretch, list[Mark], Span]:
    r"""A formula without the labels at its head, those labels, and where they stand after a ``\begin{...}`` that stays."""
    marks: list[Mark] = []
    first = stretch.inner.start
    begin = _BEGIN.match(text, first, stretch.inner.end)
    at = first = begin.end() if begin else first
    at = _skip(text, at, stretch.inner.end)
    while (m := _IN_FORMULA.match(text, at, stretch.inner.end)) and (
        m["sure"] or text[m.end() : stretch.inner.end].strip()
    ):
        label = m[0].removeprefix(r"\textcircled").removeprefix(r"\text").strip("{}(). \t*")
        if label:
            level = NUMBER if label in _CIRCLED or label.isdigit() else LETTER
            marks.append(Mark(Span(stretch.outer.start, m.end()), level, _plain(label), ""))
        at = _skip(text, m.end(), stretch.inner.end)
    end = max(at, stretch.inner.start + len(text[stretch.inner.start : stretch.inner.end].rstrip()))
    if begin:
        stretch = Stretch(stretch.kind, stretch.outer, Span(begin.start(1), end), stretch.display)
        return stretch, marks, Span(first, at if marks else first)
    return Stretch(stretch.kind, stretch.outer, Span(at, end), stretch.display), marks, Span(at, at)


def _skip(text: str, at: int, end: int) -> int:
    m = _SPACE.match(text, at, end)
    return m.end() if m else at


def tree(marks: Iterable[Mark | Close], title: str, end: int) -> list[Section]:
    """The sections between marks that are in order; the document itself is the first."""
    rows: list[tuple[int | None, int, str, str, int]] = [(None, 0, "", title, 0)]
    ends = [end]
    path = [0]
    for mark in marks:
        at, level = (mark.at, mark.level) if isinstance(mark, Close) else (mark.span.start, _level(mark, rows, path))
        same = [i for i in path[1:] if rows[i][1] == level and isinstance(mark, Mark) and rows[i][2] == mark.label]
        if same and isinstance(mark, Mark) and mark.form != HEADING and same[0] != path[-1]:
            level += 1  # "4c)" after "4b)": 4 is still open
            keep = path.index(same[0]) + 1
        else:
            keep = next((k for k, i in enumerate(path) if k and rows[i][1] >= level), len(path))
            same = []
        for i in path[keep:]:
            ends[i] = at
        del path[keep:]
        if isinstance(mark, Mark) and not same:
            rows.append((path[-1], level, mark.label, mark.title.strip(), at))
            ends.append(end)
            path.append(len(rows) - 1)
    return [
        Section(i, parent, level, label, title, Span(at, max(at, ends[i])))
        for i, (parent, level, label, title, at) in enumerate(rows)
    ]


def _level(mark: Mark, rows: list[tuple[int | None, int, str, str, int]], path: list[int]) -> int:
    """The level of a mark: ``i)`` after ``h)`` is a letter, else a Roman number."""
    if mark.level == ROMAN and len(mark.label) == 1:
        letter = next((rows[i][2] for i in path if rows[i][1] == LETTER), "")
        if letter and ord(letter[0]) + 1 == ord(mark.label):
            return LETTER
    return mark.level
