"""The Markdown cells of a Jupyter notebook, as one text."""

from __future__ import annotations

import json

from papergrad.source import PaperError, Source


def join(raw: str, name: str) -> Source:
    """The Markdown cells joined by a blank line. Raises PaperError where the text is no notebook."""
    try:
        notebook = json.loads(raw)
    except (ValueError, RecursionError) as error:
        reason = f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "too deeply nested"
        raise PaperError(f"this is no notebook: {reason}", hint="save it again with Jupyter", code="PG010") from error
    cells = _cells(notebook) if isinstance(notebook, dict) else None
    if cells is None:
        hint = "notebooks have a list called cells, those of format 3 one in each of their worksheets"
        raise PaperError("this notebook has no cells", hint=hint, code="PG010")
    texts = [
        _text(cell.get("source")) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "markdown"
    ]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 2
    return Source("\n\n".join(texts), name, tuple(starts))


def _cells(notebook: dict[str, object]) -> list[object] | None:
    """The cells of a notebook, those of all its worksheets in format 3; None where it has no list of them."""
    sheets = notebook.get("worksheets", [])
    holders = [notebook, *(sheets if isinstance(sheets, list) else ())]
    lists = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    found = [cells for cells in lists if isinstance(cells, list)]
    return [cell for cells in found for cell in cells] if found else None


def _text(source: object) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
