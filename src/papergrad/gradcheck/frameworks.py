"""Whose function is it: NumPy's, JAX's or PyTorch's? Told by the parameters, without importing what the user did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from papergrad.gradcheck.problem import Problem, numpy_problem


def problem_of(f: Callable[..., Any], grad: Any, params: Any) -> Problem:
    """The function as a problem over plain arrays."""
    leaves = list(params.values()) if isinstance(params, Mapping) else list(params) if isinstance(params, (list, tuple)) else [params]
    homes = {cls.__module__.partition(".")[0] for leaf in leaves for cls in type(leaf).__mro__}
    if "torch" in homes:
        from papergrad.gradcheck.in_torch import torch_problem

        return torch_problem(f, grad, params)
    if homes & {"jax", "jaxlib"}:
        from papergrad.gradcheck.in_jax import jax_problem

        return jax_problem(f, grad, params)
    return numpy_problem(f, grad, params)
