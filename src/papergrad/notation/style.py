"""How this writer writes. Reading notices it, writing obeys it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from papergrad.notation.tree import Name, Node
from papergrad.records import dataclass


@dataclass(frozen=True)
class Spelling:
    """How one symbol is written.

    ``name`` is the symbol without its running subscripts. ``places`` says, axis by axis, where a subscript goes:
    ``entry`` (an axis of a matrix or vector: written below, and only in index form), or an axis that is always written
    (samples, time steps, layers): ``sub`` ``x_i``, ``sup`` ``x^i``, ``(sup)`` ``x^{(i)}``, ``[sup]`` ``x^{[i]}``,
    ``⟨sup⟩`` ``x^{⟨i⟩}``.
    ``row``: a vector that lies down (1 × n) in this writer's hand.
    """

    name: Node
    places: tuple[str, ...] = ()
    row: bool = False


@dataclass(frozen=True)
class Style:
    """The habits of one writer within one scope; every field has the commonest habit as its default."""

    hadamard: str = "⊙"  # or ∘ * ·
    transpose: Node = Name("T")  # or Name("⊤"); a plain dialect writes '
    gradient: str = "leibniz"  # or nabla
    delta: str = "δ"  # the name of shared error signals
    rows: bool = False  # vectors lie down unless their own spelling says otherwise
    spelled: Mapping[str, Spelling] = field(default_factory=dict)  # symbol -> how it is written
    symmetric: frozenset[str] = frozenset()  # matrices that need no transpose
    indices: tuple[str, ...] = (
        "i",
        "j",
        "k",
        "l",
        "m",
        "n",
    )  # letters for running subscripts, best first
