"""Sums right behind sums over the same letter."""

from __future__ import annotations

import papergrad

LOSS = r"""Let $P = \mathrm{softmax}(Z)$ with $Z \in \mathbb{R}^{n \times C}$, row by row, and $T \in \mathbb{R}^{n \times C}$.
$$L = -\sum_{i=1}^n \sum_{%s=%s}^C T_{ic} \log P_{ic}$$
The rows of $T$ add up to $1$. $$\frac{\partial L}{\partial Z} = %s$$
"""


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


def test_the_letter_of_two_sums_is_not_known() -> None:
    assert last(LOSS % ("i", "c", "P - T")) == "unknown"
    assert last(LOSS % ("c", "1", "P - T")).startswith("right")
    assert last(LOSS % ("c", "1", "T - P")) == "wrong"


def test_a_mean_inside_a_sum_has_a_letter_of_its_own() -> None:
    page = r"Let $v = \frac1n \sum_{i=1}^n (x_i - \frac1n \sum_{i=1}^n x_i)^2$ and $m = \frac1n \sum_{i=1}^n x_i$. Then $v = %s$."
    assert last(page % r"\frac1n \sum_{i=1}^n (x_i - m)^2") == "right"
    assert last(page % r"\frac1n \sum_{i=1}^n (x_i + m)^2") == "wrong"
