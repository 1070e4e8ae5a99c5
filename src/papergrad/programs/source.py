"""Emitted source: how a file of it is laid out, and what it may contain before it is run."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Sequence
from hashlib import sha256
from types import CodeType

from papergrad.programs.lengths import shape_text
from papergrad.programs.program import Axis, Program
from papergrad.source import PaperError

MODULES = frozenset({"numpy", "math", "numba", "jax", "jax.numpy", "functools", "torch"})
FORBIDDEN = frozenset(
    {
        "eval",
        "exec",
        "compile",
        "open",
        "__import__",
        "globals",
        "locals",
        "vars",
        "getattr",
        "setattr",
        "input",
        "breakpoint",
    }
)


def document(
    imports: Sequence[str],
    helpers: Sequence[str],
    name: str,
    program: Program,
    lines: Sequence[str],
    decorator: str = "",
    more: Sequence[str] = (),
) -> str:
    """A file with one function in it: the formula as its docstring, shapes in comments. It takes ``more`` after the inputs."""
    given = ", ".join([*(i.name for i in program.inputs), *program.free, *more])
    doc = quoted(program.formula).strip()
    shapes = [
        f"    {i.name}: {shape_text(tuple(Axis('', s) for s in i.shape))}{', whole numbers from 0' if i.whole else ''}"
        + (f" ({quoted(i.symbol)})" if i.symbol != i.name else "")
        for i in program.inputs
    ]
    text = [f'    """{doc}' if doc else '    """Value and gradients.', "", *shapes, '    """']
    body = [f"    {line}" for line in lines]
    blocks = ["".join(imports), *helpers, f"{decorator}def {name}({given}):\n" + "\n".join([*text, *body]) + "\n"]
    return "\n\n".join(block.rstrip("\n") + "\n" for block in blocks)


def quoted(text: str) -> str:
    """Text of a document that cannot end the docstring it is put into."""
    lines = ("".join(c for c in line if c.isprintable()) for line in text.splitlines())
    return "\n    ".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)


def exported(program: Program, name: str, write: Callable[[str, str, Sequence[str], Sequence[str]], str]) -> str:
    """What a framework needs besides the function: ``write`` gets its name, its inputs, the gradients and the answers.

    Nothing where the program is not one number with gradients.
    """
    values = [o for o in program.outputs if o.wrt is None]
    slopes = {o.wrt: f"d_{given}" for o in program.outputs for given in [_name_of(program, o.wrt)] if o.wrt is not None}
    if len(values) != 1 or values[0].axes or not slopes:
        return ""
    given = [*(i.name for i in program.inputs), *program.free]
    answers = [f"g * {slopes[i.symbol]}" if i.symbol in slopes else "None" for i in program.inputs] + ["None"] * len(
        program.free
    )
    return write(name, ", ".join(given), list(slopes.values()), answers)


def _name_of(program: Program, symbol: str | None) -> str:
    return next((i.name for i in program.inputs if i.symbol == symbol), "")


def checked(source: str, name: str) -> CodeType:
    """The code of emitted source. Raises PaperError if there is anything in it that no emitter writes."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        bad = ""
        match node:
            case ast.Import(names):
                bad = ", ".join(a.name for a in names if a.name not in MODULES)
            case ast.ImportFrom(module, _, level):
                bad = "" if module in MODULES and not level else f"from {module}"
            case ast.Name(identifier):
                bad = identifier if identifier in FORBIDDEN or identifier.startswith("__") else ""
            case ast.Attribute(_, attribute):
                bad = attribute if attribute.startswith("_") else ""
        if bad:
            raise PaperError(f"a program must not contain {bad}", code="PG410")
    file = f"<{name} {sha256(source.encode()).hexdigest()[:12]}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # so that tracebacks show it
    return compile(tree, file, "exec")
