"""A page as Markdown, for a comment under somebody's homework."""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.notation import latex
from papergrad.reports.answers import stated
from papergrad.reports.lines import NOTABLE, UNUSED, Line, Page, headline, place, printable, summary


def report(page: Page, everything: bool = False) -> Iterator[str]:
    """A heading, the findings as a list, and the count."""
    yield f"## {_escaped(printable(page.source.name))}"
    yield ""
    for line in page.lines:
        if everything or line.finding.verdict in NOTABLE or line.finding.code == UNUSED:
            yield from _item(page, line)
    yield summary([page])
    yield ""


def _item(page: Page, line: Line) -> Iterator[str]:
    finding = line.finding
    code = f"{finding.code} " if finding.code else ""
    yield f"- **{place(page.source, line).split(':', 1)[1]}** {code}{_escaped(printable(headline(finding)))}"
    yield ""
    yield from (f"  {row}" for row in _fenced(printable(line.text.strip()), "tex"))
    if (right := stated(finding)) is not None:
        yield ""
        yield f"  {'Answer' if finding.verdict == 'answered' else 'It should be'}"
        yield ""
        yield f"  $${printable(latex.write(right))}$$"
    yield ""


def _fenced(text: str, language: str) -> list[str]:
    fence = "`" * max(3, 1 + max((len(run) for run in text.replace("\n", " ").split() if set(run) == {"`"}), default=0))
    return [fence + language, *text.splitlines(), fence]


def _escaped(text: str) -> str:
    """Words as they are: no mark of Markdown works in them."""
    return "".join("\\" + c if c in r"\`*_{}[]<>#|$" else c for c in text)
