r"""Commands that a document uses but does not define, where their names say what they stand for: ``\vx``, ``\MW``, ``\Tsp``.

Books and papers keep their macros in files of their own. What such a file is called differs, but how the macros in it are
called hardly does: the letters of a font, then the letter that is set in it. The best known list is that of
"Deep Learning" (Goodfellow, Bengio, Courville), which many templates of conferences come with. Quotients of differentials are
called as in the packages physics, derivative and commath: ``\pdv{f}{x}``, ``\dv[2]{f}{x}``, ``\pd{f}{x}``.
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
_TRANSPOSE = frozenset("T Tsp trans transp tp".split())


def convention(command: str) -> tuple[str, str] | None:
    """The font and the glyph that a command without a definition stands for; None where its name does not say it."""
    if command in _TRANSPOSE:
        return "", "⊤"
    found = _CONVENTION.fullmatch(command) if command not in _TAKEN else None
    if found is None:
        return None
    font, letter = found["font"], found["letter"]
    if font in _CAPITAL and not letter[0].isupper():
        return None
    return _FONTS[font], _LETTERS.get(letter, letter)


_QUOTIENTS = dict.fromkeys("pdv pd pderiv pder pdiff".split(), r"\partial ") | dict.fromkeys(
    "dv odv deriv od".split(), "d "
)
_ALONE = frozenset("pdv dv".split())  # with one argument they are operators: \pdv{x} is ∂/∂x


def quotient(command: str, text: str, at: int, end: int) -> tuple[str, Macro] | None:
    """What a command without a definition that is called as a derivative stands for, by the arguments that follow it here.

    The name of the macro tells how many they are, since one command may have one, two or three.
    """
    sign = _QUOTIENTS.get(command)
    if sign is None:
        return None
    order, after = optional(text, at, end)
    count = 0
    while count < 3 and text[after : after + 1] == "{" and after < end:
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
