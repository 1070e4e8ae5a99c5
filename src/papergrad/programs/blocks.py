"""Where steps go: the program itself or the body of a loop, and where a definition is kept."""

from __future__ import annotations

from dataclasses import field

from papergrad.algebra.nodes import Index
from papergrad.programs.program import Step
from papergrad.records import dataclass

UNNAMED = ""  # the name of an array that has none in the document


@dataclass
class Block:
    """A place for steps: the program (``index`` None), or the body of a loop along ``index`` that fills ``busy``."""

    outer: Block | None = None
    index: Index | None = None
    busy: frozenset[str] = frozenset()
    steps: list[Step] = field(default_factory=list)
    known: dict[tuple[int, tuple[Index | None, ...]], tuple[str, tuple[int, ...]]] = field(default_factory=dict)

    @property
    def fixed(self) -> frozenset[Index]:
        return frozenset() if self.outer is None or self.index is None else self.outer.fixed | {self.index}


@dataclass(frozen=True)
class Stored:
    """Where a definition is: the axes of the array, as places among the definition's, and how far positions are moved."""

    name: str
    order: tuple[int, ...]
    running: int | None = None
    before: int = 0
