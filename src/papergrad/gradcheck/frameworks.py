"""Whose function is it: NumPy's, JAX's or PyTorch's? The parameters tell, so nothing is imported that the user did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from papergrad.gradcheck.in_jax import jax_home
from papergrad.gradcheck.in_torch import torch_home, torch_problem
from papergrad.gradcheck.problem import NUMPY, Home, Problem, problem_in


def _packages(params: Any) -> set[str]:
    """The top packages that the parameters' classes come from."""
    many = isinstance(params, (Mapping, list, tuple))
    leaves = (list(params.values()) if isinstance(params, Mapping) else list(params)) if many else [params]
    return {cls.__module__.partition(".")[0] for leaf in leaves for cls in type(leaf).__mro__}


def home_of(params: Any) -> Home:
    """The library whose arrays the parameters are."""
    found = _packages(params)
    return torch_home() if "torch" in found else jax_home() if found & {"jax", "jaxlib"} else NUMPY


@contextmanager
def problem_of(f: Callable[..., Any], grad: Any, params: Any) -> Iterator[Problem]:
    """The function as a problem over plain arrays; on leaving, modules and random numbers are as they were."""
    if "torch" in _packages(params):
        with torch_problem(f, grad, params) as problem:
            yield problem
        return
    state = np.random.get_state()
    try:
        yield problem_in(home_of(params), f, grad, params)
    finally:
        np.random.set_state(state)
