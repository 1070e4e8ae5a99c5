"""Largest and least values over all numbers are searched for; letters that count entries are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papergrad

CASES = [
    (r"$\max_x \sigma'(x) = 1/4$", "right"),
    (r"$\max_{x \in \mathbb{R}} \sigma'(x) = \frac14$", "right"),
    (r"$\max_{x} \sigma'(x) = 1/2$", "wrong"),
    (r"$\sup_x \tanh'(x) = 1$", "right"),
    (r"$\arg\max_x \sigma'(x) = 0$", "right"),
    (r"$\arg\max_x \sigma'(x) = 1$", "wrong"),
    (r"$\arg\max_x \cos(x) = 0$", "right"),
    (r"$\arg\max_x \cos(x) = 1$", "wrong"),
    (r"$\min_x (x^2 - 2x) = -1$", "right"),
    (r"$\min_x x (1 - x) = \frac14$", "unknown"),  # there is none
    (r"$\sup_x \tanh(x) = 1$", "unknown"),  # it is approached, and never taken
    (r"Let $z \in \mathbb{R}^n$ and $m = \max_j z_j$. Then $\max_j (z_j - m) = 0$", "right"),
    (r"Let $z \in \mathbb{R}^n$. Then $\max_j z_j = 3$", "unknown"),
]


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_extremes(text: str, verdict: str) -> None:
    assert papergrad.read(text + ".").findings[-1].verdict == verdict


def test_the_right_one_is_said() -> None:
    found = papergrad.read(r"$\max_x \sigma'(x) = 1/2$.").findings[-1]
    assert found.code == "PG222"
    assert "1/4, at 0" in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"$\sup_x \tanh(x) = 1$.", "no maximum was found"),
        (r"$\min_x x (1 - x) = \frac14$.", "no minimum was found"),
        (r"$\max_x \sigma'(x) = c$.", "the max over all numbers is not understood here"),
    ],
)
def test_why_one_is_left_open(text: str, message: str) -> None:
    found = papergrad.read(text).findings[-1]
    assert (found.verdict, found.message) == ("unknown", message)


@settings(max_examples=25, deadline=None)
@given(st.integers(-20, 20), st.integers(-9, 9), st.integers(1, 5), st.sampled_from([0, 0, 1, -1]))
def test_vertices_of_parabolas(top: int, at: int, bend: int, off: int) -> None:
    text = rf"$\max_t ({top} - {bend} (t - ({at}))^2) = {top + off}$ and $\arg\max_t (-{bend} (t - ({at}))^2) = {at + off}$."
    assert [one.verdict for one in papergrad.read(text).findings] == ["wrong" if off else "right"] * 2
