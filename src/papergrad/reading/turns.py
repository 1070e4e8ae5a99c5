"""In which order kinds are decided: from what a page puts in up to what it computes, however the page is ordered.

A target after the prediction that it is compared with, a bias after the product that it is added to: the y of ``h - y`` and the b of
``w^T x + b`` are as large as what they stand beside. Decided first, they would be whatever their letters look like.
"""

from __future__ import annotations

from collections.abc import Set

DEEPEST = 12  # definitions upon each other that are looked at


class Turns:
    """What every symbol of a part follows from."""

    def __init__(self) -> None:
        self.defined: dict[str, Set[str]] = {}  # a symbol, and what its definition is made of
        self._compared: dict[str, set[str]] = {}  # symbols that stand alone on the two sides of a plus or minus
        self._added: dict[str, set[str]] = {}  # what is added to products, and what these are made of
        self._depths: dict[str, int] = {}

    def define(self, name: str, made_of: Set[str]) -> None:
        """A symbol is computed from others."""
        self.defined[name] = made_of

    def add(self, alone: Set[str], products: Set[str]) -> None:
        """Symbols stand alone in a sum, beside each other and beside products of others."""
        for name in alone:
            self._compared.setdefault(name, set()).update(alone - {name})
            self._added.setdefault(name, set()).update(products - {name})

    def depth(self, name: str, above: frozenset[str] = frozenset()) -> int:
        """How many definitions stand one upon the other below a symbol, or below what it stands beside."""
        if name in above or len(above) > DEEPEST:
            return 0
        if name not in self._depths:
            others = self._before(name)
            if not others and name not in self.defined:
                return 0
            below = (self.depth(other, above | {name}) for other in others - {name})
            self._depths[name] = 1 + max(below, default=0)
        return self._depths[name]

    def _before(self, name: str) -> Set[str]:
        """What is decided before a symbol."""
        if name in self.defined:
            return self.defined[name]
        compared = self._compared.get(name, set()) & self.defined.keys()
        return {other for other in compared if name not in self._below(other)} | self._added.get(name, set())

    def _below(self, name: str) -> set[str]:
        """All that a definition rests on."""
        found, waiting = set[str](), [name]
        while waiting:
            new = self.defined.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return found
