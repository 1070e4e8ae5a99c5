r"""Commands that a document uses but does not define, where their names say what they stand for: ``\vx``, ``\MW``, ``\Tsp``.

Books and papers keep their macros in files of their own. What such a file is called differs, but how the macros in it are
called hardly does: the letters of a font, then the letter that is set in it. The best known list is that of
"Deep Learning" (Goodfellow, Bengio, Courville), which many templates of conferences come with. Quotients of differentials are
called as in the packages physics, derivative and commath: ``\pdv{f}{x}``, ``\dv[2]{f}{x}``, ``\pd{f}{x}``. A command of one
letter is that letter, however it is set (``\w``, ``\X``), one with the name of an accent behind it is the letter that wears it
(``\yhat``), and one that is called as a colour shows what follows it in that (``\red{x}``).
"""

from __future__ import annotations

import re

from papergrad.notation.glyphs import GREEK
from papergrad.notation.macros import Macro, argument, optional

_FONTS = {
    "v": "bold", "V": "bold", "m": "bold", "M": "bold", "b": "bold", "bf": "bold", "bold": "bold", "vec": "bold",
    "bs": "bold", "mb": "bold",
    "rv": "bold", "RV": "bold", "rm": "bold", "RM": "bold", "RS": "", "ev": "", "em": "",
    "c": "cal", "cal": "cal", "mc": "cal", "s": "bb", "bb": "bb", "mbb": "bb", "Set": "bb",
}  # fmt: skip
_LETTERS = {name: letter for letter, name in GREEK.items()}
_CONVENTION = re.compile(
    rf"(?P<font>{'|'.join(sorted(_FONTS, key=len, reverse=True))})(?P<letter>[A-Za-z]|{'|'.join(_LETTERS)})"
)
_CAPITAL = frozenset({"m", "M", "RM", "rm", "c", "cal", "mc", "s", "bb", "mbb", "Set", "em"})
_TAKEN = frozenset("be ba bi bs br bt ve vp".split())  # short for something else as often: \begin{equation}, ε, φ
_WORDS = {"grad": ("", "∇"), "Lagr": ("cal", "L"), "loss": ("cal", "L"), "dotso": ("", "…")}
_COLOURS = frozenset(
    "red blue green orange purple violet yellow cyan magenta gray grey brown pink teal blu grn org pur purp yel gry "
    "bro bru brn cya mag vio redd".split()
)
_SET_AS = {"vb": "mathbf", "va": "vec", "vu": "hat"}  # of the package physics
_SIGNS = {"vdot": "cdot", "dotproduct": "cdot", "cp": "times", "crossproduct": "times"}
_ACCENTED = re.compile(rf"(?P<letter>[A-Za-z]|{'|'.join(_LETTERS)})(?P<accent>hat|bar|tilde|vec|dot)")
_TRANSPOSE = frozenset("T Tsp trans transp tp".split())


def convention(command: str) -> tuple[str, str] | None:
    """The font and the glyph that a command without a definition stands for; None where its name does not say it."""
    if command in _TRANSPOSE:
        return "", "⊤"
    if command in _WORDS:
        return _WORDS[command]
    if len(command) == 1:
        return "", command
    if command[:2].lower() == "up" and command[2:].lower() in _LETTERS:  # upright Greek
        greek = command[2:].capitalize() if command[0] == "U" else command[2:]
        return "", _LETTERS.get(greek, command[2:3].upper())
    found = _CONVENTION.fullmatch(command) if command not in _TAKEN else None
    if found is None:
        return None
    font, letter = found["font"], found["letter"]
    if font in _CAPITAL and not letter[0].isupper():
        return None
    return _FONTS[font], _LETTERS.get(letter, letter)


def wrapped(command: str, text: str, at: int) -> Macro | None:
    """What a command without a definition does to what follows it, or the letter with an accent that it is; None for others."""
    if command in _COLOURS and text[at : at + 1] == "{":
        return Macro(1, r"\mathcolor{}{#1}")
    if command in _SIGNS:
        return Macro(0, rf"\{_SIGNS[command]} ")
    if command == "dd" and text[at : at + 1] == "{":
        return Macro(1, "d #1")
    if command in _SET_AS and text[at : at + 1] == "{":
        return Macro(1, rf"\{_SET_AS[command]}{{#1}}")
    if (found := _ACCENTED.fullmatch(command)) is not None:
        letter = found["letter"]
        return Macro(0, rf"\{found['accent']}{{{letter if len(letter) == 1 else chr(92) + letter}}}")
    return None


_QUOTIENTS = dict.fromkeys(
    "pdv pd pderiv pder pdiff partiald partialderiv partialDeriv pardiff pfrac".split(), r"\partial "
) | dict.fromkeys("dv odv deriv od".split(), "d ")
_SET = re.compile(r"^(big|large|tall)|(slash|inline|big|tall)$")  # how large it is set, and whether with a slash
_ALONE = frozenset("pdv dv".split())  # with one argument they are operators: \pdv{x} is ∂/∂x


def quotient(command: str, text: str, at: int, end: int) -> tuple[str, Macro] | None:
    """What a command without a definition that is called as a derivative stands for, by the arguments that follow it here.

    The name of the macro tells how many they are, since one command may have one, two or three.
    """
    sign = _QUOTIENTS.get(command) or _QUOTIENTS.get(_SET.sub("", command))
    if sign is None:
        return None
    order, after = optional(text, at, end)
    count = 0
    while count < 3 and after < end and text[after : min(end, after + 80)].lstrip()[:1] == "{":
        after, count = argument(text, after, end)[2], count + 1
    times = "" if order is None else "^{#1}"
    first = 1 if order is None else 2
    match count:
        case 1 if command in _ALONE and order is None:
            body = rf"\frac{{{sign}}}{{{sign}#1}}"
        case 2:
            body = rf"\frac{{{sign.strip()}{times} #{first}}}{{{sign}#{first + 1}{times}}}"
        case 3 if order is None:
            body = rf"\frac{{{sign.strip()}^2 #1}}{{{sign}#2 {sign}#3}}"
        case _:
            return None
    return f"{command}{count}{'of' if order else ''}", Macro(
        count + (order is not None), body, "1" if order is not None else None
    )
