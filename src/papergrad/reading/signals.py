"""Error signals of two layers by one letter: after ``δ_k = y_k - t_k`` the δ_j of ``δ_j = h'(a_j) Σ_k w_{kj} δ_k`` is another.

The letters below them say of which layer they are. What is made of the δ of the next layer gets a symbol of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from papergrad.notation.tree import Name, Node, Script
from papergrad.reading.scope import Scope, symbols_in
from papergrad.reading.statements import EQUAL, Stated

LETTER = "δ"


def made_of_others(stated: Iterable[Stated], parent: Scope | None) -> frozenset[tuple[str, str]]:
    """The signals that are made of signals with another letter, of which the text says as well what they are: δ and j."""
    before = dict(parent.definition_letters(LETTER)) if parent is not None else {}
    defined = {
        letter: one.right for one in stated if one.relation in EQUAL and not one.link and (letter := _letter(one.left))
    }
    spoken = {letter: _letters(right) - {letter} for letter, right in defined.items()}
    said = spoken.keys() | before.keys()
    return frozenset(
        (LETTER, letter)
        for letter, others in spoken.items()
        if others & said and not any(letter in spoken.get(other, ()) for other in others)
    ) | {pair for pair in (parent.symbols.own_letters if parent is not None else ()) if pair[0] == LETTER}


def _letter(node: Node) -> str:
    """The j of ``δ_j``."""
    match node:
        case Script(Name(text, accents=()), Name(letter, accents=()), None, 0) if text == LETTER and len(letter) == 1:
            return letter
    return ""


def _letters(node: Node) -> set[str]:
    """The letters below the signals in an expression."""
    below = (w.slots[0].item for w in symbols_in(node) if w.base == LETTER and len(w.slots) == 1)
    return {item.text for item in below if isinstance(item, Name)}
