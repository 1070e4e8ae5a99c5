r"""Characters into tokens, each with its place in the whole source.

Commands are looked up in the table of glyphs here, so that a reader sees ``≤`` whether somebody wrote ``\leq``, ``\le`` or
``≤``. Spacing, sizes, labels and colours vanish here. Macros of the document are expanded; what comes out of a macro
stands where it was called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from papergrad.notation import boxes, glyphs
from papergrad.notation.conventions import convention, quotient, wrapped
from papergrad.notation.macros import DEFINING, Macro, Macros, argument, define, definitions, optional
from papergrad.source import LimitError, Span

TOKENS = 20_000  # in one passage


class Token(NamedTuple):
    """``kind`` is a role (``name``, ``op``, ``open`` ...), a character that rules (``{ } ^ _ &``), or ``cmd``: it takes arguments."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""(?P<space>[\s~\u200b-\u200f\u2060\ufeff\u00ad]+)
    |\\(?P<command>[A-Za-z]+)
    |\\(?P<control>.)
    |(?P<thousands>(?<![(\[,\d.])(?<![_^\\]\{)[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,]|\s*[)\]]))
    |(?P<number>[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]+|\.(?=\s*[-+*/)]))?(?:[eE][-+][0-9]+)?|\.[0-9]+)
    |(?P<dots>\.{3,})
    |(?P<snake>[A-Za-z]{3,}(?:\\_[A-Za-z]{2,})+(?![A-Za-z]|\\_))
    |(?P<letters>[A-Za-z]+)
    |(?P<compound>\.\\?\*(?=\s*[\w\\({\[])|:\s*&?\s*=|=\s*:(?!\s*=)|<=|>=|!=|=>|->|\|\||==)
    |(?P<char>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMPOUND = {
    ":=": "≔",
    "=:": "≕",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "=>": "⇒",
    "->": "→",
    "==": "=",
    ".*": ".*",
}
_ASIDE = re.compile(r"[\\&\s]")  # what may stand within such a sign: where rows line up in ``:&=``
_SET_APART = r"\\(?!(?:text|mbox|q?quad|h?space|end|label|tag|newline|no|big|ldots|cdots|dots))[A-Za-z]"
_DOT = re.compile(  # a full stop that is a product sign: x_{1}.y, W.x, or between blanks: 3 . 1
    r"(?<=[\w})\]'])(?<!\\left)(?<!\\right)(?<!\\middle)(?<![A-Za-z0-9]\.[A-Za-z])(?<!\bs(?=\.t\b))(?<!\bi(?=\.[ie]\b))(?<!\be(?=\.g\b))(?<!\bw(?=\.r\.t\b))"
    rf"\.(?=[A-Za-z(\[{{]|{_SET_APART})" + r"|(?<=[\w})\]'] )\.(?= +(?:[A-Za-z0-9(\[{]|" + _SET_APART + "))"
)
_LENGTH = re.compile(r"\*?\s*\[\s*-?[\d.]*\s*(?:(?<=[\d.\s])(?:pt|em|ex|cm|mm|in)|\\(?:baselineskip|jot|parskip))\s*\]")
_TWO_BARS = re.compile(r"\\[lr]?vert\s*\\[lr]?vert(?![A-Za-z])")  # as || is a norm's
_WORD = re.compile(r"[^\W\d_](?:[\w.-]*\w)?")

_UPRIGHT_COMMANDS = frozenset("mathrm operatorname mathup operatornamewithlimits mathsf mathtt mathit".split())
_SILENT = frozenset(
    """displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits nonumber notag bigl bigr big Big bigg Bigg
    Bigl Bigr biggl xspace biggr Biggl Biggr bigm Bigm middle thinspace medspace thickspace negthinspace negmedspace enspace
    hfill hfil noindent centering left_ qty mathstrut strut space allowbreak nobreak break pagebreak square blacksquare qed Box
    qedhere Huge huge LARGE Large large normalsize small footnotesize scriptsize tiny rm normalfont mathchoice relax par protect
    hline unboldmath smallskip medskip bigskip bf_ label_ vfill newpage clearpage indent displaybreak null leavevmode upright
    nbsp enskip endgroup begingroup""".split()
)
_SILENT_WITH = {
    "label": 1, "tag": 1, "textcircled": 1, "vspace": 1, "ref": 1, "eqref": 1, "cite": 1, "footnote": 1,
    "phantom": 1, "hphantom": 1, "vphantom": 1, "mspace": 1, "rule": 2, "circled": 1, "footnotemark": 0, "raisebox": 1,
    "cssId": 1, "class": 1, "style": 1, "href": 1, "setlength": 2, "addtolength": 2, "fontsize": 2, "definecolor": 3, "cline": 1,
    "usepackage": 1, "renewcommand_": 0, "kern_": 0, "vskip_": 0, "arraystretch": 0, "marginpar": 1,
}  # fmt: skip
_ARGUMENT_COMMANDS = frozenset(
    """frac dfrac tfrac cfrac sfrac nicefrac sqrt left right over binom dbinom tbinom choose atop overset stackrel underset not
    substack cancel bcancel xcancel smash ensuremath mathop mathbin mathrel mathord mathopen mathclose mathpunct
    mathclap mathllap mathrlap
    prescript xrightarrow xleftarrow norm abs overrightarrow hcancel sout uline""".split()
)
# -- characters ---------------------------------------------------------------------------------------------------


def lex(text: str, at: int, end: int, macros: dict[str, Macro], comments: bool = False) -> Iterator[Token]:
    count, script = 0, False
    while at < end:
        match = _TOKEN.match(text, at, end)
        assert match is not None
        kind, start = match.lastgroup, at
        at = match.end()
        if kind == "space":
            continue
        produced: list[Token]
        if kind == "snake":
            produced = [Token("word", match.group().replace("\\_", "_"), start, at)]
        elif kind == "letters":
            produced = _letters(match.group(), start, text[at : at + 1], script)
        elif kind in ("number", "thousands"):
            produced = [Token("num", match.group().replace("{,}", "").replace(",", ""), start, at)]
        elif kind == "command" and (bars := _TWO_BARS.match(text, start, end)) is not None:
            produced, at = [Token("bar", "‖", start, bars.end())], bars.end()
        elif kind == "command":
            produced, at = _command(text, match.group("command"), start, at, end, macros)
        elif kind == "control":
            produced, at = _control(text, match.group("control"), start, at, end)
        elif kind == "dots":
            produced = [Token("name", "…", start, at)]
        elif kind == "compound":
            sign = _ASIDE.sub("", match.group())
            produced = [Token("bar", "‖", start, at) if sign == "||" else Token("op", _COMPOUND[sign], start, at)]
        elif match.group() == "." and _DOT.match(text, start, end):
            produced = [Token("op", "·", start, at)]
        elif match.group() == "%" and comments:
            line = text.find("\n", at, end)
            at = end if line < 0 else line
            continue
        else:
            produced, at = _character(text, match.group(), start, at, end)
        yield from produced
        if produced:
            count += len(produced)
            script = produced[-1].kind in "^_"
            if count > TOKENS:
                raise LimitError(
                    f"more than {TOKENS:,} signs in one formula",
                    Span(start, at),
                    "split it",
                    "PG901",
                )


def _letters(run: str, start: int, after: str, script: bool) -> list[Token]:
    """One word, or one token a letter: what is a known function, a word of four letters or more, or ``CE(`` stays together."""
    if (
        len(run) == 1
        or run in glyphs.FUNCTIONS
        or run in glyphs.SHORT_NAMES
        or (1 < len(run) < 4 and run.isupper() and after == "(")
        or len(run) > 40
    ):
        return [Token("name", run, start, start + len(run))]
    if script and (rest := run[1:]):
        return [
            Token("name", run[0], start, start + 1),
            *_letters(rest, start + 1, after, False),
        ]
    for function in glyphs.GLUED:
        where = run.find(function)
        if where >= 0 and where <= 2 and len(run) - where - len(function) <= 2:
            last = where + len(function)
            head = [Token("name", letter, start + k, start + k + 1) for k, letter in enumerate(run[:where])]
            tail = [Token("name", letter, start + k, start + k + 1) for k, letter in enumerate(run[last:], last)]
            return [*head, Token("name", function, start + where, start + last), *tail]
    if len(run) >= 4:
        return [Token("name", run, start, start + len(run))]
    return [Token("name", letter, start + k, start + k + 1) for k, letter in enumerate(run)]


def _control(text: str, sign: str, start: int, at: int, end: int) -> tuple[list[Token], int]:
    if sign == "\\":
        length = _LENGTH.match(text, at, end)
        return [Token("newline", "\\\\", start, at)], length.end() if length else at
    if sign in "{|}%#$":
        kind, glyph = glyphs.COMMANDS[sign]
        return [Token(kind, glyph, start, at)], at
    if sign in "_^&*":  # escaped for Markdown's sake
        return [Token("op", "*", start, at) if sign == "*" else Token(sign, sign, start, at)], at
    if sign in "()":  # brackets that grow, by a command of the writer's own; TeX's begin mathematics, which has begun
        return [t._replace(end=at) for t in _plain_character(sign, start)], at
    if sign in "'`\"~=.":  # accents of text mode, lost in mathematics
        return [], at
    return [], at  # thin spaces, discretionary hyphens


def _character(text: str, sign: str, start: int, at: int, end: int) -> tuple[list[Token], int]:
    marks = []
    while at < end and text[at] in glyphs.COMBINING:
        marks.append(Token("accent", glyphs.COMBINING[text[at]], start, at + 1))
        at += 1
    if marks:
        return [*reversed(marks), *_character(text, sign, start, at, at)[0]], at
    if sign in "{}^_&#":
        return [Token(sign, sign, start, at)], at
    if sign == "$":
        return [], at
    for table, mark in ((glyphs.SUPERSCRIPTS, "^"), (glyphs.SUBSCRIPTS, "_")):
        if sign in table:
            while at < end and text[at] in table:
                at += 1
            inside = [
                t._replace(start=k, end=k + 1)
                for k in range(start, at)
                for t in _plain_character(table[text[k]], start)
            ]
            return [
                Token(mark, mark, start, start),
                Token("{", "{", start, start),
                *inside,
                Token("}", "}", at, at),
            ], at
    return _plain_character(sign, start), at


@lru_cache(maxsize=4096)
def _resolve(sign: str) -> tuple[tuple[str, str], ...]:
    """The kinds and texts of the tokens of one character."""
    if sign in glyphs.CHARACTERS:
        return (glyphs.CHARACTERS[sign],)
    if sign in "0123456789":
        return (("num", sign),)
    plain = unicodedata.normalize("NFD", sign)
    if len(plain) == 2 and plain[1] in glyphs.COMBINING:
        return (("accent", glyphs.COMBINING[plain[1]]), *_resolve(plain[0]))
    plain = unicodedata.normalize("NFKC", sign)
    name = unicodedata.name(sign, "")
    if name.startswith("VULGAR FRACTION") and len(plain) == 3:
        return (("cmd", "frac"), ("num", plain[0]), ("num", plain[2]))
    if plain != sign and len(plain) == 1 and sign not in "ℓ":
        styles = (
            ("DOUBLE-STRUCK", "bb"),
            ("BOLD", "bold"),
            ("SCRIPT", "cal"),
            ("FRAKTUR", "frak"),
            ("BLACK-LETTER", "frak"),
        )
        font = next((font for mark, font in styles if mark in name), "")
        return ((("font", font),) if font and (plain.isalpha() or plain == "1") else ()) + _resolve(plain)
    if sign.isalpha() and not name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")):
        return (("name", sign),)
    if sign.isalpha():
        return (("text", sign + " "),)
    return (("unknown", sign),) if sign.isprintable() else ()


def _plain_character(sign: str, start: int) -> list[Token]:
    return [Token(kind, text, start, start + 1) for kind, text in _resolve(sign)]


# -- commands -----------------------------------------------------------------------------------------------------


def _command(text: str, name: str, start: int, at: int, end: int, macros: dict[str, Macro]) -> tuple[list[Token], int]:
    """The tokens of one command, and where reading goes on."""
    if name in macros:
        return [Token("macro", name, start, at)], at
    found = glyphs.COMMANDS.get(name)
    if found is not None:
        kind, glyph = found
        if kind == "set":
            return [Token("font", "bb", start, at), Token("name", glyph, start, at)], at
        return [Token(kind, glyph, start, at)], at
    if name in boxes.PROSE:
        first, last, at = argument(text, at, end)
        return _prose(text, first, last, start, at, macros), at
    if name in _UPRIGHT_COMMANDS:
        return _upright(text, name, start, at, end)
    if name in ("begin", "end"):
        return _environment(text, name, start, at, end)
    if name in glyphs.ACCENT_COMMANDS:
        return [Token("accent", glyphs.ACCENT_COMMANDS[name], start, at)], at
    if name in glyphs.FONT_COMMANDS:
        switch = name in ("bf", "it", "cal", "bold", "boldmath", "bfseries", "mit") and text[at : at + 1] != "{"
        return [Token("switch" if switch else "font", glyphs.FONT_COMMANDS[name], start, at)], at
    if name == "prime":
        return [Token("prime", "'", start, at)], at
    if name in ("quad", "qquad"):
        return [Token("op", glyphs.WIDE, start, at)], at
    if name == "hspace":
        first, last, at = argument(text, at, end)
        return ([Token("op", glyphs.WIDE, start, at)] if _wide(text[first:last]) else []), at
    if name in ("newline", "cr", "tabularnewline"):
        return [Token("newline", "\\\\", start, at)], at
    if name in boxes.COLOURED or name in boxes.FRAMED:
        return [Token("cmd", name, start, at)], boxes.shown(name, text, at, end)
    if name in boxes.COLOURING:
        return [], boxes.coloured(text, at, end)
    if name in _SILENT:
        return [], at
    if name in _SILENT_WITH:
        for _ in range(_SILENT_WITH[name]):
            at = argument(text, at, end)[2]
        return [], at
    defining = DEFINING.match(text, start, end)
    if defining:
        return [], define(text, defining, end, macros)
    if name in _ARGUMENT_COMMANDS:
        return [Token("cmd", name, start, at)], at
    if (called := quotient(name, text, at, end)) is not None:
        macros.setdefault(*called)
        return [Token("macro", called[0], start, at)], at
    if (around := wrapped(name, text, at)) is not None:
        macros.setdefault(name, around)
        return [Token("macro", name, start, at)], at
    stands = convention(name)
    if stands is None or text[at : at + 1] == "{":
        return [Token("unknown", "\\" + name, start, at)], at
    font, letter = stands
    return [*([Token("font", font, start, at)] if font else []), Token("name", letter, start, at)], at


def _wide(length: str) -> bool:
    r"""Whether a length keeps statements apart: as much as ``\quad`` or more."""
    found = _POSITIVE.match(length.strip())
    return found is not None and float(found[1]) * _POINTS[found[2]] >= 10


_POSITIVE = re.compile(r"(\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})\s*(in|cm|mm|em|ex|pt|pc)")
_POINTS = {"in": 72.3, "cm": 28.5, "mm": 2.85, "em": 10.0, "ex": 4.3, "pt": 1.0, "pc": 12.0}


def _environment(text: str, name: str, start: int, at: int, end: int) -> tuple[list[Token], int]:
    first, last, at = argument(text, at, end)
    environment = text[first:last].strip().rstrip("*")
    tokens = [Token(name, environment, start, at)]
    if name == "begin" and environment in ("array", "alignedat", "alignat", "tabular"):
        _, at = optional(text, at, end)
        first, last, at = argument(text, at, end)
        tokens.append(Token("columns", text[first:last], at, at))
    return tokens, at


def _prose(text: str, first: int, last: int, start: int, stop: int, macros: dict[str, Macro]) -> list[Token]:
    r"""``\text{if $x > 0$}`` is prose, mathematics, prose."""
    if text[first:last] in ("", " "):
        return []
    if "$" not in text[first:last] and r"\(" not in text[first:last]:
        return [Token("text", text[first:last], start, stop)]
    tokens: list[Token] = []
    for kind, a, b in boxes.pieces(text, first, last):
        if kind == "math":
            tokens += lex(text, a, b, macros)
        else:
            tokens.append(Token(kind, kind if kind in "{}" else text[a:b] + " ", a, b))
    return tokens


def _upright(text: str, name: str, start: int, at: int, end: int) -> tuple[list[Token], int]:
    r"""``\mathrm{net}`` is one word; ``\mathrm{a whole formula}`` is just the formula."""
    if text[at : at + 1] == "*":
        at += 1
    first, last, stop = argument(text, at, end)
    inside = (
        re.sub(r"\\[,;:!> ]|[\s~]|\\(?=[A-Za-z])", "", text[first:last])
        if name.startswith("operator")
        else text[first:last].strip()
    )
    plain = inside.replace(r"\_", "_")
    if _WORD.fullmatch(plain) and (len(plain) > 1 or name in ("mathrm", "operatorname", "mathup")):
        return [Token("word", plain, start, stop)], stop
    if name in glyphs.FONT_COMMANDS:
        return [Token("font", glyphs.FONT_COMMANDS[name], start, at)], at
    return [], at


__all__ = ["TOKENS", "Macro", "Macros", "Token", "definitions", "lex"]
