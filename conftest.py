"""Doctests of a backend are collected where its library is installed."""

from importlib.util import find_spec

collect_ignore = [f"src/papergrad/programs/{name}.py" for name in ("numba", "jax", "torch") if find_spec(name) is None]
