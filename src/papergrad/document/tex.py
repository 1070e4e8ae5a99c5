"""Where the mathematics stands in TeX, and where its sections start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergrad.document.headings import HEADING, LETTER, NUMBER, QUESTION, ROMAN, Close, Mark, numbered
from papergrad.document.marks import BEGIN, Marks, Stretch
from papergrad.source import Span

_COMMENT = re.compile(r"\\.|%[^\n]*", re.S)
_VERBATIM = "verbatim lstlisting minted Verbatim comment tikzpicture filecontents thebibliography".split()
_NEXT = re.compile(
    rf"\\begin\{{(?P<verbatim>(?:{'|'.join(_VERBATIM)})\*?)\}}|(?P<begin>{BEGIN})|\\verb\*?(?P<verb>[^\w\s*])|"
    r"(?P<bracket>\\[(\[])|(?P<escape>\\.)|(?P<dollars>\$\$?)",
    re.S,
)
_SECTION = re.compile(
    r"\\(?P<heading>part|chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]\n]{0,200}\])?\{|"
    r"(?P<slide>\\begin\{frame\}(?:\[[^\]\n]{0,80}\])?\{|\\frametitle\{)|"
    r"\\(?P<exam>question|part|subpart)(?![a-zA-Z{*])(?:[ \t]*\[\d{0,3}\])?|"
    r"\\(?P<item>item)(?![a-zA-Z])[ \t]*(?:\[(?P<own>[^\]\n]{0,40})\])?|"
    r"\\(?P<edge>begin|end)\{(?P<environment>enumerate|itemize|description|[a-zA-Z]{0,20}?(?:[pP]roblem|[eE]xercise|[qQ]uestion))\*?\}"
)
_LEVEL = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
_EXAM = {"question": QUESTION, "part": LETTER, "subpart": ROMAN}
_SLIDE = re.compile(r"\b(?:question|problem|exercise)\s+(\d{1,3})\b", re.IGNORECASE)
LINES = "*enumerate"  # a list of lines, as those of Markdown are: no list of questions
_LINES = re.compile(
    r"\\begin\{enumerate\}(?:\[[^\]\n]*+\])?\s*+(?:\\item(?![a-zA-Z])(?:(?!\\begin|\\end|\$\$|\\\[)[^\n])*+\n\s*+)++"
    r"\\end\{enumerate\}"
)
_PLAIN = ("enumerate", LINES, "itemize", "description")  # the other environments that count are questions
_LISTS = (NUMBER, LETTER, ROMAN)
_TITLE_LIMIT = 300  # characters


def blank(text: str) -> tuple[str, list[Stretch]]:
    """The text with its comments made spaces, and the comments."""
    found = [
        Stretch("comment", Span(*m.span()), Span(m.start() + 1, m.end()))
        for m in _COMMENT.finditer(text)
        if m[0][0] == "%"
    ]
    parts, at = [], 0
    for comment in found:
        parts += [text[at : comment.outer.start], " " * (comment.outer.end - comment.outer.start)]
        at = comment.outer.end
    return "".join([*parts, text[at:]]), found


def scan(text: str) -> list[Stretch]:
    r"""Everything in the body that is not prose, in order; the preamble up to ``\begin{document}`` is one stretch of code."""
    begin = text.find(r"\begin{document}")
    stop = text.find(r"\end{document}", max(begin, 0))
    end = stop if stop >= 0 else len(text)
    found, at = [], 0
    if begin >= 0:
        at = begin + len(r"\begin{document}")
        found.append(Stretch("code", Span(0, at), Span(at, at)))  # its macros stay legible
    marks = Marks(text, end)
    while m := _NEXT.search(text, at, end):
        stretch = _stretch(marks, m)
        if stretch is not None:
            found.append(stretch)
        at = m.end() if stretch is None else stretch.outer.end
    if stop >= 0:
        found.append(Stretch("code", Span(stop, len(text)), Span(stop, stop)))
    return found


def _stretch(marks: Marks, m: re.Match[str]) -> Stretch | None:
    at, after = m.start(), m.end()
    match m.lastgroup:
        case "verbatim":
            closing = rf"\end{{{m['verbatim']}}}"
            close = marks.find(closing, after, marks.end)
            return Stretch("code", Span(at, close + len(closing)), Span(after, close)) if close >= 0 else None
        case "verb":
            close = marks.text.find(m["verb"], after, min(marks.end, after + _TITLE_LIMIT))
            return Stretch("code", Span(at, close + 1), Span(after, close)) if close >= 0 else None
        case "begin":
            return marks.environment(at, after)
        case "bracket":
            if m["bracket"] == r"\[":
                return marks.display(at, r"\[", r"\]")
            close = marks.find(r"\)", after, marks.paragraph_end(at))
            return Stretch("math", Span(at, close + 2), Span(after, close)) if close > after else None
        case "dollars":
            return marks.display(at, "$$", "$$") if m["dollars"] == "$$" else marks.inline(at)
        case _:
            return None


def sections(text: str) -> Iterator[Mark | Close]:
    """Where sections start (and lists of questions end), in order."""
    open_lists: list[tuple[str, int]] = []  # environment, number of items so far
    lines = {m.start() for m in _LINES.finditer(text)}
    counts: dict[str, int] = {}
    depth = 0  # of nested enumerations
    slide = ""  # the question that the slides are about
    for m in _SECTION.finditer(text):
        if m["heading"]:
            title = _braced(text, m.end())
            yield Mark(Span(m.start(), m.end() + len(title) + 1), _LEVEL[m["heading"]], *numbered(title), HEADING)
        elif m["slide"]:
            asked = _SLIDE.search(_braced(text, m.end()))
            if asked is not None and asked[1] != slide:  # its solution goes on with it
                slide = asked[1]
                yield Mark(Span(*m.span()), QUESTION, slide, "")
        elif m["exam"]:
            counts = {name: n for name, n in counts.items() if _EXAM[name] <= _EXAM[m["exam"]]}
            counts[m["exam"]] = counts.get(m["exam"], 0) + 1
            yield Mark(Span(*m.span()), _EXAM[m["exam"]], _label(_EXAM[m["exam"]], counts[m["exam"]]), "")
        elif m["item"] and open_lists and open_lists[-1][0] == "enumerate":
            open_lists[-1] = ("enumerate", open_lists[-1][1] + 1)
            level = _LISTS[min(depth, 3) - 1]
            yield Mark(Span(*m.span()), level, (m["own"] or _label(level, open_lists[-1][1])).strip("(). "), "")
        elif m["edge"] == "begin":
            environment = LINES if m.start() in lines else m["environment"]
            open_lists.append((environment, 0))
            depth += environment == "enumerate"
            if environment not in _PLAIN:
                counts[environment] = counts.get(environment, 0) + 1
                yield Mark(Span(*m.span()), QUESTION, str(counts[environment]), "")
        elif m["edge"] and open_lists and open_lists[-1][0].removeprefix("*") == m["environment"]:
            environment, _ = open_lists.pop()
            if environment == "enumerate":
                yield Close(m.end(), _LISTS[min(depth, 3) - 1])
                depth -= 1
            elif environment not in _PLAIN:
                yield Close(m.end(), QUESTION)


def _label(level: int, count: int) -> str:
    return chr(ord("a") + count - 1) if level == LETTER and count <= 26 else str(count)


def _braced(text: str, start: int) -> str:
    """The text up to the brace that closes one opened just before."""
    depth, limit = 1, min(len(text), start + _TITLE_LIMIT)
    for at in range(start, limit):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at]
    return text[start:limit].split("\n")[0]
