"""Sums over sets that a condition gives."""

import pytest

import papergrad

PAGE = r"""Let $f(x) = w^T x + b$, $m_i = y_i f(x_i)$ and
$$J = \frac12 \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i f(x_i)).$$
Let $A = \{LETTER : m_LETTER < 1\}$. Then
$$\frac{\partial J}{\partial b} = -C \sum_{i \in A} y_i$$"""


@pytest.mark.parametrize("letter", ["i", "j"])
def test_the_condition_goes_below_the_sum(letter):
    page = PAGE.replace("LETTER", letter)
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("= -C", "= C")).findings[-1].verdict == "wrong"


def test_another_condition_is_another_set():
    assert papergrad.read(PAGE.replace("LETTER", "i").replace("< 1", "> 1")).findings[-1].verdict != "right"
