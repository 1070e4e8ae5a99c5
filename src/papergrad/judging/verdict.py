"""What is said of one statement."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.tree import Node
from papergrad.records import dataclass
from papergrad.source import NOWHERE, Span

KINDS = (
    "declaration", "definition", "question", "equality", "gradient", "inequality", "shape", "count", "numeric", "update", "prose",
)  # fmt: skip
VERDICTS = (
    "right",
    "right-up-to-layout",
    "right-if",
    "wrong",
    "ill-typed",
    "answered",
    "declares",
    "defines",
    "unknown",
)


HOLDS = frozenset(("right", "right-if", "right-up-to-layout"))
UNFIT = "what it stands for does not fit as it was read"  # how the message of such a definition begins


@dataclass(frozen=True)
class Finding:
    """One statement and its verdict: a row of every report."""

    span: Span = NOWHERE
    kind: str = "equality"
    verdict: str = "unknown"
    code: str = ""  # of rules.RULES; empty where nothing is wrong
    message: str = ""
    reading: str = ""  # LaTeX, as understood
    correct: str | None = None  # LaTeX
    correct_node: Node | None = None
    assumption: str = ""
    evidence: str = ""  # identical, numbers, shapes, formal, computed
    counterexample: str = ""  # a runnable snippet
    steps: tuple[str, ...] = ()
    effort: int = 0  # pieces of work that it took (see ``effort``)
    anew: bool = False  # it may say anew what a symbol is that was something else before
    by_step: bool = False  # it follows from what stands before it; of what the whole chain is about nothing is known
    required: bool = False  # a condition on its inputs, which claims nothing (unless it goes on from another head)
    alone: str = ""  # it holds on its own; the code of why it could not be judged with what stands around it

    @property
    def bad(self) -> bool:
        """Something has to be mended."""
        return self.verdict in ("wrong", "ill-typed")

    def opened(self, why: str) -> Finding:
        """The same, left open: what was said against it no longer counts."""
        message = f"{why} ({self.message})"
        return replace(
            self, verdict="unknown", code="PG303", message=message, evidence="", counterexample="", correct=None
        )
