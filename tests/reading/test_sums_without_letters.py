"""Sums with nothing below them run over the one letter of their body, and means of capitals are numbers."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.notation import latex
from papergrad.reading.scopes_of_sums import lettered


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\sum x_i y_i", r"\sum_i x_i y_i"),
        (r"\prod p_k", r"\prod_k p_k"),
        (r"2\sum (y_i - b)^2", r"2\sum_i (y_i - b)^2"),
        (r"\sum x_i y_j", r"\sum x_i y_j"),  # over which?
        (r"\sum x", r"\sum x"),
        (r"\sum_j x_j y_i", r"\sum_j x_j y_i"),
        (r"\sum \sum_j W_{ij} x_j", r"\sum_i \sum_j W_{ij} x_j"),
    ],
)
def test_the_letter_of_a_sum(written: str, meant: str) -> None:
    assert lettered(latex.parse(written)) == latex.parse(meant)


def test_a_letter_of_the_left_side_is_not_summed_over() -> None:
    plain = latex.parse(r"\sum w x_i")
    assert lettered(plain, frozenset("i")) == plain


LEAST_SQUARES = r"""Let $Q = \sum (Y_i - b_0 - b_1 X_i)^2$, $\bar X = \frac{1}{n}\sum X_i$, $\bar Y = \frac{1}{n}\sum Y_i$.
Then $%s$."""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial Q}{\partial b_0} = -2\sum(Y_i - b_0 - b_1 X_i)", "right"),
        (r"\frac{\partial Q}{\partial b_1} = -2\sum X_i(Y_i - b_0 - b_1 X_i)", "right"),
        (r"\frac{\partial Q}{\partial b_1} = 2\sum X_i(Y_i - b_0 - b_1 X_i)", "wrong"),
        (r"\frac{\partial Q}{\partial b_1} = -2\sum (Y_i - b_0 - b_1 X_i)", "wrong"),
    ],
)
def test_least_squares_as_statisticians_write_them(claim: str, verdict: str) -> None:
    assert papergrad.read(LEAST_SQUARES % claim).findings[-1].verdict == verdict


@pytest.mark.parametrize("below", ["_{ij}", "_{i,j}", "_{ij=1}^n", "_{i,j=1}^n"])
def test_letters_side_by_side_below_a_sum_run_both(below: str) -> None:
    page = rf"$L = \sum{below} A_{{ij}}^2 b_j$. $$\frac{{\partial L}}{{\partial b_l}} = \sum_k %sA_{{kl}}^2$$"
    assert papergrad.read(page % "").findings[-1].verdict in ("right", "right-if")
    assert papergrad.read(page % "2 ").findings[-1].verdict == "wrong"


ONE_SAMPLE = r"""For numbers $t$, $o = w u$ and $E = \sum \frac{1}{2} (t - o)^2$.
$$\frac{\partial E}{\partial w} = CLAIM$$"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"-(t - o) u", "right"),
        (r"\sum \frac{\partial}{\partial w} \frac{1}{2} (t - o)^2", "right-if"),
        (r"(t - o) u", "wrong"),  # for any number of samples
        (r"\sum (t - o) u", "unknown"),
    ],
)
def test_a_sum_over_numbers_has_the_one_term_that_is_written(claim: str, verdict: str) -> None:
    assert papergrad.read(ONE_SAMPLE.replace("CLAIM", claim)).findings[-1].verdict == verdict
