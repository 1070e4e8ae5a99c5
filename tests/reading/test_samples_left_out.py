"""A definition that leaves out the sample that the error is of."""

import pytest

import papergrad

PAGE = r"""
$$y_k = \sum_i w_{ki} x_i$$
$$E_n = \frac12 \sum_k (y_{nk} - t_{nk})^2$$ BETWEEN
$$\frac{\partial E_n}{\partial w_{ji}} = CLAIM$$
"""
BETWEEN = [r"", r"where $y_{nk} = y_k(\mathbf{x}_n, \mathbf{w})$."]


def verdict(between: str, claim: str) -> str:
    return papergrad.read(PAGE.replace("BETWEEN", between).replace("CLAIM", claim)).findings[-1].verdict


@pytest.mark.parametrize("between", BETWEEN)
def test_a_definition_holds_for_every_sample(between: str) -> None:
    assert verdict(between, "(y_{nj} - t_{nj}) x_{ni}") == "right"
    assert verdict(between, "(t_{nj} - y_{nj}) x_{ni}") == "wrong"
    assert verdict(between, "2 (y_{nj} - t_{nj}) x_{ni}") == "wrong"
    assert verdict(between, "(y_{nj} - t_{nj}) x_{nj}") != "right"


def test_rows_of_a_matrix_stay_rows() -> None:
    """``A_i`` is a row of ``A_{ij}``: its letter is the first one of the matrix."""
    page = r"Let $A \in \mathbb{R}^{m \times n}$ and $u \in \mathbb{R}^n$. $$y_i = \sum_j A_{ij} u_j$$ $$y_i = A_i u$$"
    assert papergrad.read(page).findings[-1].verdict in ("right", "right-up-to-layout", "unknown")
