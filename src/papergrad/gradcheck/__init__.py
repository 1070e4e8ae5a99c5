"""Is this gradient right? ``papergrad.gradcheck(f, grad, params)``.

The room is its own front door: the module can be called, so that ``papergrad.gradcheck`` is a function however it was
imported.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from papergrad.gradcheck.check import gradcheck
from papergrad.gradcheck.result import Block, Cause, Check, Verdict
from papergrad.gradcheck.target import check_module

__all__ = ["Block", "Cause", "Check", "Verdict", "check_module", "gradcheck"]


class _Door(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Check:
        return gradcheck(*args, **kwargs)


_Door.__call__.__doc__ = gradcheck.__doc__
sys.modules[__name__].__class__ = _Door
