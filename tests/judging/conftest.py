"""A stand-in for algebra.simplify until it exists."""

import sys
import types

try:
    import papergrad.algebra.simplify  # noqa: F401
except ImportError:
    m = types.ModuleType("papergrad.algebra.simplify")

    m.canonical = lambda e, facts=None: e
    sys.modules["papergrad.algebra.simplify"] = m
