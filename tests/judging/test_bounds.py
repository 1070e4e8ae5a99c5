"""Bounds that hold are not refuted, bounds that fail are, and strict ones fail where they are attained."""

from fractions import Fraction

import pytest

import papergrad
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Apply, Entry, Index, Number, Sum, Tensor, add, minus, mul, number
from papergrad.algebra.sizes import size
from papergrad.judging.bounds import judge_inequality, judge_monotony, maximum

Z = Entry("z", ())
I, J = Index("i", size("m")), Index("j", size("n"))
INPUTS = {"z": (), "W": (I, J), "x": (J,), "w": ()}
NOTHING = Facts({})


def apply(name, e=Z):
    return Apply(name, e)


def slope(e=Z):
    return mul(apply("sigmoid", e), add(number(1), minus(apply("sigmoid", e))))


QUARTER = Number(Fraction(1, 4))


def judged(left, relation, right, facts=NOTHING, axes=()):
    return judge_inequality(Tensor(left, axes), relation, Tensor(right), {}, facts, INPUTS)


@pytest.mark.parametrize(
    ("left", "relation", "right", "outcome"),
    [
        (slope(), "≤", QUARTER, "unrefuted"),
        (slope(), "<", QUARTER, "attained"),
        (slope(), "<", Number(Fraction(1, 5)), "refuted"),
        (apply("tanh"), "<", number(1), "unrefuted"),
        (apply("exp"), ">", number(0), "unrefuted"),
        (slope(), ">", number(0), "unrefuted"),
        (slope(mul(number(20), Z)), ">", number(0), "unrefuted"),  # at z = 40 far too small for 60 digits, but not 0
        (apply("exp"), "≥", add(number(1), Z), "unrefuted"),
        (mul(Z, add(number(1), minus(Z))), "<", QUARTER, "attained"),
        (mul(Z, Z), ">", number(0), "attained"),
        (mul(Z, Z, Z), "≤", number(100), "refuted"),
        (apply("abs", mul(slope(), Entry("w"))), "≤", mul(QUARTER, apply("abs", Entry("w"))), "unrefuted"),
    ],
)
def test_bounds_of_numbers(left, relation, right, outcome):
    assert judged(left, relation, right).outcome == outcome


def test_bounds_of_entries_and_facts():
    entry = mul(Entry("W", (I, J)), Entry("x", (J,)))
    assert judged(entry, "≤", number(5), axes=(I, J)).outcome == "refuted"
    assert judged(Entry("x", (J,)), ">", number(0), Facts({"x": frozenset({"positive"})}), (J,)).outcome == "unrefuted"
    assert (
        judged(Sum(J, Entry("x", (J,))), "≤", number(1), Facts({"x": frozenset({"probability"})})).outcome
        == "unrefuted"
    )


def test_a_violation_carries_its_point():
    bound = judged(slope(), "<", QUARTER)
    assert bound.counterexample is not None and bound.counterexample.values["z"] == 0


def test_maximum_of_the_slope_of_the_sigmoid():
    found = maximum(Tensor(slope()), "z", {}, NOTHING)
    assert found is not None and found.at == 0 and found.value == Fraction(1, 4)
    assert maximum(Tensor(apply("sigmoid")), "z", {}, NOTHING) is None
    parabola = add(mul(Z, Z), minus(Z))
    least = maximum(Tensor(parabola), "z", {}, NOTHING, least=True)
    assert least is not None and least.at == Fraction(1, 2) and least.value == Fraction(-1, 4)


def test_monotony():
    assert judge_monotony(Tensor(apply("exp")), "z", {}, NOTHING, INPUTS).outcome == "unrefuted"
    assert judge_monotony(Tensor(slope()), "z", {}, NOTHING, INPUTS).outcome == "refuted"
    assert (
        judge_monotony(Tensor(apply("sigmoid", minus(Z))), "z", {}, NOTHING, INPUTS, falling=True).outcome
        == "unrefuted"
    )


@pytest.mark.parametrize("seed", range(5))
def test_what_grows_for_some_inputs_only_does_not_grow(seed):
    """Every pair of places has other inputs: a slope that is mostly positive is refuted."""
    tilted = mul(Z, add(Entry("a", ()), number(1)))
    found = judge_monotony(Tensor(tilted), "z", {}, NOTHING, {**INPUTS, "a": ()}, seed=seed)
    assert found.outcome == "refuted" and found.counterexample is not None
    assert found.counterexample.values["a"] < -1 and found.counterexample.left.shape == ()


def test_a_bound_that_is_approached_far_out_is_still_found_to_be_attained_at_a_fraction():
    """(z - 1/4)² exp(-z²) comes near 0 wherever z is large, and is 0 at 1/4."""
    square = mul(add(Z, Number(Fraction(-1, 4))), add(Z, Number(Fraction(-1, 4))))
    bump = mul(square, Apply("exp", minus(mul(Z, Z))))
    found = judged(bump, ">", number(0))
    assert found.outcome == "attained" and float(found.counterexample.values["z"]) == 0.25


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\pi}{4} \le 1", "right"),
        (r"\pi \ge 3", "right"),
        (r"\pi \le 3", "wrong"),
        (r"\sin(\pi) \ge 0.5", "wrong"),
        (r"s \le 6", "wrong"),
        (r"s > 2 \pi", "wrong"),  # it holds with equality
    ],
)
def test_an_inequality_of_numbers_alone(claim, verdict):
    assert papergrad.read(rf"$s = 2 \pi$ and ${claim}$").findings[-1].verdict == verdict
