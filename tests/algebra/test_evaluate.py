"""The evaluator against an interpreter that goes entry by entry, in four types of numbers."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    ZERO,
    Affine,
    Apply,
    Cases,
    Definition,
    Entry,
    Index,
    Indicator,
    Number,
    Power,
    Sum,
    Tensor,
    add,
    mul,
    power,
    shift,
)
from papergrad.algebra.sizes import Size, size
from papergrad.source import PaperError

from .interpreter import Interpreter
from .strategies import DRAWS, SIZES, tensors, values


def by_entries(tensor: Tensor, given_values) -> np.ndarray:
    meaning = Interpreter(np, given_values, SIZES, math.erf)
    shape = tuple(SIZES[i.size.name] for i in tensor.axes)
    result = np.empty(shape)
    for place in itertools.product(*map(range, shape)):
        result[place] = meaning.value(tensor.body, dict(zip(tensor.axes, place, strict=True)))
    return result


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(), st.integers(0, 1000))
def test_agrees_with_the_interpreter(tensor: Tensor, seed: int) -> None:
    given_values = values(seed)
    with np.errstate(all="ignore"):
        expected = by_entries(tensor, given_values)
    found = evaluate(tensor, World(given_values, SIZES))
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(depth=2), st.integers(0, 1000))
def test_every_type_of_number_says_the_same(tensor: Tensor, seed: int) -> None:
    given_values = values(seed)
    plain = evaluate(tensor, World(given_values, SIZES))
    for convert in (np.longdouble, np.complex128, np.vectorize(mpmath.mpf, otypes=[object])):
        other = {s: convert(v) if v.dtype.kind == "f" else v for s, v in given_values.items()}
        found = evaluate(tensor, World(other, SIZES))
        np.testing.assert_allclose(np.real(found).astype(float), plain, rtol=1e-9, atol=1e-9)


def test_fifty_digits() -> None:
    with mpmath.workdps(50):
        x = np.array(mpmath.mpf("0.1"), dtype=object)
        found = evaluate(Tensor(Apply("sigmoid", mul(Number(Fraction(1, 3)), Entry("x")))), World({"x": x}, {}))
        assert abs(found[()] - 1 / (1 + mpmath.exp(-mpmath.mpf("0.1") / 3))) < mpmath.mpf(10) ** -48


I, T = Index("i", size("n")), Index("t", size("T"))


def test_outside_a_tensor_is_zero_and_before_a_recurrence_is_its_start() -> None:
    h = Definition(
        "h", (T,), add(mul(Number(Fraction(2)), Entry("h", (shift(T, -1),))), Entry("x", (T,))), start=Entry("s")
    )
    world = World({"x": np.array([1.0, 2.0, 3.0]), "s": np.array(5.0)}, {"T": 3}, {"h": h})
    assert evaluate(Tensor(Entry("h", (T,)), (T,)), world).tolist() == [11, 24, 51]
    assert evaluate(Tensor(Entry("h", (shift(T, -1),)), (T,)), world).tolist() == [5, 11, 24]
    assert evaluate(Tensor(Entry("x", (shift(T, 1),)), (T,)), world).tolist() == [2, 3, 0]


def test_a_recurrence_may_run_backwards() -> None:
    d = Definition("d", (T,), add(Entry("x", (T,)), Entry("d", (shift(T, 1),))))
    world = World({"x": np.array([1.0, 2.0, 3.0])}, {"T": 3}, {"d": d})
    assert evaluate(Tensor(Entry("d", (T,)), (T,)), world).tolist() == [6, 5, 3]


def test_several_definitions_may_form_one_recurrence() -> None:
    h = Definition("h", (T,), add(Entry("c", (T,)), Entry("x", (T,))))
    c = Definition("c", (T,), mul(Number(Fraction(3)), Entry("h", (shift(T, -1),))))
    world = World({"x": np.array([1.0, 1.0, 1.0])}, {"T": 3}, {"h": h, "c": c})
    assert evaluate(Tensor(Entry("h", (T,)), (T,)), world).tolist() == [1, 4, 13]


def test_a_branch_not_taken_is_not_looked_at() -> None:
    safe = Cases(((Indicator(">", Entry("x", (I,)), ZERO), Apply("log", Entry("x", (I,)))),), ZERO)
    found = evaluate(Tensor(Sum(I, safe)), World({"x": np.array([1.0, -1.0, 0.0])}, {"n": 3}))
    assert found == 0


def test_zero_times_anything_is_zero() -> None:
    entropy = Sum(I, mul(Entry("p", (I,)), Apply("log", Entry("p", (I,)))))
    assert evaluate(Tensor(entropy), World({"p": np.array([1.0, 0.0])}, {"n": 2})) == 0


@pytest.mark.parametrize(
    ("e", "what"),
    [
        (Entry("q", (I,)), "q has no value and no definition"),
        (Entry("x", (Index("k", size("K")),)), "the size K has no number"),
        (Entry("x", (I, I)), "x has 1 axes in one place and 2 in another"),
        (Entry("loop"), "goes round in a circle"),
    ],
)
def test_what_is_missing_is_said(e, what: str) -> None:
    world = World({"x": np.ones(2)}, {"n": 2}, {"loop": Definition("loop", (), power(Entry("loop"), 2))})
    k = Index("k", size("K"))
    axes = tuple(i for i in (I, k) if i in {*getattr(e, "at", ())})
    with pytest.raises(PaperError, match=what):
        evaluate(Tensor(e, axes), world)


def test_a_fixed_place_and_a_computed_length() -> None:
    last = Affine((), Size.of("n") - 1)
    assert evaluate(Tensor(Entry("x", (last,))), World({"x": np.arange(4.0)}, {"n": 4})) == 3
    assert evaluate(Tensor(Power(Entry("a"), Number(Fraction(1, 2)))), World({"a": np.array(9.0)}, {})) == 3


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
@pytest.mark.parametrize("dtype", ["float64", "longdouble", "complex128", "clongdouble"])
def test_a_function_makes_no_longer_numbers(function: str, dtype: str) -> None:
    x = np.array([0.25, 0.5], dtype)
    assert np.result_type(FUNCTIONS[function].value(x), x) == x.dtype
