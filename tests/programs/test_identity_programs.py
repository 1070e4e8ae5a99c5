"""Derivative identities of other people as programs: every backend computes both sides as the reference evaluator does.

Compiling takes long: what Numba would compile runs as plain Python here, and JAX is asked for double precision.
``PAPERGRAD_DRAWS=1000 pytest tests/programs tests/models`` is the whole law, compiled, in about half an hour of processor time.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS
from tests.writing.matlab import Meaning, parse
from tests.writing.test_identities import DATA, RECORDS, generated

from papergrad.algebra import nodes as a
from papergrad.algebra.derive import derivative
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.sizes import Size
from papergrad.programs import BACKENDS, compile

WHOLE = DRAWS >= 1000
CASES = [(b, d) for b in BACKENDS for d in ("float64", "float32") if WHOLE or (b, d) != ("jax", "float32")]


def problem(record):
    """A function and its derivatives, with the definitions they need."""
    meaning = Meaning(record["shapes"], record.get("let", []))
    value = meaning(parse(record["f"]))
    tensors = {"f": a.Tensor(value.e, value.axes)}
    for letters in ("pq", "uv")[: 2 if record["kind"] == "hess" else 1]:
        axes = tuple(a.Index(n, Size.of(s)) for n, s in zip(letters, record["shapes"][record["wrt"]], strict=False))
        last = tensors[max(tensors, key=len)]
        tensors[max(tensors, key=len) + "d"] = derivative(last, record["wrt"], axes, meaning.definitions).tensor
    return tensors, meaning.definitions


def values(record, dtype):
    rng = np.random.default_rng([1, *map(ord, record["id"])])
    kinds = record.get("gen") or {}
    shapes = {name: tuple(DATA["dims"][s] for s in shape) for name, shape in record["shapes"].items()}
    return {name: np.asarray(generated(kinds.get(name), rng, shape), dtype) for name, shape in shapes.items()}


@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")  # which compiled code does not give
@pytest.mark.parametrize(("backend", "dtype"), CASES, ids=[" ".join(c) for c in CASES])
@pytest.mark.parametrize("name", RECORDS)
def test_backends_compute_identities(name: str, backend: str, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = pytest.importorskip(backend)
    if backend == "numba" and not WHOLE:
        monkeypatch.setattr(library.config, "DISABLE_JIT", True)
    record = RECORDS[name]
    tensors, definitions = problem(record)
    numbers = values(record, dtype)
    inputs = {s: tuple(map(Size.of, shape)) for s, shape in record["shapes"].items()}
    call = compile(tensors, definitions, inputs=inputs, backend=backend, dtype=dtype)
    given = {i.symbol: numbers[i.symbol] for i in call.program.inputs}
    found = call(**given, **{n: DATA["dims"][call.program.written(n)] for n in call.program.free})
    world = World({s: v.astype(float) for s, v in numbers.items()}, DATA["dims"], definitions)
    close = {"float64": 1e-10, "float32": 1e-4}[dtype]
    for which, tensor in tensors.items():
        right = evaluate(tensor, world)
        mine = np.asarray(found[which])
        assert mine.dtype == dtype and mine.shape == right.shape
        assert np.max(np.abs(mine - right), initial=0) < close * max(1, np.max(np.abs(right), initial=0)), which
