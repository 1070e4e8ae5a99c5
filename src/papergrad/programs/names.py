"""Identifiers for symbols: safe in every language a program is written in, and as close to the document as can be."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

TAKEN = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist) | {
    "np", "jnp", "jax", "lax", "torch", "math", "numba", "njit", "prange", "dtype", "self", "ctx", "sigmoid", "softplus", "relu",
    "erf", "exp", "add_rows", "tanh", "dot", "dot_t", "t_dot", "dot_v", "t_dot_v", "real", "device", "value", "Value", "gradients",
    "partial", "epoch", "move", "factors", "order", "cuts", "rate", "step", "batch", "losses", "rank", "ranked", "log",
    "value_forward", "value_backward",
}  # fmt: skip


def identifier(symbol: str) -> str:
    """A symbol in plain letters: ``ŷ`` is ``yhat``, ``σ`` is ``sigma``, ``W^{(1)}`` is ``W_1``."""
    letters = []
    for letter in unicodedata.normalize("NFKD", symbol):
        if letter.isascii() and (letter.isalnum() or letter == "_"):
            letters.append(letter)
            continue
        name = unicodedata.name(letter, "")
        greek = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)", name)
        accent = re.fullmatch(
            r"COMBINING (CIRCUMFLEX ACCENT|TILDE|MACRON|OVERLINE|DOT ABOVE|LOW LINE|LEFT ARROW ABOVE|RIGHT ARROW ABOVE)",
            name,
        )
        if greek:
            letters.append(greek[2].lower() if greek[1] == "SMALL" else greek[2].capitalize())
        elif accent:
            letters.append(
                {"C": "hat", "T": "tilde", "M": "bar", "O": "bar", "D": "dot", "L": "", "R": "vec"}[accent[1][0]]
            )
        else:
            letters.append("_")
    word = re.sub("_+", "_", "".join(letters)).strip("_") or "v"
    return word if not word[0].isdigit() else "v" + word


class Names:
    """Hands out identifiers, each once. Those of ``kept`` stay free until they are asked for."""

    def __init__(self, taken: Iterable[str] = (), kept: Iterable[str] = ()) -> None:
        self._taken = {*TAKEN, *taken}
        self._kept: dict[str, str] = {}
        for wish in dict.fromkeys(kept):
            self._kept[wish] = self.other(wish)

    def new(self, wish: str) -> str:
        return self._kept.pop(wish) if wish in self._kept else self.other(wish)

    def other(self, wish: str) -> str:
        """An identifier like the one that is wished, but none that is kept."""
        word, number = identifier(wish), 1
        found = word
        while found in self._taken:
            number += 1
            found = f"{word}_{number}"
        self._taken.add(found)
        return found
