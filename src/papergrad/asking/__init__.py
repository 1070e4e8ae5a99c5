"""Questions that somebody puts to a paper: a gradient, the way to it, a program.

What makes programs is loaded when the first is asked for: to judge a paper it is not needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_LATER = {
    "program": "papergrad.asking.programs",
    "load": "papergrad.programs",
    "shared": "papergrad.asking.signals",
    "behaviour_of": "papergrad.asking.behaviour",
    "hessian": "papergrad.asking.hessians",
    "product": "papergrad.asking.hessians",
    "second_program": "papergrad.asking.hessians",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
