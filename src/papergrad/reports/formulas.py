"""Formulas in reports."""

from __future__ import annotations

from papergrad.notation import latex, unicode
from papergrad.notation.tree import Node
from papergrad.reports.lines import printable
from papergrad.source import LimitError


def readable(formula: str | None, node: Node | None = None) -> str:
    """A formula (LaTeX, or a tree where there is one) in Unicode, as one would type it in a mail."""
    try:
        return printable(unicode.write(node if node is not None else latex.parse(formula or "")))
    except LimitError:
        return printable(formula or "").replace("\n", " ")
