"""What an earlier check found out: a statement that depends on nothing new is not judged again."""

from __future__ import annotations

from dataclasses import field

from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Node
from papergrad.records import dataclass


@dataclass
class Known:
    """``verdicts`` by fingerprint, before they are doubted; ``answers`` by fingerprint and the writer's hand."""

    verdicts: dict[str, Finding] = field(default_factory=dict)
    answers: dict[str, Node | None] = field(default_factory=dict)
