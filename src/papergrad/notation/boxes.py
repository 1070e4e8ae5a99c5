r"""Colours, frames and words around mathematics: ``\text{\textcolor{red}{\framebox{$ f'(x) $}}}`` shows f'(x), and no more.

What is framed or coloured stands as one; what only stands among words does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergrad.notation.macros import argument, optional

COLOURED = {
    "textcolor": 1,
    "mathcolor": 1,
    "colorbox": 1,
    "fcolorbox": 2,
}  # how many colours they name before what they show
COLOURING = frozenset("color pagecolor cellcolor rowcolor columncolor".split())  # these show nothing themselves
FRAMED = frozenset("boxed fbox framebox bbox Aboxed hl tcbhighmath".split())
PROSE = frozenset(
    "text textrm textbf textit textup textnormal textsf texttt textsc textmd mbox hbox intertext shortintertext emph".split()
)
_PIECE = re.compile(r"\$\$?(?P<dollars>[^$]*)\$?\$?|\\\((?P<bracketed>.*?)\\\)|\\(?P<command>[A-Za-z]+)", re.DOTALL)


def shown(name: str, text: str, at: int, end: int) -> int:
    """Where that stands which a command shows: behind the colours and the sizes of its frame."""
    options = optional(text, at, end)[1] if name in COLOURED else at
    for _ in range(COLOURED.get(name, 0)):
        options = argument(text, options, end)[2]
    while name in FRAMED and (after := optional(text, options, end))[0] is not None:
        options = after[1]
    return options


def coloured(text: str, at: int, end: int) -> int:
    r"""Where reading goes on behind the colour of ``\color[rgb]{0,1,0}``."""
    return argument(text, optional(text, at, end)[1], end)[2]


def pieces(text: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """What stands between words and in the boxes among them, in order: ``text``, ``math``, and the braces of what is framed."""
    at = words = first
    while (found := _PIECE.search(text, at, last)) is not None:
        name = found["command"]
        at = found.end()
        if name is not None and name not in COLOURED and name not in FRAMED and name not in PROSE:
            continue
        if text[words : found.start()].strip():
            yield "text", words, found.start()
        if name is None:
            yield "math", *found.span("dollars" if found["dollars"] is not None else "bracketed")
        else:
            a, b, at = argument(text, shown(name, text, at, last), last)
            yield from (("{", a, a),) if name not in PROSE else ()
            yield from pieces(text, a, b)
            yield from (("}", b, b),) if name not in PROSE else ()
        words = at
    if text[words:last].strip():
        yield "text", words, last
