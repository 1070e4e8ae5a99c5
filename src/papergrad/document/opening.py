"""Takes a document apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator
from heapq import merge
from pathlib import Path

from papergrad.document import headings, markdown, notebook, tex
from papergrad.document.headings import Close, Mark
from papergrad.document.macros import macros
from papergrad.document.marks import Stretch
from papergrad.document.pieces import Document, Passage, Piece, Prose, Section
from papergrad.document.remarks import remarks
from papergrad.source import LimitError, PaperError, Source, Span

KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".tex": "tex",
    ".ltx": "tex",
    ".ipynb": "notebook",
}
LARGEST = 2_000_000  # bytes of a file, characters of a text
_NOT_A_LINE_END = re.compile(r"[^\n]")
_PARAGRAPH = re.compile(r"\n[ \t\r>]*\n")


def open(path: str | Path) -> Document:
    """The document in a file. Raises PaperError (PG010) where it cannot be read, LimitError (PG900) above 2 MB."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large(path.stat().st_size, Source("", str(path)))
        raw = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise PaperError(f"cannot read {path}: {error.strerror}", code="PG010") from error
    return of(raw, str(path), KINDS.get(path.suffix.lower(), "text"))


def of(text: str, name: str = "<text>", kind: str = "markdown") -> Document:
    """The document with this text. ``kind``: ``markdown``, ``tex``, ``text``, or ``notebook`` (the JSON of one)."""
    if len(text) > LARGEST:
        raise _too_large(len(text), Source("", name))
    if kind not in {*KINDS.values(), "text"}:
        raise ValueError(f"a document is markdown, tex, text or notebook, not {kind!r}")
    try:
        source = notebook.join(text, name) if kind == "notebook" else Source(text, name)
    except PaperError as error:
        raise error.at(Source("", name)) from error
    legible, stretches, marks = _tex(source.text) if kind == "tex" else _markdown(source)
    return _assemble(source, legible, kind, stretches, marks)


def _too_large(size: int, source: Source) -> LimitError:
    return LimitError(
        f"{size:,} characters are more than the {LARGEST:,} of one document",
        hint="split it",
        code="PG900",
        source=source,
    )


def _tex(text: str) -> tuple[str, list[Stretch], Iterable[Mark | Close]]:
    uncommented, comments = tex.blank(text)
    stretches = tex.scan(uncommented)
    legible = _blank(uncommented, (s.inner for s in stretches if s.kind == "code"))
    return (
        legible,
        sorted(stretches + comments, key=_start),
        merge(tex.sections(legible), headings.in_text(legible, stretches), key=_place),
    )


def _markdown(source: Source) -> tuple[str, list[Stretch], Iterable[Mark | Close]]:
    text, starts = source.text, source.cells or (0,)
    stretches = [
        s for start, end in zip(starts, (*starts[1:], len(text)), strict=True) for s in markdown.scan(text, start, end)
    ]
    legible = _blank(markdown.blank(text, stretches), (s.inner for s in stretches if s.kind == "code"))
    return legible, stretches, headings.in_text(text, stretches)


def _blank(text: str, spans: Iterable[Span]) -> str:
    """The text with spans made spaces; lines stay lines."""
    parts, at = [], 0
    for span in spans:
        if span.end > span.start:
            parts += [text[at : span.start], _NOT_A_LINE_END.sub(" ", text[span.start : span.end])]
            at = span.end
    return "".join([*parts, text[at:]])


def _start(stretch: Stretch) -> tuple[int, int]:
    return stretch.outer.start, -stretch.outer.end


def _place(mark: Mark | Close) -> int:
    return mark.at if isinstance(mark, Close) else mark.span.start


def _assemble(
    source: Source, text: str, kind: str, stretches: list[Stretch], marks: Iterable[Mark | Close]
) -> Document:
    defined = macros(text)
    formulas: list[Stretch] = []
    labels: list[Mark] = []
    inside: list[Span] = []  # labels within formulas
    for stretch in stretches:
        if stretch.kind == "math":
            formula, found, label = headings.in_formula(text, _without_macros(text, stretch, defined))
            formulas.append(formula)
            labels += found
            inside.append(label)
    in_order = list(merge(marks, labels, key=_place))
    sections = headings.tree(in_order, source.name, len(text))
    others = [s.outer for s in stretches if s.kind != "math"] + [
        m.span for m in in_order if isinstance(m, Mark) and m.form != headings.HEADING
    ]
    cuts = [Span(m.span.start, m.span.start) for m in in_order if isinstance(m, Mark)]
    cuts += [Span(m.span.end, m.span.end) for m in in_order if isinstance(m, Mark) and m.form == headings.HEADING]
    pieces = tuple(_pieces(text, formulas, sorted([*others, *defined, *cuts]), sections))
    comments = [s for s in stretches if s.kind == "comment"]
    suppressions, declarations = remarks(source.text, comments, [f.outer for f in formulas])
    legible = Source(_blank(text, inside), source.name, source.cells)
    return Document(
        source, legible, kind, pieces, tuple(sections), tuple(defined), tuple(declarations), tuple(suppressions)
    )


def _without_macros(text: str, stretch: Stretch, defined: list[Span]) -> Stretch:
    """A formula without the definitions of macros at its head."""
    at = stretch.inner.start
    k = bisect_left(defined, Span(at, at))
    while k < len(defined) and defined[k].end <= stretch.inner.end and not text[at : defined[k].start].strip():
        at, k = defined[k].end, k + 1
    return Stretch(stretch.kind, stretch.outer, Span(at, stretch.inner.end), stretch.display)


def _pieces(text: str, formulas: list[Stretch], others: list[Span], sections: list[Section]) -> Iterator[Piece]:
    """Formulas and prose in order. ``others`` is what is neither (and, empty, where prose is cut)."""
    scopes = _scopes(sections)
    next(scopes)
    at = 0
    for outer, formula in merge(
        ((f.outer, f) for f in formulas), ((o, None) for o in others), key=lambda pair: pair[0]
    ):
        if outer.start > at:
            yield from _prose(text, at, outer.start, scopes)
        if formula and text[formula.inner.start : formula.inner.end].strip():
            yield Passage(formula.inner, formula.display, scopes.send(formula.outer.start))
        at = max(at, outer.end)
    yield from _prose(text, at, len(text), scopes)


def _prose(text: str, start: int, end: int, scopes: Generator[int, int, None]) -> Iterator[Prose]:
    """The paragraphs between two places."""
    while start < end:
        blank = _PARAGRAPH.search(text, start, end)
        stop = blank.start() if blank else end
        inside = text[start:stop]
        first = start + len(inside) - len(inside.lstrip())
        last = start + len(inside.rstrip())
        if first < last:
            yield Prose(Span(first, last), scopes.send(start))
        start = blank.end() if blank else end


def _scopes(sections: list[Section]) -> Generator[int, int, None]:
    """Is sent places in order, and answers with the id of the innermost section at each."""
    path, k, place = [0], 1, 0
    while True:
        while k < len(sections) and sections[k].span.start <= place:
            path.append(k)
            k += 1
        while len(path) > 1 and sections[path[-1]].span.end <= place:
            path.pop()
        place = yield path[-1]
