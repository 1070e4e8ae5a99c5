"""Where the mathematics stands in Markdown, and in plain text that borrows its marks."""

from __future__ import annotations

import re

from papergrad.document.marks import BEGIN, Marks, Stretch
from papergrad.source import Span

_NEXT = re.compile(
    r"(?P<fence>^[ \t>]*(?:[-*+][ \t]+)?(?P<ticks>`{3,}|~{3,}))|(?P<comment><!--)|(?P<code>`+)|"
    rf"(?P<begin>{BEGIN})|(?P<bracket>\\\\?[(\[])|(?P<escape>\\.)|(?P<dollars>\$`|\$\$?)|(?P<script><script[^>\n]*math/tex[^>\n]*>)",
    re.M | re.S,
)
_MATH_BLOCK = re.compile(
    r"[ \t]*(?:math|\{math\}[^\n]*)[ \t\r]*\n(?:[ \t>]*:[\w-]+:[^\n]*\n)*"
)  # and the options of a directive
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)")
_QUOTE = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_COMMENT = re.compile(r"^[ \t]*%.*$", re.M)  # MathJax leaves it out, as TeX does
_ENTITY = re.compile(r"&(space|nbsp|plus|lt|gt|amp);")
_ENTITIES = {"space": " ", "nbsp": " ", "plus": "+", "lt": "<", "gt": ">", "amp": "&"}
_LONGEST_CODE_MARK = 8  # a longer run of back-ticks inside a line is decoration
_FRONT_MATTER_LIMIT = 20_000  # characters


def scan(text: str, start: int, end: int) -> list[Stretch]:
    """Everything between two places that is not prose, in order."""
    marks, found, at = Marks(text, end), [], start
    if start == 0 and (front := _FRONT_MATTER.match(text, 0, min(end, _FRONT_MATTER_LIMIT))):
        found.append(Stretch("comment", Span(0, front.end()), Span(4, front.end() - 3)))
        at = front.end()
    while m := _NEXT.search(text, at, end):
        stretch = _stretch(marks, m)
        if stretch is None:
            at = m.end()
            continue
        if stretch.kind != "span":
            found.append(stretch)
        at = stretch.outer.end
    return found


def _stretch(marks: Marks, m: re.Match[str]) -> Stretch | None:
    """What starts at a mark. The kind ``span`` is code inside a line: it stays part of the prose around it."""
    at, after, end = m.start(), m.end(), marks.end
    match m.lastgroup:
        case "fence":
            close = re.compile(rf"^[ \t>]*{re.escape(m['ticks'])}.*$", re.M).search(marks.text, after, end)
            outer = Span(at, close.end() if close else end)
            block = _MATH_BLOCK.match(marks.text, after, end)
            kind, start = ("code", after) if block is None else ("math", block.end())
            return Stretch(kind, outer, Span(start, max(start, close.start() if close else end)), block is not None)
        case "comment":
            close_at = marks.find("-->", after, end)
            return None if close_at < 0 else Stretch("comment", Span(at, close_at + 3), Span(after, close_at))
        case "code":
            ticks = m["code"]
            close_at = marks.find(ticks, after, marks.paragraph_end(at)) if len(ticks) <= _LONGEST_CODE_MARK else -1
            return None if close_at < 0 else Stretch("span", Span(at, close_at + len(ticks)), Span(after, close_at))
        case "begin":
            return marks.environment(at, after)
        case "bracket":
            opening = m["bracket"]
            closing = opening[:-1] + {"(": ")", "[": "]"}[opening[-1]]
            found = marks.display(at, opening, closing, sure=False)
            if found is None or not re.search(
                r"[\\_^=<>+*/()]|\A\s*[^\W\d]\s*\Z", marks.text[found.inner.start : found.inner.end]
            ):
                return None
            if opening[-1] == "[":
                return found
            return Stretch("math", found.outer, found.inner) if found.outer.end <= marks.paragraph_end(at) else None
        case "dollars" if m["dollars"] == "$`":
            close_at = marks.find("`$", after, marks.paragraph_end(at))
            return marks.inline(at) if close_at < 0 else Stretch("math", Span(at, close_at + 2), Span(after, close_at))
        case "script":
            close_at = marks.find("</script>", after, end)
            inner = Span(after, close_at)
            return None if close_at < 0 else Stretch("math", Span(at, close_at + 9), inner, "display" in m["script"])
        case "dollars":
            return marks.display(at, "$$", "$$") if m["dollars"] == "$$" else marks.inline(at)
        case _:
            return None


def blank(text: str, stretches: list[Stretch]) -> str:
    """The text with what is no mathematics made spaces inside its formulas: quote marks, lines of comment, names of characters."""
    parts, at = [], 0
    for s in stretches:
        if s.kind != "math":
            continue
        inside = written = text[s.inner.start : s.inner.end]
        if "\n" in written:
            line = text.rfind("\n", 0, s.outer.start) + 1
            if text[line : s.outer.start].lstrip().startswith(">"):
                inside = _QUOTE.sub(lambda m: "\n" + " " * (len(m[0]) - 1), inside)
            inside = _COMMENT.sub(lambda m: " " * len(m[0]), inside)
        inside = _ENTITY.sub(lambda m: _ENTITIES[m[1]].ljust(len(m[0])), inside)
        if inside != written:
            parts += [text[at : s.inner.start], inside]
            at = s.inner.end
    return "".join([*parts, text[at:]])
