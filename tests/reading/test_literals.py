"""Literal matrices: with dots, as diagonals, and of which not all can be told."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"Let $a = \sigma(z)$ with $z \in \mathbb{R}^n$. "
CORNERS = r"\begin{bmatrix} D1 & \cdots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \cdots & DN \end{bmatrix}"
FULL = (
    r"\begin{bmatrix} D1 & 0 & \cdots & 0 \\ 0 & D2 & \cdots & 0 \\ \vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & DN"
    r"\end{bmatrix}"
)
EMPTY = r"\begin{bmatrix} D1 & & \\ & \ddots & \\ & & DN \end{bmatrix}"
CALLED = r"\mathrm{diag}(D1, \dots, DN)"
SECOND = r"\mathrm{diag}(D1, D2, \dots, DN)"


def filled(matrix: str, entry: str) -> str:
    for place in "12":
        matrix = matrix.replace("D" + place, entry.replace("?", place))
    return matrix.replace("DN", entry.replace("?", "n"))


@pytest.mark.parametrize("matrix", [CORNERS, FULL, EMPTY, CALLED, SECOND])
@pytest.mark.parametrize(
    ("entry", "verdict"),
    [(r"\sigma'(z_?)", "right"), ("a_?(1 - a_?)", "right"), (r"\sigma(z_?)", "wrong"), ("1 - a_?", "wrong")],
)
def test_a_diagonal_with_dots(matrix: str, entry: str, verdict: str) -> None:
    page = GIVEN + rf"$$\frac{{\partial a}}{{\partial z}} = {filled(matrix, entry)}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict


def test_a_diagonal_of_numbers() -> None:
    page = r"$D = \mathrm{diag}(1, 2, 3)$ and $$D \begin{bmatrix}1\\1\\1\end{bmatrix} = \begin{bmatrix}1\\2\\THREE\end{bmatrix}$$"
    assert papergrad.read(page.replace("THREE", "3")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("THREE", "4")).findings[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "row",
    [
        r"\begin{pmatrix}0 & 0 & \cdots & 1 & 0 & \cdots & 0\end{pmatrix}",
        r"\begin{pmatrix}0 \\ \vdots \\ 1 \\ \vdots \\ 0\end{pmatrix}",
    ],
)
def test_where_the_one_stands_is_not_said(row: str) -> None:
    page = rf"Let $u \in \mathbb{{R}}^n$ and $$L = {row} \cdot u$$ $$\frac{{\partial L}}{{\partial u}} = 0$$"
    assert papergrad.read(page).findings[-1].verdict == "unknown"
    assert papergrad.read(rf"$L = -u \cdot v$. $$L = -{row} \cdot v$$").findings[-1].verdict not in ("right", "wrong")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (r"$a, b \in \mathbb{R}^n$. $$D = \mathrm{diag}(a, b)$$", "blocks on a diagonal"),
        (r"$$D = \mathrm{diag}(a, \dots, 3)$$", "do not show a pattern"),
        (r"$Y, P \in \mathbb{R}^{n \times k}$. $$J = MSE(Y, P)$$", "the mean over what"),
    ],
)
def test_what_is_not_read_says_why(page: str, said: str) -> None:
    assert said in papergrad.read(page).findings[-1].message


def test_a_shape_without_its_bias_is_left_open_in_words() -> None:
    page = r"The matrix $A \in \mathbb{R}^{m \times (n+1)}$. Without its bias $A$ is $m \times n$ dimensional."
    assert "counts the bias" in papergrad.read(page).findings[-1].message
