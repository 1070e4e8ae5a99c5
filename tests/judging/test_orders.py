"""Inequalities: bounds of known functions are claims, what is asked for or supposed is a condition."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.reading.posing import posed


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$\tanh'(x) \leq 1$", "right"),
        (r"$\tanh'(x) \leq \frac{1}{2}$", "wrong"),
        (r"$s = \sigma(q)$, $r = s (1 - s)$. Here $r \leq \frac{1}{8}$.", "wrong"),  # through definitions
        (r"Everywhere $\log x \leq x - 2$.", "wrong"),
        (r"Points with $\log x \leq x - 2$ such that $\tanh(x) \geq \frac{1}{3}$ are kept.", "declares"),
        (r"We require that $t (w^T q + c) \geq 1$ holds.", "declares"),
        (r"For support vectors $t (w^T q + c) \leq 1$.", "declares"),
        (r"$q, w \in \mathbb{R}^n$, $m = w^T q$. On the border $m \leq 1$.", "unknown"),
        (r"Minimise $f(x)$ subject to $g(x) \leq 0$.", "declares"),
        (r"Growing functions have $f(v) \geq f(u)$.", "unknown"),
        (r"$f(x) = e^x$. Then $f(v) \geq f(u)$.", "unknown"),  # v and u are free
    ],
)
def test_only_a_bound_of_what_is_known_is_a_claim(text: str, verdict: str) -> None:
    assert last(text) == verdict


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("The network fires if ", True),
        ("Subject to the rule\n\n$$\n", True),
        ("If it rains, stop. The slope is ", False),  # another sentence
        ("- choose a step\n- the slope is ", False),  # another item
        ("If we take logarithms, then ", False),  # what follows is claimed
        ("The slope of this curve is ", False),
    ],
)
def test_the_words_of_a_sentence_say_whether_it_poses(before: str, said: bool) -> None:
    assert posed(f"{before}x < 1", len(before)) is said


RISE = "Let $g(z) = z^2 + \\sin z$.\n\n- **Up**: $g'(z) > 0$ there\n- **Down**: $%s$ there"


@pytest.mark.parametrize("other", ["g'(z) < 0", "0 > g'(z)", r"g'(z) \le 0"])
def test_what_is_ordered_both_ways_names_two_cases(other: str) -> None:
    assert [f.verdict for f in papergrad.read(RISE % other).findings[1:]] == ["declares", "declares"]


@pytest.mark.parametrize("other", ["0 < g'(z)", "g(z) < -3", "g'(z) > 1"])
def test_what_is_ordered_one_way_is_claimed(other: str) -> None:
    assert papergrad.read(RISE % other).findings[1].verdict == "wrong"


def test_the_other_way_of_what_always_holds_is_no_case() -> None:
    page = "Let $s(z) = \\frac{1}{1 + e^{-z}}$.\n\n- **Up**: $s'(z) > 0$ there\n- **Down**: $s'(z) < 0$ there"
    assert [f.verdict for f in papergrad.read(page).findings[1:]] == ["right", "wrong"]
