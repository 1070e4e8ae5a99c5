"""Programs as NumPy: the reference, and what runs everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from papergrad.programs.arrays import body, counted
from papergrad.programs.epochs import Course
from papergrad.programs.epochs import counted as counted_epoch
from papergrad.programs.program import Program
from papergrad.programs.source import checked, document
from papergrad.programs.spelling import Dialect

DIALECT = Dialect(
    library="np",
    functions={
        **{
            name: f"np.{name}({{}})"
            for name in ("exp", "log", "expm1", "tanh", "abs", "sign", "sin", "cos", "tan", "sinh", "cosh")
        },
        **{name: f"np.{name}({{}})" for name in ("arcsin", "arccos", "arctan", "sqrt")},
        "sigmoid": "sigmoid({})",
        "softplus": "np.logaddexp(0, {})",
        "relu": "np.maximum({}, 0)",
        "erf": "erf({})",
    },
    choose="np.where({}, {}, {})",
    number="np.asarray({}, dtype)",
    arange="np.arange({})",
    zeros="np.zeros({}, dtype)",
    empty="np.empty({}, dtype)",
    argmax="np.argmax({}, {})",
    folds={"all": "np.sum({})", "sum": "np.sum({}, {})", "product": "np.prod({}, {})", "largest": "np.max({}, {})"},
    transpose="np.transpose({}, {})",
    broadcast="np.broadcast_to({}, {})",
    inverse="np.linalg.inv({})",
    determinant="np.linalg.det({})",
    concatenate="np.concatenate([{}])",
    einsum="np.einsum({}, {}, {})",
    whole="{}",
    clip="np.clip({}, 0, {})",
    clip_one="min(max({}, 0), {})",
    truth="{}",
    add_at="np.add.at({}, ({}), {})",
    add_once="{}[{}] += {}",
    copy="np.array({})",
    write="{}[{}] = {}",
    loop=counted,
    helpers={
        "sigmoid": (
            "def sigmoid(x):\n"
            "    e = np.exp(-np.abs(x))  # never overflows\n"
            "    return np.where(x >= 0, 1, e) / (1 + e)\n"
        ),
        "add_rows": (
            "def add_rows(table, at, values):\n"
            "    # what belongs to the same row is summed first: np.add.at takes many times as long\n"
            "    at = at.ravel()\n"
            "    order = np.argsort(at, kind='stable')\n"
            "    at, values = at[order], values.reshape(at.size, *table.shape[1:])[order]\n"
            "    first = np.flatnonzero(np.append(at[:1] == at[:1], at[1:] != at[:-1]))\n"
            "    if first.size:\n"
            "        table[at[first]] += np.add.reduceat(values, first)\n"
        ),
        "erf": "def erf(x):\n    return np.vectorize(math.erf, otypes=[float])(x).astype(x.dtype)\n",
    },
)


def emit(program: Program, name: str, dtype: str = "float64") -> str:
    """Source of a function of that name: the inputs in order, a tuple of the outputs back."""
    lines, needed = body(program, DIALECT, dtype)
    imports = ["import math\n\n"] if "erf" in needed else []
    return document([*imports, "import numpy as np\n"], [DIALECT.helpers[n] for n in needed], name, program, lines)


def emit_epoch(course: Course, name: str, dtype: str = "float64") -> str:
    """Source of the function of value and gradients, and of ``epoch`` around it."""
    return emit(course.program, name, dtype) + counted_epoch(course, name, DIALECT, "losses = np.empty(len(cuts) - 1)")


def load(source: str, name: str, dtype: str = "float64") -> Callable[..., Any]:
    """The function that ``emit`` wrote."""
    space: dict[str, Any] = {}
    exec(checked(source, name), space)
    function = space[name]

    def call(*arrays: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*arrays)

    return call
