"""Doctests of a backend are collected where its library is installed; property tests draw the same examples every time.

``PAPERGRAD_DRAWS=new pytest`` draws new ones, ``PAPERGRAD_DRAWS=10000 pytest tests/algebra`` that many new ones.
"""

import os
import tempfile
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

collect_ignore = [f"src/papergrad/programs/{name}.py" for name in ("numba", "jax", "torch") if find_spec(name) is None]
collect_ignore += ["src/papergrad/models/formula.py"] if find_spec("sklearn") is None else []

# a machine that others use too may be slow: no test fails by the clock
settings.register_profile(
    "ours",
    derandomize="PAPERGRAD_DRAWS" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")

os.environ["PAPERGRAD_CACHE"] = tempfile.mkdtemp(prefix="papergrad-tests-")  # and not the cache of who runs the tests
