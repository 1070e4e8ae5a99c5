"""Formulas in reports."""

from __future__ import annotations

from papergrad.notation import latex, unicode
from papergrad.notation.tree import Node
from papergrad.reports.lines import printable


def readable(formula: str | None, node: Node | None = None) -> str:
    """A formula (LaTeX, or a tree where there is one) in Unicode, as one would type it in a mail."""
    tree = node if node is not None else latex.parse(formula or "")
    return printable(unicode.write(tree))
