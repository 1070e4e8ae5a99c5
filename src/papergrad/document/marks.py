r"""The marks around mathematics: ``$``, ``$$``, ``\( \)``, ``\[ \]`` and environments, in any kind of document.

Everything here is linear in the length of the text: a search that failed up to some place is not repeated before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import field
from functools import cached_property

from papergrad.records import dataclass
from papergrad.source import Span

ENVIRONMENTS = (
    "equation align gather multline alignat flalign eqnarray displaymath math dmath IEEEeqnarray "
    "aligned gathered alignedat split cases array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix"
).split()
BEGIN = rf"\\begin\{{(?P<environment>(?:{'|'.join(sorted(ENVIRONMENTS, key=len, reverse=True))})\*?)\}}"

_EDGE = re.compile(r"\\(begin|end)\{(\w+\*?)\}")
_BLANK = re.compile(r"\n[ \t\r>]*(?=\n)")
_PRICE = re.compile(r"\d[^\\_^=<>+*{}]*\Z")
_FORMULA = re.compile(r"[\\_^=]")
_WORD = re.compile(r"[a-zA-Z]{2,}")
_LONE_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_PROSE_WORDS = 4  # so many words on a line without a backslash are prose


@dataclass(frozen=True)
class Stretch:
    """A stretch of a document that is not prose. ``kind``: ``math``, ``comment`` or ``code``; ``outer`` has the marks too."""

    kind: str
    outer: Span
    inner: Span
    display: bool = False


@dataclass
class Marks:
    """Finds the other end of what starts at a place, within ``text[:end]``."""

    text: str
    end: int
    _barren: dict[str, tuple[int, int]] = field(default_factory=dict)  # there is none between these
    _next: dict[str, tuple[int, int]] = field(default_factory=dict)  # the second is the next after the first

    @cached_property
    def _blanks(self) -> list[int]:
        return [m.start() for m in _BLANK.finditer(self.text, 0, self.end)]

    @cached_property
    def _ends(self) -> dict[int, int]:
        """Where an environment that begins at a place ends."""
        ends: dict[int, int] = {}
        waiting: dict[str, list[int]] = {}
        for m in _EDGE.finditer(self.text, 0, self.end):
            if m[1] == "begin":
                waiting.setdefault(m[2], []).append(m.start())
            elif waiting.get(m[2]):
                ends[waiting[m[2]].pop()] = m.end()
        return ends

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph ends that holds a character."""
        k = bisect_left(self._blanks, at)
        return self._blanks[k] if k < len(self._blanks) else self.end

    def find(self, mark: str, start: int, limit: int) -> int:
        """Where ``mark`` stands next, not escaped by a backslash, before ``limit``; -1 if nowhere."""
        low, high = self._barren.get(mark, (0, 0))
        if low <= start and limit <= high:
            return -1
        low, high = self._next.get(mark, (1, 0))
        if low <= start <= high < limit:
            return high
        at = self.text.find(mark, start, limit)
        while at > start and mark[0] != "\\" and self._escaped(at, start):
            at = self.text.find(mark, at + 1, limit)
        if at < 0:
            self._barren[mark] = (start, limit)
        else:
            self._next[mark] = (start, at)
        return at

    def _escaped(self, at: int, start: int) -> bool:
        first = at
        while first > start and self.text[first - 1] == "\\":
            first -= 1
        return (at - first) % 2 == 1

    def inline(self, at: int) -> Stretch | None:
        """The formula whose ``$`` stands at a place; None where that dollar is only a dollar."""
        start, limit = at + 1, self.paragraph_end(at)
        close = self.find("$", start, limit)
        if close <= start:
            return None
        inner, after = self.text[start:close], self.text[close + 1 : close + 2]
        line = self.text.rfind("\n", start, close)
        own_line = after == "$" and line >= 0 and not self.text[line:close].strip(" \t\n>")
        opens_the_next = inner[-1].isspace() and not inner[0].isspace() and (after.isalnum() or after == "\\")
        price = after.isdigit() or (inner[-1].isspace() and re.search("[a-z]{2}", inner))
        if not inner.strip() or own_line or opens_the_next or (price and _PRICE.match(inner)):
            return None
        return Stretch("math", Span(at, close + 1), Span(start, close))

    def display(self, at: int, opening: str, closing: str, sure: bool = True) -> Stretch | None:
        """The formula whose opening mark stands at a place. One that is never closed ends with its paragraph, if the mark
        means mathematics for ``sure`` and a formula follows; else there is none."""
        start = at + len(opening)
        paragraph = self.paragraph_end(start)
        close = self.find(closing, start, self.end)
        if close > paragraph and self._page_again(paragraph, close, opening):
            close = -1
        if close >= 0:
            inner = Span(start, close)
            return (
                Stretch("math", Span(at, close + len(closing)), inner, True) if self.text[start:close].strip() else None
            )
        if not sure or not _FORMULA.search(self.text, start, paragraph):
            return None
        return Stretch("math", Span(at, paragraph), Span(start, paragraph), True)

    def _page_again(self, start: int, end: int, opening: str) -> bool:
        """Whether what lies between shows that a formula has ended before: prose, a heading, another formula."""
        while start < end:
            line_end = self.text.find("\n", start, end)
            line = self.text[start : line_end if line_end >= 0 else end]
            if opening in line or line.lstrip(" \t>").startswith(("#", "```")) or _LONE_DOLLAR.search(line):
                return True
            if "\\" not in line and len(_WORD.findall(line)) >= _PROSE_WORDS:
                return True
            start += len(line) + 1
        return False

    def environment(self, at: int, after: int) -> Stretch | None:
        r"""The environment whose ``\begin`` stands at a place. The span includes its ``\begin`` and ``\end``."""
        end = self._ends.get(at)
        if end is None:
            end = self.paragraph_end(after)
            if not self.text[after:end].strip():
                return None
        return Stretch("math", Span(at, end), Span(at, end), True)
