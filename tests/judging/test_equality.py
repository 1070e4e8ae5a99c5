"""Equality of tensors: equal forms are equal, others are told apart with a counterexample that can be run."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papergrad
from papergrad.algebra import evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    ZERO,
    Apply,
    Definition,
    Entry,
    Index,
    LogSumExp,
    Number,
    Sum,
    Tensor,
    add,
    affine,
    minus,
    mul,
    number,
    power,
)
from papergrad.algebra.sizes import size
from papergrad.judging import sampling
from papergrad.judging.counterexample import FUNCTION_TEXT
from papergrad.judging.equality import _Sides, agreement, compare, up_to_layout
from papergrad.judging.sampling import FLAVOURS, _worlds, needs, worlds
from papergrad.source import LimitError

I, J, K = Index("i", size("m")), Index("j", size("n")), Index("k", size("n"))
W, X = Entry("W", (I, J)), Entry("x", (J,))
INPUTS = {"W": (I, J), "x": (J,), "y": (I,)}
NOTHING = Facts({})


def judged(left, right, facts=NOTHING, **more):
    return compare(left, right, {}, facts, INPUTS, **more)


def sigmoid(e):
    return Apply("sigmoid", e)


def test_two_ways_to_write_the_slope_of_the_sigmoid():
    x = Entry("x", (J,))
    one = Tensor(mul(sigmoid(x), add(number(1), minus(sigmoid(x)))), (J,))
    other = Tensor(mul(Apply("exp", minus(x)), power(add(number(1), Apply("exp", minus(x))), -2)), (J,))
    assert judged(one, other).equal
    wrong = judged(one, Tensor(mul(sigmoid(x), sigmoid(x)), (J,)))
    assert wrong.different and wrong.counterexample is not None


@given(st.fractions(min_value=-3, max_value=3, max_denominator=6))
@settings(max_examples=20, deadline=None)
def test_a_factor_is_noticed_unless_it_is_one(factor):
    claim = Tensor(Sum(J, mul(Number(factor), W, X)), (I,))
    truth = Tensor(Sum(J, mul(W, X)), (I,))
    assert judged(claim, truth).equal == (factor == 1)


def test_a_small_relative_error_is_seen_with_many_digits():
    x = Entry("x", (J,))
    result = judged(Tensor(mul(Number(1 + Fraction(1, 10**7)), x), (J,)), Tensor(x, (J,)))
    assert result.different


def test_a_domain_that_needs_positive_values():
    x = Entry("x", (J,))
    result = judged(Tensor(Apply("log", mul(x, x)), (J,)), Tensor(mul(number(2), Apply("log", x)), (J,)))
    assert result.equal and result.instances >= 6


def test_a_domain_that_is_never_met_is_undecided():
    x = Entry("x", (J,))
    never = Apply("log", minus(add(number(1), mul(x, x))))
    result = judged(Tensor(never, (J,)), Tensor(mul(number(2), never), (J,)))
    assert result.outcome == "undecided" and result.code == "PG906"


def test_layout():
    turned = Tensor(mul(Entry("W", (I, J)), Entry("x", (J,))), (J, I))
    straight = Tensor(mul(Entry("W", (I, J)), Entry("x", (J,))), (I, J))
    assert judged(straight, turned).different
    layout = up_to_layout(straight, turned, {}, NOTHING, INPUTS)
    assert layout is not None and layout.order == (1, 0)


def test_properties_are_respected():
    y = {"y": frozenset({"one-hot"})}
    total = Tensor(Sum(I, Entry("y", (I,))))
    assert judged(total, Tensor(number(1))).different
    assert judged(total, Tensor(number(1)), Facts(y)).equal


def test_the_script_of_a_counterexample_shows_the_difference(capsys):
    result = judged(Tensor(Sum(J, mul(W, X)), (I,)), Tensor(Sum(J, mul(number(2), W, sigmoid(X))), (I,)))
    found = result.counterexample
    scope: dict = {}
    exec(found.script(), scope)  # our own emission, of a tensor built above
    assert np.allclose(scope["left"], found.left) and np.allclose(scope["right"], found.right)
    assert "left" in capsys.readouterr().out


def test_the_script_of_a_claim_with_shared_parts_stays_short():
    e = X
    for _ in range(40):
        e = add(mul(e, e), Sum(J, e))
    found = judged(Tensor(sigmoid(e), (J,)), Tensor(mul(number(2), sigmoid(e)), (J,))).counterexample
    assert found is not None and len(found.script()) < 10_000
    e = add(mul(sigmoid(X), sigmoid(X)), Sum(J, sigmoid(X)))
    found = judged(Tensor(e, (J,)), Tensor(mul(number(2), e), (J,))).counterexample
    scope: dict = {}
    exec(found.script(), scope)
    assert np.allclose(scope["left"], found.left) and np.allclose(scope["right"], found.right)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(x=st.floats(0.05, 0.95), sign=st.sampled_from([1, -1]))
@settings(max_examples=5, deadline=None)
def test_functions_in_a_script_are_those_of_the_table(name, x, sign):
    x = x if FUNCTIONS[name].domain[0] == 0 else sign * x
    assert np.isclose(eval(FUNCTION_TEXT[name], {"math": math, "x": x}), FUNCTIONS[name].value(np.float64(x)))


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (np.ones(3), np.ones(3), "agree"),
        (np.ones(3), np.ones(4), "differ"),
        (np.zeros(2), np.zeros(2), "agree"),
        (np.array([1.0]), np.array([np.nan]), "invalid"),
        (np.array([1.0]), np.array([1.0 + 1e-7]), "doubt"),
        (np.array([1e-17]), np.array([0.0]), "doubt"),
        (np.array([1.0]), np.array([1.1]), "differ"),
    ],
)
def test_agreement_of_arrays(left, right, said):
    assert agreement(left, right) == said


@pytest.mark.parametrize("number", range(8))
def test_instances_that_are_evaluated_together_are_the_instances_themselves(number):
    """A recurrence, a softmax and a matrix product, in instances of two choices of sizes."""
    t = Index("t", size("T"))
    state = add(Entry("h", (affine(((t, 1),), -size(1)),)), Sum(I, Sum(J, mul(W, X, Entry("y", (I,))))))
    definitions = {"h": Definition("h", (t,), Apply("tanh", state), Number(Fraction(1, 2)))}
    left = Tensor(add(Entry("h", (t,)), sigmoid(Entry("c", (t,)))), (t,))
    right = Tensor(Apply("exp", add(Entry("c", (t,)), minus(LogSumExp(J, X)))), (t,))
    need = needs((left, right), definitions, {**INPUTS, "c": (t,)})
    chosen = worlds(need, NOTHING, definitions, 0, 4, {}, FLAVOURS[0])
    together, apart = (_Sides(left, right, together=whole).at(chosen, number) for whole in (True, False))
    for one, other in zip(together, apart, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_instances_that_take_too_much_room_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = Tensor(mul(Entry("A", (J, K)), Entry("A", (K, J)), Entry("A", (J, J))), (J, K))
    other = Tensor(mul(number(2), grid.body), (J, K))
    inputs = {"A": (J, K)}
    monkeypatch.setattr(evaluate, "LARGE", 0)
    monkeypatch.setattr(sampling, "ROOM", 70)  # three squares of some sizes
    _worlds.cache_clear()
    assert compare(grid, other, {}, NOTHING, inputs).different
    monkeypatch.setattr(sampling, "ROOM", 1)
    _worlds.cache_clear()
    with pytest.raises(LimitError):
        compare(grid, other, {}, NOTHING, inputs, forms=False)


def test_a_length_without_a_name_is_that_of_the_letters_that_run_along_it() -> None:
    j, k = Index("j", size("n")), Index("k", size("m"))
    inner = Definition("z", (Index("a", size("#z")),), Entry("b", (Index("a", size("#z")),)))
    inputs = {"b": (Index("a", size("#b")),), "c": (Index("a", size("#b")),)}
    need = needs((Tensor(mul(Entry("z", (j,)), Entry("c", (k,))), (j, k)),), {"z": inner}, inputs)
    assert dict(need.same).keys() == {"#b", "#z"} and set(dict(need.same).values()) <= {"m", "n"}
    one, other = Tensor(Entry("z", (j,)), (j,)), Tensor(Entry("b", (j,)), (j,))
    assert compare(one, other, {"z": inner}, NOTHING, inputs, forms=False).equal


def test_agreement_where_both_sides_vanish_alone_is_none():
    x = Entry("x", ())
    never = mul(x, Apply("log", minus(mul(x, x))))  # where x is 0 or 1, it can be worked out at 0 only
    found = compare(Tensor(ZERO, ()), Tensor(never, ()), {}, Facts({"x": frozenset(("binary",))}), {"x": ()})
    assert found.outcome == "undecided"


@pytest.mark.parametrize("factor", ["", "2 "])
def test_a_slope_is_judged_away_from_where_it_vanishes(factor: str) -> None:
    """At the minimum both sides are 0, and what is left of them in 50 digits says nothing; elsewhere a factor shows."""
    page = r"$X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $E = \frac{1}{2} (y - X w)^T (y - X w)$, "
    page += r"$w = (X^T X)^{-1} X^T y$. $$\frac{\partial E}{\partial w} = -%sX^T (y - X w)$$ $$X^T (X w - y) = 0$$"
    slope, condition = papergrad.read(page % factor).findings[-2:]
    assert slope.verdict == ("wrong" if factor else "right")
    assert not condition.bad
