"""A verdict rests on what is firm: open lengths, differentials and conditions are not called wrong."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.algebra.nodes import ONE, Index
from papergrad.algebra.sizes import Size
from papergrad.reading.values import IllTyped, ShapeMismatch, Sizes, Value, differ, times
from papergrad.source import Source, Span

SIZES = Sizes()


def lying(*lengths: str, row: bool = False) -> Value:
    """A tensor whose axes have these lengths; ``·`` is one without a name."""
    sizes = [SIZES.fresh() if name == "·" else Size.of(name) for name in lengths]
    return Value(ONE, tuple(Index(f"i{n}", size) for n, size in enumerate(sizes)), row)


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (lying("m", "#h"), lying("n"), False),
        (lying("·", "m"), lying("n"), True),
        (lying("·", "m"), lying("n", "k"), True),
        (lying("k", "m"), lying("·", "·", "n"), False),  # which axis is meant, only subscripts would say
    ],
)
def test_a_product_with_an_open_inner_length_may_conform(one: Value, other: Value, sure: bool) -> None:
    with pytest.raises(ShapeMismatch) as failed:
        times(one, other, SIZES)
    assert failed.value.certain is sure


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (lying("m", row=True), lying("m", "·"), True),
        (lying("·"), lying("·"), False),
        (lying("n"), lying("·"), False),
        (lying("n", "d"), lying("d", "n"), True),
        (lying("n"), lying("n", "d", "k"), True),
        (lying("·"), lying("n", "d", "k"), False),
    ],
)
def test_an_open_length_differs_from_nothing(one: Value, other: Value, sure: bool) -> None:
    assert differ(one, other, SIZES) is sure


def test_certainty_survives_being_placed_in_a_document() -> None:
    error = ShapeMismatch("words", certain=False, product=True).at(Span(1, 2)).at(Source("text"))
    assert isinstance(error, IllTyped)
    assert (error.certain, error.product, error.code) == (False, True, "PG101")


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(found.verdict, found.code) for found in papergrad.read(text).findings]


@pytest.mark.parametrize(
    "formula",
    [
        r"d(PQ) = (dP)Q + P(dQ)",
        r"dg = \langle c, du\rangle",
        r"d(P^{-1}) = -P^{-1} (dP) P^{-1}",
        r"\mathrm{d}(X Y) = \mathrm{d}X \cdot Y + X \cdot \mathrm{d}Y",
    ],
)
def test_differentials_are_left_open(formula: str) -> None:
    text = rf"Let $P, Q \in \mathbb{{R}}^{{n \times n}}$ and $c, u \in \mathbb{{R}}^n$. Then ${formula}$."
    assert verdicts(text)[-1] == ("unknown", "PG001")


def test_a_distance_is_no_differential() -> None:
    text = r"Let $p, q \in \mathbb{R}^n$. We define $d(p, q) = (p - q)^T (p - q)$."
    assert "differentials" not in papergrad.read(text).findings[-1].message


def test_a_repeated_index_in_a_chain_is_summed_over() -> None:
    text = r"""
Let $a, t \in \mathbb{R}^n$ and let $s$ and $c$ be scalars, $y_i = s a_i + c$ and $E = \sum_{i=1}^n (y_i - t_i)^2$.

$$\frac{\partial E}{\partial s} = \frac{\partial E}{\partial y_i} \cdot \frac{\partial y_i}{\partial s}$$
"""
    assert verdicts(text)[-1] not in [("wrong", "PG206"), ("wrong", "PG200")]


@pytest.mark.parametrize("condition", [r"x \ge 0", r"p_1 \ge p_2", r"r \ll n"])
def test_what_bounds_only_chosen_symbols_is_a_condition(condition: str) -> None:
    text = rf"Let $x, p \in \mathbb{{R}}^n$ and $y = x^T p$. For a point with ${condition}$ this is simple."
    assert not any(verdict == "wrong" for verdict, _ in verdicts(text))
