"""Papergrad reads the mathematics of a paper, judges what it claims, and answers what it asks.

``papergrad.open(path)`` and ``papergrad.read(text)`` give a ``Paper``. Everything is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_DOORS = {
    "open": "papergrad.paper",
    "read": "papergrad.paper",
    "Paper": "papergrad.paper",
    "PaperError": "papergrad.source",
    "LimitError": "papergrad.source",
    "gradcheck": "papergrad.gradcheck",
    "Formula": "papergrad.models.formula",
}
__all__ = ["Formula", "LimitError", "Paper", "PaperError", "gradcheck", "open", "read"]


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'papergrad' has no attribute {name!r}; it has {', '.join(__all__)}")
    room = import_module(_DOORS[name])
    return (
        room if room.__name__ == f"{__name__}.{name}" else getattr(room, name)
    )  # the room gradcheck can be called itself


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOORS])
