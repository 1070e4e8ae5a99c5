"""Truncated backpropagation through time against JAX: for every position a copy of the recurrence that starts k steps before."""

from __future__ import annotations

import numpy as np
import pytest
from tests.algebra.test_recurrent_models import LENGTHS, MODELS, parameters, values

from papergrad.algebra.derive import derivative
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Entry, Tensor
from papergrad.algebra.truncated import truncated
from papergrad.writing import tidy


def by_jax(model: str, given: dict[str, np.ndarray], back: int) -> dict[str, np.ndarray]:
    """Gradients where the state ``back + 1`` steps before each output counts as a constant."""
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    sigmoid, tanh, stop = jax.nn.sigmoid, jax.numpy.tanh, jax.lax.stop_gradient
    steps = len(given["x"])

    def loss(p):
        def pre(g, h, x):
            return h @ p[f"H{g}"] + p["L"][x] @ p[f"I{g}"] + p[f"b{g}"]

        def step(state, x):
            h, s = state
            if model == "rnn":
                return sigmoid(pre("", h, x)), s
            s = sigmoid(pre("f", h, x)) * s + sigmoid(pre("i", h, x)) * tanh(pre("g", h, x))
            return sigmoid(pre("o", h, x)) * tanh(s), s

        states = [(given["h0"], given.get("s0", given["h0"]))]
        for x in given["x"]:
            states.append(step(states[-1], x))
        total = 0.0
        for t in range(1, steps + 1):
            first = max(0, t - back - 1)
            state = tuple(map(stop, states[first]))
            for x in given["x"][first:t]:
                state = step(state, x)
            total = total - jax.nn.log_softmax(state[0] @ p["U"] + p["c"])[given["y"][t - 1]]
        return total

    learned = {n: jax.numpy.asarray(x) for n, x in given.items() if n not in ("x", "y", "h0", "s0")}
    return {n: np.asarray(x) for n, x in jax.grad(loss)(learned).items()}


@pytest.mark.parametrize(("steps", "back"), [(1, 1), (4, 1), (6, 2), (7, 3), (5, 9)])
@pytest.mark.parametrize("model", MODELS)
def test_equals_autodiff_that_is_stopped(model: str, steps: int, back: int) -> None:
    given = values(model, steps, seed=steps + back)
    definitions = {d.symbol: d for d in MODELS[model]}
    wrt = parameters(given)
    for name, expected in by_jax(model, given, back).items():
        found = derivative(Tensor(Entry("J")), name, wrt[name], definitions)
        (neat,), signals = tidy([found.shared], found.deltas)
        (again,), short = tidy([neat], truncated(signals, back))
        for tensor, deltas in (
            (found.shared, truncated(found.deltas, back)),
            (neat, truncated(signals, back)),
            (again, short),
        ):
            world = World(given, LENGTHS | {"T": steps}, definitions | {d.symbol: d for d in deltas})
            np.testing.assert_allclose(evaluate(tensor, world), expected, rtol=1e-9, atol=1e-11, err_msg=name)


def test_is_that_of_the_whole_where_there_is_room_for_it() -> None:
    given, definitions = values("rnn", 4, seed=0), {d.symbol: d for d in MODELS["rnn"]}
    whole = derivative(Tensor(Entry("J")), "H", parameters(given)["H"], definitions)
    results = []
    for deltas in (whole.deltas, truncated(whole.deltas, 3), truncated(whole.deltas, 2)):
        world = World(given, LENGTHS | {"T": 4}, definitions | {d.symbol: d for d in deltas})
        results.append(evaluate(whole.shared, world))
    np.testing.assert_allclose(results[0], results[1], rtol=1e-12)
    assert not np.allclose(results[0], results[2], rtol=1e-6)
