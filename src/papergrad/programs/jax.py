"""Programs as JAX: one compiled function for CPU, GPU or TPU, which ``jax.grad`` differentiates by the closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import jax

from papergrad.programs.arrays import body
from papergrad.programs.epochs import Course, scanned
from papergrad.programs.program import Loop, Program
from papergrad.programs.source import checked, document, exported
from papergrad.programs.spelling import Dialect


def _scanned(step: Loop, length: str, lines: Sequence[str]) -> Iterator[str]:
    """A loop that JAX compiles once, whatever its length."""
    states = ", ".join(s.target for s in step.states)
    name, comma = f"step_{step.axis.name}", "," if len(step.states) == 1 else ""
    yield f"def {name}(k_, states_):"
    yield f"    {states}{comma} = states_"
    yield f"    {step.axis.name} = " + (f"{length} - 1 - k_" if step.backwards else "k_")
    yield from ("    " + line for line in lines)
    yield f"    return {states}{comma}"
    yield f"{states}{comma} = jax.lax.fori_loop(0, {length}, {name}, ({states}{comma}))"


DIALECT = Dialect(
    library="jnp",
    functions={
        **{
            name: f"jnp.{name}({{}})"
            for name in ("exp", "log", "expm1", "tanh", "abs", "sign", "sin", "cos", "tan", "sinh", "cosh")
        },
        **{name: f"jnp.{name}({{}})" for name in ("arcsin", "arccos", "arctan", "sqrt")},
        "sigmoid": "jax.nn.sigmoid({})",
        "softplus": "jnp.logaddexp(0, {})",
        "relu": "jnp.maximum({}, 0)",
        "erf": "jax.scipy.special.erf({})",
    },
    choose="jnp.where({}, {}, {})",
    number="jnp.asarray({}, dtype)",
    arange="jnp.arange({})",
    zeros="jnp.zeros({}, dtype)",
    empty="jnp.zeros({}, dtype)",
    argmax="jnp.argmax({}, {})",
    folds={"all": "jnp.sum({})", "sum": "jnp.sum({}, {})", "product": "jnp.prod({}, {})", "largest": "jnp.max({}, {})"},
    transpose="jnp.transpose({}, {})",
    broadcast="jnp.broadcast_to({}, {})",
    inverse="jnp.linalg.inv({})",
    determinant="jnp.linalg.det({})",
    concatenate="jnp.concatenate([{}])",
    einsum="jnp.einsum({}, {}, {})",
    whole="{}",
    clip="jnp.clip({}, 0, {})",
    clip_one="jnp.clip({}, 0, {})",
    truth="{}",
    add_at="{0} = {0}.at[{1}].add({2})",
    add_once="{0} = {0}.at[{1}].add({2})",
    copy="{}",
    write="{0} = {0}.at[{1}].set({2})",
    loop=_scanned,
)


def emit(program: Program, name: str, dtype: str = "float64") -> str:
    """Source of a compiled function of that name, and of ``value`` with its closed form as ``custom_vjp``."""
    return _plain(program, name, dtype, "") + exported(program, name, _vjp)


def emit_epoch(course: Course, name: str, dtype: str = "float64") -> str:
    """Source of the function of value and gradients, and of ``epoch`` around it."""
    return _plain(course.program, name, dtype, "import numpy as np\n") + scanned(course, name, DIALECT)


def _plain(program: Program, name: str, dtype: str, imports: str) -> str:
    lines, _ = body(program, DIALECT, dtype)
    decorator, partial = "@jax.jit\n", ""
    if program.free:
        decorator, partial = (
            f"@partial(jax.jit, static_argnames={program.free!r})\n",
            "from functools import partial\n\n",
        )
    return document([partial, "import jax\nimport jax.numpy as jnp\n", imports], [], name, program, lines, decorator)


def _vjp(name: str, given: str, slopes: Sequence[str], answers: Sequence[str]) -> str:
    return f'''

@jax.custom_vjp
def value({given}):
    """The value alone; jax.grad takes its gradient from the closed form."""
    return {name}({given})[0]


def value_forward({given}):
    value, {", ".join(slopes)} = {name}({given})
    return value, ({", ".join(slopes)},)


def value_backward(gradients, g):
    {", ".join(slopes)}, = gradients
    return {", ".join(answers)},


value.defvjp(value_forward, value_backward)
'''


def load(source: str, name: str, dtype: str = "float64") -> Callable[..., Any]:
    """The function that ``emit`` wrote; JAX itself has float64 switched off unless it is asked."""
    space: dict[str, Any] = {}
    exec(checked(source, name), space)
    function = space[name]

    def call(*arrays: Any) -> Any:
        asked = jax.config.read("jax_enable_x64")  # type: ignore[no-untyped-call]
        with jax.enable_x64(True) if dtype == "float64" and not asked else nullcontext():
            return function(*arrays)

    return call
