"""A verdict rests on what is firm: open lengths, differentials and conditions are not called wrong."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.judge import clashing


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        ("(1 × ·) (· × 1) does not conform", False),
        ("(m × ·) (1 × m) does not conform", False),
        ("(· × m) (n × 1) does not conform", True),
        ("1 × m and m × · do not go together entry by entry", True),
        ("· × 1 on the left, · × 1 on the right", False),
        ("n × 1 on the left, · × 1 on the right", False),
        ("n × d on the left, d × n on the right", True),
    ],
)
def test_an_open_length_clashes_with_nothing(words: str, sure: bool) -> None:
    assert clashing(words) is sure


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(found.verdict, found.code) for found in papergrad.read(text).findings]


@pytest.mark.parametrize(
    "formula", [r"d(PQ) = (dP)Q + P(dQ)", r"dg = \langle c, du\rangle", r"d(P^{-1}) = -P^{-1} (dP) P^{-1}"]
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
