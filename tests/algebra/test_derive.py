"""Derivatives against the complex step (of the evaluator) and against JAX (of an interpreter that shares no code with it)."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from papergrad.algebra.derive import derivative, partial
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    Affine,
    Apply,
    Definition,
    Entry,
    Index,
    LogSumExp,
    Number,
    Sum,
    Tensor,
    add,
    minus,
    mul,
    power,
    shift,
)
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size, size
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import free, symbols
from papergrad.algebra.unroll import unroll

from .interpreter import Interpreter
from .strategies import DRAWS, MANY, SIZES, SYMBOLS, expressions, tensors, values

WRT = {symbol: tuple(Index(f"d{n}", size(axis)) for n, axis in enumerate(axes)) for symbol, axes in SYMBOLS.items()}


def by_complex_step(of: Tensor, wrt: str, given_values, sizes, definitions) -> np.ndarray:
    x = np.asarray(given_values[wrt], dtype=float)
    step = 1e-30
    columns = []
    for place in np.ndindex(*x.shape):
        moved = x.astype(complex)
        moved[place] += step * 1j
        world = World({**given_values, wrt: moved}, sizes, definitions)
        columns.append(np.imag(evaluate(of, world)) / step)
    shape = columns[0].shape
    return np.moveaxis(np.array(columns), 0, -1).reshape(shape + x.shape) if columns else np.zeros(shape + x.shape)


def value_of(d, given_values, sizes, definitions) -> np.ndarray:
    """The derivative's value; the form with deltas and the form without must agree."""
    shared = evaluate(d.shared, World(given_values, sizes, {**definitions, **{x.symbol: x for x in d.deltas}}))
    inline = evaluate(d.tensor, World(given_values, sizes, {**definitions, **{x.symbol: x for x in d.running}}))
    np.testing.assert_allclose(shared, inline, rtol=1e-9, atol=1e-9)
    return inline


def same(found, expected) -> None:
    scale = max(1.0, float(np.max(np.abs(expected), initial=0)))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * scale)


@settings(max_examples=MANY, deadline=None)
@given(tensors(), st.sampled_from(sorted(SYMBOLS)), st.integers(0, 1000))
def test_agrees_with_the_complex_step(of: Tensor, wrt: str, seed: int) -> None:
    given_values = values(seed)
    with np.errstate(all="ignore"):
        expected = by_complex_step(of, wrt, given_values, SIZES, {})
    assume(np.isfinite(expected).all() and np.abs(expected).max(initial=0) < 1e6)
    same(value_of(derivative(of, wrt, WRT[wrt], {}), given_values, SIZES, {}), expected)


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(depth=3), st.sampled_from(sorted(SYMBOLS)), st.integers(0, 1000))
def test_agrees_with_jax(of: Tensor, wrt: str, seed: int) -> None:
    """The entries of the tensor are added up, each with a weight of its own: JAX is slow at whole Jacobians."""
    jax = pytest.importorskip("jax")
    given_values = values(seed)
    shape = tuple(SIZES[i.size.name] for i in of.axes)
    weights = np.random.default_rng(seed).uniform(0.5, 1.5, shape)

    def run(x):
        arrays = {s: jax.numpy.asarray(v) if v.dtype.kind == "f" else v for s, v in given_values.items()}
        meaning = Interpreter(jax.numpy, {**arrays, wrt: x}, SIZES, jax.scipy.special.erf)
        places = [(place, dict(zip(of.axes, place, strict=True))) for place in np.ndindex(*shape)]
        return sum(jax.numpy.asarray(meaning.value(of.body, at), dtype=float) * weights[place] for place, at in places)

    with jax.enable_x64(True):
        expected = np.asarray(jax.grad(run)(jax.numpy.asarray(given_values[wrt])))
    assume(np.isfinite(expected).all() and np.abs(expected).max(initial=0) < 1e6)
    found = value_of(derivative(of, wrt, WRT[wrt], {}), given_values, SIZES, {})
    same(np.tensordot(weights, found, axes=weights.ndim), expected)


@settings(max_examples=DRAWS, deadline=None)
@given(st.data(), st.sampled_from(["x", "y", "A"]), st.integers(0, 1000))
def test_goes_through_definitions(data: st.DataObject, wrt: str, seed: int) -> None:
    """``of`` mentions two defined names, one of which mentions the other."""
    i, j = Index("i", size("n")), Index("j", size("m"))
    u = Definition("u", (i, j), data.draw(expressions((i, j), 2)))
    call = data.draw(expressions((j,), 1))
    shifted = Affine(((j, 1),), Size.of(1))
    v = Definition("v", (j,), add(call, Sum(i, mul(Entry("u", (i, j)), Entry("u", (i, shifted))))))
    top = add(Sum(j, power(Entry("v", (j,)), 2)), Sum(i, Apply("sin", Entry("u", (i, Affine((), Size.of(0)))))))
    definitions = {"u": u, "v": v}
    given_values = values(seed)
    with np.errstate(all="ignore"):
        expected = by_complex_step(Tensor(top), wrt, given_values, SIZES, definitions)
    assume(np.isfinite(expected).all() and np.abs(expected).max(initial=0) < 1e6)
    same(value_of(derivative(Tensor(top), wrt, WRT[wrt], definitions), given_values, SIZES, definitions), expected)


@settings(max_examples=DRAWS, deadline=None)
@given(expressions((Index("i", size("n")),), 2), st.sampled_from(["x", "y"]), st.integers(0, 1000))
def test_partial_is_the_derivative_by_one_entry(e, wrt: str, seed: int) -> None:
    i = Index("i", size("n"))
    given_values = values(seed)
    whole = evaluate(Tensor(partial(e, wrt, WRT[wrt]), (i, *WRT[wrt])), World(given_values, SIZES))
    same(whole, by_complex_step(Tensor(e, (i,)), wrt, given_values, SIZES, {}))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_the_slope_of_every_function(name: str) -> None:
    """First and second derivatives, within the domain and away from kinks."""
    row = FUNCTIONS[name]
    low, high = max(row.domain[0], -3), min(row.domain[1], 3)
    x = np.linspace(low, high, 23)[1:-1] + 0.0123 * (high - low) / 23
    x = x[[all(abs(v - k) > 1e-3 for k in row.kinks) for v in x]]
    i = Index("i", size("n"))
    d = Index("d", size("n"))
    e: Tensor = Tensor(Apply(name, Entry("x", (i,))), (i,))
    for _ in range(2):
        summed = Tensor(Sum(i, e.body))
        expected = by_complex_step(summed, "x", {"x": x}, {"n": len(x)}, {})
        found = derivative(summed, "x", (d,), {}).tensor
        same(evaluate(found, World({"x": x}, {"n": len(x)})), expected)
        e = Tensor(substitute(found.body, lambda _: None), (d,))
        i, d = d, i
    slopes = evaluate(
        Tensor(FUNCTIONS[name].slope(Entry("x", (i,)), Apply(name, Entry("x", (i,)))), (i,)),
        World({"x": x}, {"n": len(x)}),
    )
    assert (slopes >= row.slopes[0] - 1e-12).all()
    assert (slopes <= row.slopes[1] + 1e-12).all()


# -- recurrences ---------------------------------------------------------------------------------------------------

T = size("T")
t, a, b = Index("t", T), Index("a", size("h")), Index("b", size("h"))
e_ = Index("e", size("d"))


def at(symbol: str, *where) -> Entry:
    return Entry(symbol, where)


def affine_step(out: str, inputs: str, state: str, w: str, u: str, bias: str) -> Definition:
    pre = add(
        Sum(e_, mul(at(inputs, t, e_), at(w, e_, b))), Sum(a, mul(at(state, shift(t, -1), a), at(u, a, b))), at(bias, b)
    )
    return Definition(out, (t, b), pre)


RNN = (
    affine_step("z", "x", "h", "W", "U", "c"),
    Definition("h", (t, b), Apply("tanh", at("z", t, b)), start=at("h0", b)),
    Definition("J", (), Sum(t, Sum(b, mul(at("v", t, b), power(at("h", t, b), 2))))),
)

LSTM = (
    *(affine_step(f"z{g}", "x", "h", f"W{g}", f"U{g}", f"c{g}") for g in "ifog"),
    *(Definition(g, (t, b), Apply("tanh" if g == "g" else "sigmoid", at(f"z{g}", t, b))) for g in "ifog"),
    Definition(
        "s",
        (t, b),
        add(mul(at("f", t, b), at("s", shift(t, -1), b)), mul(at("i", t, b), at("g", t, b))),
        start=at("s0", b),
    ),
    Definition("h", (t, b), mul(at("o", t, b), Apply("tanh", at("s", t, b))), start=Apply("sin", at("h0", b))),
    Definition("J", (), Sum(t, LogSumExp(b, mul(at("v", t, b), at("h", t, b))))),
)

SHAPES = {"W": (e_, b), "U": (a, b), "c": (b,), "x": (t, e_), "h0": (b,), "s0": (b,), "v": (t, b)}


def axes_of(symbol: str) -> tuple[Index, ...]:
    """The axes of an input: gates share a letter, ``Wi``, ``Wf``."""
    return SHAPES[symbol if symbol in SHAPES else symbol[0]]


def cell(definitions, steps: int):
    sizes = {"T": steps, "h": 3, "d": 2}
    rng = np.random.default_rng(steps)
    inputs = sorted({entry for d in definitions for entry in _inputs(d)} - {d.symbol for d in definitions})
    shapes = {s: tuple(i.size.value(sizes) for i in axes_of(s)) for s in inputs}
    return {d.symbol: d for d in definitions}, sizes, {s: rng.normal(size=shape) for s, shape in shapes.items()}


def _inputs(d: Definition) -> set[str]:
    return set(symbols(d.body) | (symbols(d.start) if d.start else frozenset()))


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("definitions", [RNN, LSTM], ids=["rnn", "lstm"])
def test_backpropagation_through_time(definitions, steps: int) -> None:
    named, sizes, given_values = cell(definitions, steps)
    for wrt in given_values:
        d = derivative(Tensor(Entry("J")), wrt, axes_of(wrt), named)
        same(
            value_of(d, given_values, sizes, named),
            by_complex_step(Tensor(Entry("J")), wrt, given_values, sizes, named),
        )


@pytest.mark.parametrize("steps", [1, 3])
def test_a_whole_sequence_by_its_start(steps: int) -> None:
    named, sizes, given_values = cell(RNN, steps)
    of = Tensor(at("h", t, b), (t, b))
    d = derivative(of, "h0", (a,), named)
    same(value_of(d, given_values, sizes, named), by_complex_step(of, "h0", given_values, sizes, named))


def test_by_a_state_counts_what_it_does_later() -> None:
    named, sizes, given_values = cell(RNN, 3)
    total = value_of(derivative(Tensor(Entry("J")), "h", (t, b), named), given_values, sizes, named)
    h = evaluate(Tensor(at("h", t, b), (t, b)), World(given_values, sizes, named))
    v, u = given_values["v"], given_values["U"]
    expected = np.zeros((3, 3))
    for step in reversed(range(3)):
        expected[step] = 2 * v[step] * h[step]
        if step < 2:
            expected[step] += u @ (expected[step + 1] * (1 - h[step + 1] ** 2))
    same(total, expected)


def test_earlier_states_held_fixed() -> None:
    """∂J/∂U|_(t): what one step does, with the states before it as they are."""
    named, sizes, given_values = cell(RNN, 3)
    found = value_of(
        derivative(Tensor(Entry("J")), "U", (a, b), named, held=frozenset({"h"})), given_values, sizes, named
    )
    h = evaluate(Tensor(at("h", t, b), (t, b)), World(given_values, sizes, named))
    before = np.vstack([given_values["h0"], h[:-1]])
    same(found, np.einsum("ta,tb->ab", before, 2 * given_values["v"] * h * (1 - h**2)))


def test_by_an_intermediate_quantity() -> None:
    i, j = Index("i", size("n")), Index("j", size("n"))
    z = Definition("z", (i,), mul(Number(Fraction(2)), Entry("x", (i,))))
    top = Tensor(Sum(i, mul(Entry("z", (i,)), Entry("x", (i,)))))
    d = derivative(top, "z", (j,), {"z": z})
    assert d.tensor.body is Entry("x", (j,))
    assert d.deltas == ()


def test_softmax_and_cross_entropy_by_hand() -> None:
    k, m = Index("k", size("K")), Index("m", size("K"))
    log_p = add(Entry("z", (k,)), minus(LogSumExp(m, Entry("z", (m,)))))
    loss = Tensor(minus(Sum(k, mul(Entry("y", (k,)), log_p))))
    d = derivative(loss, "z", (Index("j", size("K")),), {})
    z, y = np.array([0.3, -1.0, 2.0]), np.array([0.2, 0.5, 0.3])
    found = evaluate(d.tensor, World({"z": z, "y": y}, {"K": 3}))
    same(found, np.exp(z) / np.exp(z).sum() - y)
    assert free(d.tensor.body) == {Index("j", size("K"))}
    assert math.isclose(found.sum(), 0, abs_tol=1e-12)


@pytest.mark.parametrize("back", [0, 1, 2])
def test_a_few_steps_back_there_is_no_recurrence(back: int) -> None:
    """∂J^(t)/∂h^(t-1) in closed form."""
    named, sizes, given_values = cell(RNN, 4)
    named["Jt"] = Definition("Jt", (t,), Sum(b, mul(at("v", t, b), power(at("h", t, b), 2))))
    s = Index("s", T)
    d = derivative(Tensor(Entry("Jt", (t,)), (t,)), "h", (s, a), named)
    whole = evaluate(
        Tensor(d.tensor.body, (t, s, a)), World(given_values, sizes, {**named, **{x.symbol: x for x in d.running}})
    )
    there = simplify(unroll(rename(d.tensor.body, {s: shift(t, -back)}), {x.symbol: x for x in d.running}))
    assert symbols(there) <= {"v", "h", "U"}
    found = evaluate(Tensor(there, (t, a)), World(given_values, sizes, named))
    for step in range(back, 4):
        same(found[step], whole[step, step - back])
