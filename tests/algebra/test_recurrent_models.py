"""Backpropagation through time in closed form, of two language models, against JAX's autodiff on sequences of several lengths."""

from __future__ import annotations

import numpy as np
import pytest

from papergrad.algebra.derive import derivative
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import (
    Apply,
    Definition,
    Entry,
    Expr,
    Index,
    LogSumExp,
    Lookup,
    Sum,
    Tensor,
    add,
    minus,
    mul,
    shift,
)
from papergrad.algebra.recurrences import knots
from papergrad.algebra.sizes import size
from papergrad.notation import latex_writer
from papergrad.notation.style import Style
from papergrad.programs import compile, with_gradients
from papergrad.writing import tidy, write_shared

t, a, b = Index("t", size("T")), Index("a", size("h")), Index("b", size("h"))
e, v, w = Index("e", size("d")), Index("v", size("V")), Index("w", size("V"))
LENGTHS = {"h": 3, "d": 2, "V": 5}
SHAPES = {
    **{f"H{g}": "hh" for g in ("", *"ifog")}, **{f"I{g}": "dh" for g in ("", *"ifog")},
    **{f"b{g}": "h" for g in ("", *"ifog")},
    "L": "Vd", "U": "hV", "c": "V", "h0": "h", "s0": "h", "x": "T", "y": "T",
}  # fmt: skip


def at(symbol: str, *where) -> Entry:
    return Entry(symbol, where)


def gate(name: str, function: str) -> Expr:
    """``f(h^(t-1) H + L_{x_t} I + b)``"""
    before = Sum(a, mul(at("h", shift(t, -1), a), at(f"H{name}", a, b)))
    word = Sum(e, mul(at("L", Lookup("x", (t,)), e), at(f"I{name}", e, b)))
    return Apply(function, add(before, word, at(f"b{name}", b)))


READ_OUT = (
    Definition("z", (t, v), add(Sum(a, mul(at("h", t, a), at("U", a, v))), at("c", v))),
    Definition("J", (), Sum(t, add(LogSumExp(w, at("z", t, w)), minus(at("z", t, Lookup("y", (t,))))))),
)
RNN = (Definition("h", (t, b), gate("", "sigmoid"), start=at("h0", b)), *READ_OUT)
LSTM = (
    *(Definition(g, (t, b), gate(g, "tanh" if g == "g" else "sigmoid")) for g in "ifog"),
    Definition(
        "s", (t, b), add(mul(at("f", t, b), at("s", shift(t, -1), b)), mul(at("i", t, b), at("g", t, b))), start=at("s0", b)
    ),
    Definition("h", (t, b), mul(at("o", t, b), Apply("tanh", at("s", t, b))), start=at("h0", b)),
    *READ_OUT,
)  # fmt: skip
GATES = {"rnn": ("",), "lstm": tuple("ifog")}
MODELS = {"rnn": RNN, "lstm": LSTM}


def values(model: str, steps: int, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    sizes = LENGTHS | {"T": steps}
    names = [f"{letter}{g}" for letter in "HIb" for g in GATES[model]] + ["L", "U", "c", "h0", "x", "y"]
    names += ["s0"] if model == "lstm" else []
    found = {n: rng.normal(size=tuple(sizes[s] for s in SHAPES[n])) for n in names}
    return found | {n: rng.integers(sizes["V"], size=steps) for n in "xy"}


def by_jax(model: str, given: dict[str, np.ndarray], wrt: list[str]) -> dict[str, np.ndarray]:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    sigmoid, tanh = jax.nn.sigmoid, jax.numpy.tanh

    def loss(p):
        def pre(g, h, x):
            return h @ p[f"H{g}"] + p["L"][x] @ p[f"I{g}"] + p[f"b{g}"]

        def step(state, words):
            h, s = state
            x, y = words
            if model == "rnn":
                h = sigmoid(pre("", h, x))
            else:
                s = sigmoid(pre("f", h, x)) * s + sigmoid(pre("i", h, x)) * tanh(pre("g", h, x))
                h = sigmoid(pre("o", h, x)) * tanh(s)
            return (h, s), -jax.nn.log_softmax(h @ p["U"] + p["c"])[y]

        start = (p["h0"], p.get("s0", p["h0"]))
        return jax.lax.scan(step, start, (given["x"], given["y"]))[1].sum()

    found = jax.grad(loss)({n: jax.numpy.asarray(x) for n, x in given.items() if n not in ("x", "y")})
    return {n: np.asarray(found[n]) for n in wrt}


def parameters(given: dict[str, np.ndarray]) -> dict[str, tuple[Index, ...]]:
    return {n: tuple(Index(f"q{k}", size(s)) for k, s in enumerate(SHAPES[n])) for n in given if n not in ("x", "y")}


@pytest.mark.parametrize("steps", [1, 2, 5, 13])
@pytest.mark.parametrize("model", MODELS)
def test_equals_autodiff(model: str, steps: int) -> None:
    given = values(model, steps, seed=steps)
    definitions = {d.symbol: d for d in MODELS[model]}
    wrt = parameters(given)
    expected = by_jax(model, given, list(wrt))
    for name, axes in wrt.items():
        d = derivative(Tensor(Entry("J")), name, axes, definitions)
        found = evaluate(d.shared, World(given, LENGTHS | {"T": steps}, definitions | {x.symbol: x for x in d.deltas}))
        np.testing.assert_allclose(found, expected[name], rtol=1e-9, atol=1e-11, err_msg=name)


@pytest.mark.parametrize("model", MODELS)
def test_one_program_serves_every_length(model: str) -> None:
    definitions = {d.symbol: d for d in MODELS[model]}
    wrt = parameters(values(model, 1, 0))
    gradients, known = with_gradients(Tensor(Entry("J")), wrt, definitions)
    inputs = {n: tuple(map(size, shape)) for n, shape in SHAPES.items()}
    run = compile({"J": Tensor(Entry("J"))}, known, gradients=gradients, inputs=inputs, backend="numpy")
    for steps in (1, 4, 30):
        given = values(model, steps, seed=100 + steps)
        _, slopes = run(**given)
        for name, expected in by_jax(model, given, list(wrt)).items():
            np.testing.assert_allclose(slopes[name], expected, rtol=1e-9, atol=1e-11, err_msg=name)


@pytest.mark.parametrize("model", MODELS)
def test_is_a_backward_recurrence_and_no_unrolled_mess(model: str) -> None:
    definitions = {d.symbol: d for d in MODELS[model]}
    name = f"H{GATES[model][0]}"
    d = derivative(Tensor(Entry("J")), name, parameters({name: np.zeros(0)})[name], definitions)
    running = knots({x.symbol: x for x in d.deltas})
    assert running
    assert all(knot is not None and knot.step < 0 for knot in running.values())
    assert len(d.deltas) <= len(definitions)


@pytest.mark.parametrize("steps", [1, 3, 6])
@pytest.mark.parametrize("model", MODELS)
def test_signals_as_they_are_printed_are_right_and_need_no_cases(model: str, steps: int) -> None:
    definitions = {d.symbol: d for d in MODELS[model]}
    given = values(model, steps, seed=7)
    wrt = ["L", *(f"{letter}{g}" for letter in "HIb" for g in GATES[model])]
    expected = by_jax(model, given, wrt)
    for name in wrt:
        d = derivative(Tensor(Entry("J")), name, parameters(given)[name], definitions)
        (gradient,), signals = tidy([d.shared], d.deltas)
        world = World(given, LENGTHS | {"T": steps}, definitions | {x.symbol: x for x in signals})
        np.testing.assert_allclose(evaluate(gradient, world), expected[name], rtol=1e-9, atol=1e-11)
        equations, (form,) = write_shared([d.shared], d.deltas, Style(rows=True), definitions)
        printed = " ".join(map(latex_writer.write, [form.node, *(side for pair in equations for side in pair)]))
        assert "cases" not in printed, printed
