"""One plain string for a symbol, to look it up by."""

from __future__ import annotations

import unicodedata

from papergrad.notation.glyphs import COMBINING
from papergrad.notation.tree import Blank, Fence, Infix, Name, Node, Numeral, Prefix, Run, Script, Words

_MARKS = {"under": "", **{accent: mark for mark, accent in reversed(COMBINING.items())}}
_FONTS = {"cal": "SCRIPT", "bb": "DOUBLE-STRUCK", "frak": "FRAKTUR"}
# Letters of these fonts that Unicode had before it got the rest of the alphabet.
_EARLY = {"SCRIPT": "BEFHILMRego", "DOUBLE-STRUCK": "CHNPQRZ", "FRAKTUR": "CHIRZ"}


def key(node: Node) -> str:
    """``W_1``, ``ŷ``, ``h^(t)``, ``ℒ``, ``net_h``: equal for ``\\mathbf h`` and ``h``, different for ``\\mathcal L`` and ``L``.

    Raises ValueError for what is no symbol with label-like scripts.
    """
    match node:
        case Name(text, accents, font):
            return glyph(text, accents, font)
        case Script(base, sub, sup, primes):
            below = "" if sub is None else "_" + _label(sub)
            return key(base) + below + ("" if sup is None else "^" + _label(sup)) + "'" * primes
        case Run((*first, Name() | Script())) if all(isinstance(item, Name) for item in first):  # net_h
            return "".join(map(key, node.items))
    raise ValueError(f"not a symbol: {type(node).__name__}")


def glyph(text: str, accents: tuple[str, ...] = (), font: str = "") -> str:
    """A letter with its accents and its font as one string of Unicode; bold is left out."""
    if font in _FONTS and len(text) == 1:
        text = _styled(text, _FONTS[font])
    return unicodedata.normalize(
        "NFC", text + "".join(_MARKS.get(accent, accent if len(accent) == 1 else "") for accent in accents)
    )


def _styled(letter: str, font: str) -> str:
    size = "SMALL" if letter.islower() else "CAPITAL"
    early = letter in _EARLY[font]
    name = f"{'BLACK-LETTER' if early and font == 'FRAKTUR' else font} {size} {letter.upper()}"
    try:
        return unicodedata.lookup(name if early else "MATHEMATICAL " + name)
    except KeyError:
        return letter


def _label(node: Node) -> str:
    match node:
        case Numeral(text) | Words(text):
            return text
        case Name() | Script():
            return key(node)
        case Fence(opening, inside, closing):
            return opening + _label(inside) + closing
        case Prefix(sign, operand):
            return sign + _label(operand)
        case Run(items):
            return "".join(map(_label, items))
        case Infix(operands, operators):
            signs = [*operators, ""]
            return "".join(_label(operand) + sign for operand, sign in zip(operands, signs, strict=True))
        case Blank():
            return ""
    raise ValueError(f"not a label: {type(node).__name__}")
