r"""Commands that a document uses but does not define, where their names say what they stand for: ``\vx``, ``\MW``, ``\Tsp``.

Books and papers keep their macros in files of their own. What such a file is called differs, but how the macros in it are
called hardly does: the letters of a font, then the letter that is set in it. The best known list is that of
"Deep Learning" (Goodfellow, Bengio, Courville), which many templates of conferences come with.
"""

from __future__ import annotations

import re

from papergrad.notation.glyphs import GREEK

_FONTS = {
    "v": "bold", "V": "bold", "m": "bold", "M": "bold", "b": "bold", "bf": "bold", "bs": "bold", "mb": "bold",
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
