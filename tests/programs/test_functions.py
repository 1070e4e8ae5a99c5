"""Every function of the table, and its slope, on every backend: a new row is tested as soon as it stands there."""

from __future__ import annotations

import numpy as np
import pytest

from papergrad.algebra.functions import FUNCTIONS, slope
from papergrad.algebra.nodes import Apply, Entry, Index, Tensor
from papergrad.algebra.sizes import Size
from papergrad.programs.compiled import BACKENDS, compile

I = Index("i", Size.of("n"))
X = Entry("x", (I,))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_all_functions(dtype: str, backend: str) -> None:
    """In one program for each domain, since compiling takes longer than computing."""
    pytest.importorskip(backend)
    for low, high in sorted({row.domain for row in FUNCTIONS.values()}):
        rows = [row for row in FUNCTIONS.values() if row.domain == (low, high)]
        outputs = {
            f"{row.name}{k}": Tensor(e, (I,))
            for row in rows
            for k, e in enumerate((Apply(row.name, X), slope(row.name, X)))
        }
        x = np.linspace(max(low, -2.5) + 0.07, min(high, 2.5) - 0.03, 23).astype(dtype)
        found = compile(outputs, {}, backend=backend, dtype=dtype)(x=x)
        close = 1e-10 if dtype == "float64" else 1e-4
        wide = x.astype(float)
        for row in rows:
            right = row.value(wide)
            assert np.max(np.abs(np.asarray(found[f"{row.name}0"]) - right)) < close * max(1, np.max(np.abs(right))), (
                row.name
            )
            step = 1e-6
            near = (row.value(wide + step) - row.value(wide - step)) / (2 * step)
            assert np.max(np.abs(np.asarray(found[f"{row.name}1"]) - near)) < max(close, 1e-7) * max(
                1, np.max(np.abs(near))
            ), row.name


@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_overflows(backend: str) -> None:
    pytest.importorskip(backend)
    names = ("sigmoid", "softplus", "elu", "selu", "silu", "tanh", "gelu")
    outputs = {name: Tensor(Apply(name, X), (I,)) for name in names}
    outputs["log"] = Tensor(Apply("log", Apply("sigmoid", X)), (I,))
    x = np.array([-1e4, -800.0, -40.0, 0.0, 40.0, 800.0, 1e4])
    found = compile(outputs, {}, backend=backend)(x=x)
    for name in names:
        assert np.allclose(np.asarray(found[name]), FUNCTIONS[name].value(x), rtol=1e-12, atol=0), name
    assert np.allclose(np.asarray(found["log"]), -FUNCTIONS["softplus"].value(-x), rtol=1e-12, atol=0)
