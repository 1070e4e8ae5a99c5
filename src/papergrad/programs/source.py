"""Emitted source: how a file of it is laid out, and what it may contain before it is run."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Sequence
from hashlib import sha256
from types import CodeType

from papergrad.programs.arrays import shape_text
from papergrad.programs.program import Axis, Program
from papergrad.source import PaperError

MODULES = frozenset({"numpy", "math", "numba", "jax", "jax.numpy", "jax.scipy.special", "torch"})
FORBIDDEN = frozenset({"eval", "exec", "compile", "open", "__import__", "globals", "locals", "vars", "getattr", "setattr", "input", "breakpoint"})


def document(imports: Sequence[str], helpers: Sequence[str], name: str, program: Program, lines: Sequence[str], decorator: str = "") -> str:
    """A file with one function in it: the formula as its docstring, shapes in comments."""
    given = ", ".join([*(i.name for i in program.inputs), *program.free])
    doc = program.formula.replace("\\", "\\\\").replace('"""', "'''").strip()
    shapes = [
        f"    {i.name}: {shape_text(tuple(Axis('', s) for s in i.shape))}{', whole numbers from 0' if i.whole else ''}"
        + (f" ({i.symbol})" if i.symbol != i.name else "")
        for i in program.inputs
    ]
    text = [f'    """{doc}' if doc else '    """Value and gradients.', "", *shapes, '    """']
    body = [f"    {line}" for line in lines]
    blocks = ["".join(imports), *helpers, f"{decorator}def {name}({given}):\n" + "\n".join([*text, *body]) + "\n"]
    return "\n\n".join(block.rstrip("\n") + "\n" for block in blocks)


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
