"""Functions of JAX arrays, evaluated in double precision even where JAX is set to single."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from papergrad.gradcheck.problem import Home


def jax_home() -> Home:
    """Imports JAX. A user who hands over JAX arrays has it."""
    import jax
    import jax.numpy as jnp

    def give(array: np.ndarray, like: Any, work: str | None) -> Any:
        return jnp.asarray(array.astype(work or "float64"), dtype=work or jnp.asarray(like).dtype)

    def take(array: Any) -> np.ndarray:
        plain = np.asarray(array)
        return plain if plain.dtype in (np.float32, np.float64, np.longdouble) else plain.astype(np.float64)

    def eps(like: Any) -> float:
        dtype = jnp.asarray(like).dtype
        floating = jnp.issubdtype(dtype, jnp.floating)
        return float(jax.numpy.finfo(dtype).eps if floating else np.finfo(float).eps)  # type: ignore[no-untyped-call]

    def around(work: str | None) -> AbstractContextManager[Any]:
        return jax.enable_x64(True) if work else nullcontext()

    def differentiate(loss: Callable[[dict[str, Any]], Any], arrays: dict[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = jax.grad(lambda a: jnp.reshape(loss(a), ()))(arrays)
        return found

    return Home(("float64",), give, take, eps, around, differentiate)
