"""A formula on a line alone, and the next line, which says what it equals."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"Let $a \in \mathbb{R}^n$, $S \in \mathbb{R}^{n \times n}$, $f = a^T a$. $$\nabla_a f = 2 a$$ "
BEGUN = [
    "\n\n$\\nabla_a (a^T S a)$\n\n$= %s$",
    "\n\n$$\\nabla_a (a^T S a)$$\n$$= %s$$",
    "\n\n$$\\begin{aligned} &\\quad \\nabla_a (a^T S a) \\\\ &= %s \\end{aligned}$$",
    "\n\n$\\nabla_a (a^T S a)$\n\n$= S a + S^T a$\n\n$= %s$",
]


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("begun", BEGUN)
def test_what_stands_alone_is_what_the_next_line_is_about(begun: str) -> None:
    assert last(GIVEN + begun % "(S + S^T) a") == "right"
    assert last(GIVEN + begun % "S^T a") == "wrong"


def test_it_is_not_about_what_stands_before_that() -> None:
    assert last(GIVEN + BEGUN[0] % "2 a") == "wrong"


def test_a_symbol_in_a_sentence_is_no_head() -> None:
    page = GIVEN + "Written with $2$ and $a$:\n\n$$= %s$$"
    assert last(page % "a + a") == "right"
    assert last(page % "a") == "wrong"


def test_a_line_that_goes_on_is_no_head() -> None:
    page = GIVEN + r"$$\begin{aligned} a^T (S + S) a &= a^T S a \\ &\quad + a^T S a \\ &= %s \end{aligned}$$"
    assert last(page % "2 a^T S a") == "right"
    assert last(page % "a^T S a") == "wrong"


def test_a_derivative_by_an_inverse() -> None:
    page = GIVEN + (
        r"$$\begin{aligned} &\quad \nabla_{S^{-1}} \left( - \sum_{i=1}^{k} \frac12 (u_i - a)^T S^{-1} (u_i - a) \right) \\ "
        r"&= - \sum_{i=1}^{k} %s (u_i - a) (u_i - a)^T \end{aligned}$$"
    )
    assert last(page % r"\frac12") == "right"
    assert last(page % "") == "wrong"
