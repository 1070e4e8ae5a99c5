"""Programs as PyTorch: an ``autograd.Function`` whose backward is the closed form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from papergrad.programs.arrays import body, counted
from papergrad.programs.epochs import Course
from papergrad.programs.epochs import counted as counted_epoch
from papergrad.programs.program import Program
from papergrad.programs.source import checked, document, exported
from papergrad.programs.spelling import Dialect

DIALECT = Dialect(
    library="torch",
    functions={
        **{
            name: f"torch.{name}({{}})"
            for name in ("exp", "log", "expm1", "tanh", "abs", "sign", "sin", "cos", "tan", "sinh", "cosh")
        },
        **{name: f"torch.{name}({{}})" for name in ("arcsin", "arccos", "arctan", "sqrt", "sigmoid", "relu", "erf")},
        "softplus": "-torch.nn.functional.logsigmoid(-({}))",
    },
    choose="torch.where({}, {}, {})",
    number="torch.as_tensor({}, dtype=dtype, device=device)",
    arange="torch.arange({}, device=device)",
    zeros="torch.zeros({}, dtype=dtype, device=device)",
    empty="torch.empty({}, dtype=dtype, device=device)",
    argmax="torch.argmax({}, {})",
    folds={
        "all": "torch.sum({})",
        "sum": "torch.sum({}, {})",
        "product": "torch.prod({}, {})",
        "largest": "torch.amax({}, {})",
    },
    transpose="torch.permute({}, {})",
    broadcast="torch.broadcast_to(torch.as_tensor({}, dtype=dtype, device=device), {})",
    inverse="torch.linalg.inv({})",
    determinant="torch.linalg.det({})",
    concatenate="torch.cat([{}])",
    einsum="torch.einsum({}, {}, {})",
    whole="{}",
    clip="torch.clip({}, 0, {})",
    clip_one="min(max({}, 0), {})",
    truth="torch.as_tensor({}, device=device)",
    add_at="{0}.index_put_(({1}), torch.as_tensor({2}, dtype=dtype, device=device), accumulate=True)",
    add_once="{}[{}] += {}",
    copy="torch.clone({})",
    write="{}[{}] = {}",
    loop=counted,
)


def emit(program: Program, name: str, dtype: str = "float64") -> str:
    """Source of a function of that name, and of ``Value``, an ``autograd.Function`` over it."""
    return _plain(program, name, dtype) + exported(program, name, _function)


def emit_epoch(course: Course, name: str, dtype: str = "float64") -> str:
    """Source of the function of value and gradients, and of ``epoch`` around it."""
    begin = "losses = torch.empty(len(cuts) - 1, dtype=torch.float64)"
    return _plain(course.program, name, dtype) + counted_epoch(course, name, DIALECT, begin)


def _plain(program: Program, name: str, dtype: str) -> str:
    lines, _ = body(program, DIALECT, dtype)
    if any("device" in line for line in lines):
        given = program.inputs[0].name if program.inputs else None
        lines.insert(0, f"device = {given}.device" if given else 'device = "cpu"')
    return document(["import torch\n"], [], name, program, lines)


def _function(name: str, given: str, slopes: Sequence[str], answers: Sequence[str]) -> str:
    return f'''

class Value(torch.autograd.Function):
    """The value; its backward is the closed form."""

    @staticmethod
    def forward(ctx, {given}):
        value, {", ".join(slopes)} = {name}({given})
        ctx.save_for_backward({", ".join(slopes)})
        return value

    @staticmethod
    def backward(ctx, g):
        {", ".join(slopes)}, = ctx.saved_tensors
        return {", ".join(answers)},


def value({given}):
    return Value.apply({given})
'''


def load(source: str, name: str, dtype: str = "float64") -> Callable[..., Any]:
    """The function that ``emit`` wrote; takes arrays of NumPy or PyTorch."""
    space: dict[str, Any] = {}
    exec(checked(source, name), space)
    function = space[name]

    def call(*arrays: Any) -> Any:
        with torch.no_grad():
            return function(*(torch.from_numpy(a) if isinstance(a, np.ndarray) else a for a in arrays))

    return call
