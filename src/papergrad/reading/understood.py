"""One statement of a document as it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Definition
from papergrad.notation.tree import Node
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated
from papergrad.reading.values import Value
from papergrad.records import dataclass
from papergrad.source import PaperError, Span

if TYPE_CHECKING:
    from papergrad.reading import worked
    from papergrad.reading.spoken import Claim


@dataclass
class Read:
    """One statement as understood. ``role``: ``declares defines claims asks updates orders differs approximates solves unread``."""

    stated: Stated
    role: str
    kind: str
    scope: Scope | None = None
    left: Value | None = None
    right: Value | None = None
    problem: PaperError | None = None
    assumptions: tuple[str, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    heads: tuple[Node, ...] = ()  # what a line that starts with = may go on from, likeliest first
    key: str = ""
    supposed: tuple[str, ...] = ()  # what the statement takes as known
    claim: Claim | None = None  # of a statement of the prose
    reckoned: worked.Reckoned | None = None  # of a statement about numbers
    elsewhere: str = ""  # what it derives, if only another section says what that is, and this one may speak of another
    tried: bool = False  # only whether it holds is asked: why it does not is not looked for

    @property
    def span(self) -> Span:
        return self.stated.span
