"""Lines of shapes below a formula."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"(n, m) = (n, k) \times (k, m)", "right"),
        (r"(n, m) = (n, k)(k, m) + (n, 1)", "right"),  # a column is added to every column
        (r"(n, k) = (1) * (n, m) \times (m, k)", "right"),  # a number before it
        (r"(n, m) = (n, m) * (n, m)", "right"),  # entry by entry
        (r"(n, m) = (k, n) \times (k, m)", "unknown"),  # as read, this does not conform
        (r"(n, m) = (m, k) \times (k, n)", "unknown"),
    ],
)
def test_a_line_of_shapes(line: str, verdict: str) -> None:
    page = r"$W \in \mathbb{R}^{n \times k}$, $X \in \mathbb{R}^{k \times m}$, $Z = W X$. The shapes are $$%s$$"
    assert last(page % line) == verdict


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"(n, m) = (m, k) \times (k, n)", "as these shapes were read, the right side is m × n"),
        (r"(n, m) = (k, n) \times (k, m)", "this line of shapes is not understood"),
    ],
)
def test_what_is_left_open_says_why(line: str, words: str) -> None:
    page = r"$W \in \mathbb{R}^{n \times k}$, $X \in \mathbb{R}^{k \times m}$, $Z = W X$. The shapes are $$%s$$"
    assert papergrad.read(page % line).findings[-1].message == words


def test_pairs_of_values_are_no_shapes() -> None:
    page = r"$a = b + c$ for numbers $a$, $b$ and $c$. $$(a, b) = (c, b) + (b, 0)$$"
    assert last(page) == "right"
    assert last(page.replace("+ (b", "+ (c")) != "right"
