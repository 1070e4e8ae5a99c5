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
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise PaperError(
            "this notebook has no cells", hint="notebooks of format 4 have a list called cells", code="PG010"
        )
    texts = [
        _text(cell.get("source")) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "markdown"
    ]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 2
    return Source("\n\n".join(texts), name, tuple(starts))


def _text(source: object) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
