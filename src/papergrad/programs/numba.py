"""Programs as Numba: compiled loops, kept on disk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import numba

from papergrad import kept
from papergrad.programs.epochs import Course, looped, moves, sparse
from papergrad.programs.kernels import PRODUCTS, kernel
from papergrad.programs.lengths import head
from papergrad.programs.loops import Writer, result
from papergrad.programs.program import Program
from papergrad.programs.source import checked, document

JIT = '@njit(fastmath={"reassoc", "nsz", "contract", "arcp", "afn"}, error_model="numpy", nogil=True, cache=True)\n'
HELD = JIT.replace(" nogil=True,", "")  # what calls NumPy holds the lock of Python while it does


def emit(program: Program, name: str, dtype: str = "float64", by_numpy: bool = False) -> str:
    """Source of a compiled function of that name: the inputs in order, a tuple of the outputs back.

    ``by_numpy``: big products are those of NumPy (see ``kernels``). Loading that takes a second more.
    """
    return _function(program, name, dtype, {}, by_numpy)


def emit_epoch(course: Course, name: str, dtype: str = "float64", by_numpy: bool = False) -> str:
    """Source of the function of value and gradients, and of ``epoch`` around it; gradients with few rows come as those rows."""
    tables = {target: course.names["d", i.name] for target, i in sparse(course).items()}
    return _function(course.program, name, dtype, tables, by_numpy) + looped(course, name, JIT)


IMPORTS = "import math\n\n", "import numpy as np\nfrom numba import njit\n"


def emit_moves(course: Course) -> str:
    """Source of the update rule alone: ``move`` of one parameter, and ``factors`` where it has such."""
    return "".join(IMPORTS) + "".join("\n\n" + block for block in moves(course.update, JIT))


def _function(program: Program, name: str, dtype: str, tables: Mapping[str, str], by_numpy: bool) -> str:
    writer = Writer(program, tables)
    lines = list(writer.steps(writer.program.steps))
    results = [
        f"n_{tables[o.read.array]}" if o.read.array in tables else result(o.read, o.axes, writer)
        for o in program.outputs
    ]
    lines.append(f"return {', '.join(results)}{',' if len(results) == 1 else ''}")
    reals = [i.name for i in program.inputs if not i.whole]
    first = [f"dtype = {reals[0]}.dtype" if reals else f"dtype = np.dtype(np.{dtype})", "real = dtype.type"]
    more = [name for d in tables.values() for name in (d, f"rows_{d}", f"seen_{d}")]
    kernels = [(JIT, kernel(n, dtype)) for n in writer.scalars.needed]
    if by_numpy:
        kernels = [(HELD if n in PRODUCTS else JIT, kernel(n, dtype, by_numpy)) for n in writer.scalars.needed]
    return document(
        (IMPORTS[0], IMPORTS[1].replace("njit", "njit, objmode")) if by_numpy else IMPORTS,
        [jit + text for jit, text in kernels],
        name,
        program,
        [*head(program), *first, *lines],
        JIT,
        more,
    )


def load(source: str, name: str, dtype: str = "float64") -> Callable[..., Any]:
    """The function that ``emit`` wrote. Its compiled form is kept on disk, in the user's cache."""
    checked(source, name)
    # each type of numbers has files of its own: processes that compile at once would mix them up in one index
    module = f"papergrad_{sha256(f'{source} {dtype} {numba.__version__}'.encode()).hexdigest()[:24]}"
    file = kept.folder("programs") / f"{module}.py"
    if kept.read(file) != source:
        kept.write(file, source)
    spec = spec_from_file_location(module, file)
    assert spec is not None and spec.loader is not None
    loaded = module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    for function in vars(loaded).values():
        if hasattr(function, "_cache"):
            _wary(function._cache)
    return getattr(loaded, name)  # type: ignore[no-any-return]


def _wary(cache: Any) -> None:
    """Let a function be compiled anew where its compiled form on disk is broken, or was made for other types."""
    load = cache.load_overload

    def load_overload(types: Any, context: Any) -> Any:
        try:
            found = load(types, context)
            if found is None or tuple(found.signature.args) == tuple(types):
                return found
        except Exception:  # a broken file can raise anything
            pass
        cache.flush()
        return None

    cache.load_overload = load_overload
