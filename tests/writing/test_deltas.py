"""Backpropagation through time as it is taught: the signals are right in numbers, and read like a textbook."""

import numpy as np
import pytest

from papergrad.algebra import nodes as a
from papergrad.algebra.derive import derivative
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.sizes import Size
from papergrad.notation import plain
from papergrad.notation.style import Spelling, Style
from papergrad.notation.tree import Name
from papergrad.writing import tidy, write_shared
from papergrad.writing.forms import cost


def index(name, size):
    return a.Index(name, Size.of(size))


def entry(symbol, *at):
    return a.Entry(symbol, at)


T, J, I, D, K, L = (index(n, s) for n, s in zip("tjidkl", "TnndkK".replace("K", "k"), strict=True))
BEFORE = a.shift(T, -1)
STATE = a.add(
    a.Sum(I, a.mul(entry("h", BEFORE, I), entry("H", I, J))),
    a.Sum(D, a.mul(entry("x", T, D), entry("I", D, J))),
    entry("b1", J),
)


def logits(k):
    return a.add(a.Sum(J, a.mul(entry("h", T, J), entry("U", J, k))), entry("b2", k))


DEFINITIONS = {
    d.symbol: d
    for d in (
        a.Definition("h", (T, J), a.Apply("sigmoid", STATE), entry("h0", J)),
        a.Definition("yhat", (T, K), a.Apply("exp", a.add(logits(K), a.minus(a.LogSumExp(L, logits(L)))))),
        a.Definition(
            "J", (), a.minus(a.Sum(T, a.Sum(K, a.mul(entry("y", T, K), a.Apply("log", entry("yhat", T, K))))))
        ),
    )
}
FACTS = Facts({"y": frozenset({"one-hot"})})
LYING = {
    n: Spelling(node, ("(sup)", "entry"), True) for n, node in (("h", Name("h")), ("x", Name("x")), ("y", Name("y")))
}
STYLE = Style(rows=True, spelled=LYING | {"yhat": Spelling(Name("y", ("hat",)), ("(sup)", "entry"), True)})
SHAPES = {"H": "nn", "I": "dn", "U": "nk", "b1": "n", "b2": "k"}
SIGNAL = "delta_h^(t) = ((yhat^(t) - y^(t)) U' + delta_h^(t + 1) H') .* h^(t) .* (1 - h^(t))"


def gradient(wrt):
    axes = tuple(index(n, s) for n, s in zip("pq", SHAPES[wrt], strict=False))
    return derivative(a.Tensor(entry("J")), wrt, axes, DEFINITIONS)


def world(steps, deltas=()):
    rng = np.random.default_rng(steps)
    sizes = {"T": steps, "n": 3, "d": 2, "k": 4}
    values = {n: rng.normal(size=[sizes[s] for s in shape]) for n, shape in SHAPES.items()}
    values |= {"h0": rng.normal(size=3), "x": rng.normal(size=(steps, 2)), "y": np.eye(4)[rng.integers(4, size=steps)]}
    return World(values, sizes, DEFINITIONS | {d.symbol: d for d in deltas})


@pytest.mark.parametrize("wrt", SHAPES)
@pytest.mark.parametrize("steps", [1, 2, 5])
def test_tidied_signals_keep_the_gradient(wrt, steps):
    found = gradient(wrt)
    expected = evaluate(found.shared, world(steps, found.deltas))
    for tensor, deltas in ((found.shared, found.deltas), (found.tensor, found.running)):
        (plain_tensor,), signals = tidy([tensor], deltas, FACTS)
        np.testing.assert_allclose(evaluate(plain_tensor, world(steps, signals)), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("wrt", "formula", "signals"),
    [
        ("H", "sum_t h^((t - 1)T) delta_h^(t)", [SIGNAL]),
        ("I", "sum_t x^((t)T) delta_h^(t)", [SIGNAL]),
        ("U", "sum_t h^((t)T) (yhat^(t) - y^(t))", []),
        ("b1", "sum_t delta_h^(t)", [SIGNAL]),
        ("b2", "sum_t (yhat^(t) - y^(t))", []),
    ],
)
def test_it_reads_as_it_is_taught(wrt, formula, signals):
    found = gradient(wrt)
    equations, (form,) = write_shared([found.shared], found.deltas, STYLE, DEFINITIONS, FACTS)
    said = [f"{plain.write(left)} = {plain.write(right)}" for left, right in equations]
    assert (plain.write(form.node).replace(" ", ""), [s.replace(" ", "") for s in said]) == (
        formula.replace(" ", ""),
        [s.replace(" ", "") for s in signals],
    )


def test_a_recurrence_is_no_longer_than_by_hand():
    by_hand = "sum_t h_{t-1}' a_t, a_t = ((yhat_t-y_t)U' + a_{t+1}H') .* h_t.*(1-h_t), a_4 = 0"
    found = gradient("H")
    equations, (form,) = write_shared([found.shared], found.deltas, STYLE, DEFINITIONS, FACTS)
    assert cost(form.node) + sum(cost(left) + cost(right) + 3 for left, right in equations) <= 1.5 * len(by_hand)
