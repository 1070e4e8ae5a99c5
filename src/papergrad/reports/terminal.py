"""A page for a terminal: place, code, one line, the source with a caret, help with the right formula."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.reports.answers import stated
from papergrad.reports.formulas import readable
from papergrad.reports.lines import GRAVE, NOTABLE, UNUSED, Line, Page, headline, place, printable
from papergrad.source import PaperError, Source

_COLOURS = {"wrong": 31, "ill-typed": 31, "right-if": 33, "right-up-to-layout": 33, "unknown": 35, "answered": 36}
_DIM, _BOLD, _BLUE, _GREEN = 2, 1, 34, 32


def _paint(text: str, *codes: int) -> str:
    return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if codes else text


def full(page: Page, everything: bool = False, counterexample: bool = False, width: int = 100) -> Iterator[str]:
    """The findings one should look at, each with its source; with ``everything`` also what is right or not understood."""
    shown = [
        line for line in page.lines if everything or line.finding.verdict in NOTABLE or line.finding.code == UNUSED
    ]
    for line in shown:
        finding = line.finding
        yield _headline(page.source, line)
        yield from excerpt(page.source, line, width, _COLOURS.get(finding.verdict, _GREEN))
        if finding.reading and (everything or finding.verdict in GRAVE):
            yield f"   {_paint('=', _BLUE)} read as: {readable(finding.reading)}"
        if (right := stated(finding)) is not None:
            yield f"{_paint('help', 36, _BOLD)}: {readable(None, right)}"
        if counterexample:
            yield from (f"   {_paint('|', _BLUE)} {row}" for row in printable(finding.counterexample).splitlines())
        yield ""


def concise(page: Page, everything: bool = False) -> Iterator[str]:
    """A line for each finding."""
    for line in page.lines:
        if everything or line.finding.verdict in NOTABLE or line.finding.code == UNUSED:
            yield _headline(page.source, line)


def failure(error: PaperError) -> str:
    """What stopped the reading of a whole document."""
    return printable(str(error))


def _headline(source: Source, line: Line) -> str:
    finding = line.finding
    colour = _COLOURS.get(finding.verdict, _GREEN)
    code = _paint(finding.code, colour, _BOLD) + " " if finding.code else ""
    return f"{_paint(place(source, line), _BOLD)}: {code}{printable(headline(finding))}"


def excerpt(source: Source, line: Line, width: int, colour: int) -> Iterator[str]:
    """The line of the document with the statement underlined, cut to ``width``; of several lines the first that says anything."""
    start, end = line.finding.span.start, line.finding.span.end
    lead = len(line.text) - len(line.text.lstrip())
    number, column = source.place(start + lead if lead < len(line.text) else start)
    start = start + lead if lead < len(line.text) else start
    first = start - column + 1
    stop = source.text.find("\n", first)
    row = printable(source.text[first : stop if stop >= 0 else len(source.text)])
    left, right = column - 1, max(column, min(end - first, len(row)))
    room = max(20, width - len(str(number)) - 3)
    row, left, right = _window(row, left, right, room)
    gutter = " " * len(str(number))
    yield f"{gutter} {_paint('|', _BLUE)}"
    yield f"{_paint(f'{number} |', _BLUE)} {row}"
    more = f" and {line.end_line - number} more lines" if line.end_line - number > 1 else ""
    yield f"{gutter} {_paint('|', _BLUE)} {' ' * left}{_paint('^' * max(1, right - left), colour, _BOLD)}{_paint(more, _DIM)}"


def _window(row: str, left: int, right: int, room: int) -> tuple[str, int, int]:
    """As much of a long row as there is room for, with the part from ``left`` to ``right`` in it."""
    if len(row) <= room:
        return row, left, right
    begin = 0 if right <= room - 1 else max(0, min(left - 8, len(row) - room + 1))
    cut = row[begin : begin + room - 1]
    head = "…" if begin else ""
    tail = "…" if begin + room - 1 < len(row) else ""
    shift = begin - len(head)
    return head + cut[: room - 1 - len(head)] + tail, left - shift, min(right - shift, room - 1)
