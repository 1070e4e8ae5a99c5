"""Every number that the seeds define, read from their text: its value and all its gradients, on every backend."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS

import papergrad.paper
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Definition, Index, Tensor
from papergrad.judging.sampling import needs
from papergrad.programs import BACKENDS, compile, with_gradients
from papergrad.source import PaperError

SEEDS = sorted((Path(__file__).resolve().parents[3] / "shared" / "seeds").glob("0*.txt"))
# Numba takes seconds to compile each: it joins the nightly run
USED = [b for b in BACKENDS if b != "numba" or DRAWS >= 1000]


def numbers(text: str):
    """The definitions of a document that are numbers, each with all definitions in sight."""
    seen = set()
    for one in papergrad.paper.read(text).reading.reads:
        scope = one.scope
        if scope is None or id(scope) in seen:
            continue
        seen.add(id(scope))
        sight: dict[str, Definition] = {}
        while scope is not None:
            sight = {**scope.definitions, **sight}
            scope = scope.parent
        yield from ((name, d, sight) for name, d in sight.items() if not d.axes)


@pytest.mark.skipif(not SEEDS, reason="the seeds are not here")
@pytest.mark.parametrize("backend", USED)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("seed", SEEDS, ids=[s.stem[:3] for s in SEEDS])
def test_numbers_of_the_seeds(seed: Path, dtype: str, backend: str) -> None:
    pytest.importorskip(backend)
    if backend == "jax" and dtype == "float32" and DRAWS < 1000:
        pytest.skip("JAX takes long to compile: this joins the nightly run")
    close = {"float64": 1e-10, "float32": 1e-4}[dtype]
    for name, d, sight in numbers(seed.read_text(encoding="utf-8")):
        of = Tensor(d.body)
        try:
            need = needs([of], sight, {})
        except PaperError:
            continue  # a shape that the document does not tell
        rng = np.random.default_rng(0)
        sizes = {n: 3 + k % 3 for k, n in enumerate(need.sizes)}
        values = {s: rng.uniform(0.2, 1, [i.size.value(sizes) for i in axes]) for s, axes in need.inputs.items()}
        values |= {s: rng.integers(0, top.value(sizes), values[s].shape) for s, top in need.ranges.items()}
        wrt = {
            s: tuple(Index(f"w{k}", i.size) for k, i in enumerate(axes))
            for s, axes in need.inputs.items()
            if s not in need.ranges
        }
        gradients, definitions = with_gradients(of, wrt, sight)
        shapes = {s: tuple(i.size for i in axes) for s, axes in need.inputs.items()}
        call = compile({name: of}, definitions, gradients=gradients, inputs=shapes, backend=backend, dtype=dtype)
        program, written = call.program, dict(call.program.symbols)
        given = {i.symbol: values[i.symbol] for i in program.inputs}
        given |= {written.get(n, n): sizes[written.get(n, n)] for n in program.free}
        value, slopes = call(**given) if gradients else (call(**given), {})
        world = World(values, sizes, definitions)
        # where a function that the document leaves open makes waves of its arguments, rounding them once already shows
        nudged = {k: v if k in need.ranges else v * (1 + 1e-5) for k, v in values.items()}
        near = World(nudged, sizes, definitions) if dtype == "float32" else world
        for found, tensor in [(value, of), *((slopes[s], gradients[s]) for s in gradients)]:
            right = evaluate(tensor, world)
            error = np.max(np.abs(np.asarray(found) - right), initial=0)
            shaken = np.max(np.abs(evaluate(tensor, near) - right), initial=0) if near is not world else 0
            assert np.asarray(found).dtype == dtype, name
            assert error < close * max(1, np.max(np.abs(right), initial=0)) + 3 * shaken, (name, call.source)
