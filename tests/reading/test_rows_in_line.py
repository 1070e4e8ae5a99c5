r"""Dots among the entries of rows and the terms of sums."""

import pytest

import papergrad

HEAD = r"Let $x \in \mathbb{R}^n$ and $y = \|x\|^2$. "
ROWS = [
    r"\left[ @_1 ~ @_2 \cdots @_n \right]",
    r"[@_1 \dots @_n]",
    r"[@_1 ~ @_2 \dots @_i \dots @_n]",
    r"\begin{bmatrix} @_1 & @_2 \cdots @_n \end{bmatrix}",
    r"\begin{bmatrix} @_1 & @_2 & \cdots @_n \end{bmatrix}",
    r"[@_1, @_2, \dots, @_n]",
]


def last(text):
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("row", ROWS[:4] + ROWS[5:])
@pytest.mark.parametrize(
    ("entry", "verdict"), [("2 x", "right"), (r"\frac{2x_@}{1}", "right"), ("3 x", "wrong"), ("x", "wrong")]
)
def test_entries_side_by_side_are_a_row(row, entry, verdict):
    for at in ("1", "2", "i", "n"):
        row = row.replace(f"@_{at}", entry.replace("x_@", f"x_{at}") if "@" in entry else f"{entry}_{at}")
    found = last(HEAD + rf"$$\frac{{dy}}{{dx}} = {row}$$")
    assert found.removesuffix("-up-to-layout") == verdict  # as in a row with commas


def test_entries_of_other_patterns_are_no_row():
    for row in (r"[2 x_1 ~ 3 x_2 \cdots 2 x_n]", r"[2 x_1 ~ 2 y_2 \cdots 2 x_n]", r"[2 x_1 \cdots 2 y_n]"):
        assert last(HEAD + rf"$$\frac{{dy}}{{dx}} = {row}$$") == "unknown"


COLUMNS = [
    r"[a_1, \dots, a_n]",
    r"\begin{bmatrix} a_1 & a_2 & \cdots & a_n \end{bmatrix}",
    r"[a_1 ~ a_2 \cdots a_n]",
]


@pytest.mark.parametrize("columns", COLUMNS)
def test_vectors_in_a_row_are_columns(columns):
    text = rf"Let $a_j \in \mathbb{{R}}^m$, $x \in \mathbb{{R}}^n$ and $A = {columns}$. "
    assert last(text + r"$$A x = \sum_j a_j x_j$$") == "right"
    assert last(text + r"$$A x = 2 \sum_j a_j x_j$$") == "wrong"


SUMS = [
    (r"w_1 z_1 + w_2 z_2 + \dots + w_i z_i + \dots + w_n z_n", "right"),
    (r"w_1 z_1 + \dots + w_{i-1} z_{i-1} + w_i z_i + w_{i+1} z_{i+1} + \dots + w_n z_n", "right"),
    (r"w_1 z_1 + w_2 z_2 + \dots + w_i z_i + \dots + w_n z_n + w_n z_n", "wrong"),
    (r"w_1 z_1 + w_2 z_2 + \dots + w_i^2 + \dots + w_n z_n", "unknown"),
    (r"w_1 z_1 + w_2 z_2 + \dots + w_i z_i - \dots + w_n z_n", "unknown"),
    (r"w_1 z_1 + \dots + w_n w_n", "unknown"),
]


@pytest.mark.parametrize(("series", "verdict"), SUMS)
def test_sums_with_general_terms_among_their_dots(series, verdict):
    head = r"Let $w, z \in \mathbb{R}^n$. "
    assert last(head + rf"$$w^T z = {series}$$") == verdict
    assert last(head + rf"$$w^T z + w^T w = {series} + w_1^2 + w_2^2 + \dots + w_n^2$$") == verdict


def test_the_slope_of_such_a_sum():
    text = r"$$a = w_1 z_1 + w_2 z_2 + ... + w_i z_i + ... + w_I z_I + b$$"
    for slope, verdict in (("z_i", "right"), ("w_i", "wrong")):
        assert last(text + rf"$$\frac{{\partial a}}{{\partial w_i}} = {slope}$$") == verdict


@pytest.mark.parametrize(("slope", "verdict"), [(r"(1 - \phi(\cdot))", "right"), (r"\phi(\cdot)", "wrong")])
@pytest.mark.parametrize("claim", [r"\frac{d \phi(\cdot)}{d (\cdot)}", r"\phi'(\cdot)"])
def test_a_dot_stands_for_any_argument(slope, verdict, claim):
    assert last(rf"Let $\phi(z) = \frac{{1}}{{1 + e^{{-z}}}}$. $${claim} = \phi(\cdot) \odot {slope}$$") == verdict
