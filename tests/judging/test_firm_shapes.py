"""Ill-typed is said where all shapes are sure; the letter that a sum runs over has none to be unsure of."""

from __future__ import annotations

import papergrad
from papergrad.judging.conforming import firm

TEXT = r"""$$\hat{y} = \mathrm{softmax}(V h + c), \quad V \in \mathbb{R}^{k \times m}$$
$$h \in \mathbb{R}^m, \quad c \in \mathbb{R}^k$$
$$J = -\frac{1}{N} \sum_{j=1}^N \sum_{i=1}^k y_j^i \log(\hat{y}^i)$$
$$\frac{\partial J}{\partial h} = \frac{1}{N} \sum_{j=1}^N (\hat{y} - y_j)$$
"""


def test_a_sum_of_the_wrong_length_is_ill_typed():
    last = papergrad.read(TEXT).findings[-1]
    assert (last.verdict, last.code) == ("ill-typed", "PG101")
    assert last.message.startswith("m × 1 on the left, k × 1 on the right")


def test_of_the_right_length_it_is_compared():
    last = papergrad.read(TEXT.replace(r"= \frac{1}{N} \sum_{j=1}^N (", r"= \frac{1}{N} \sum_{j=1}^N V^T (")).findings[
        -1
    ]
    assert last.verdict in ("right", "right-if")


def test_a_vector_of_an_unnamed_length_is_no_number():
    page = r"$z = W_1 x + b$, $h = W_2 z$. $$\frac{\partial h}{\partial x} = \frac{\partial h}{\partial z} "
    assert papergrad.read(page + r"\frac{\partial z}{\partial x}$$").findings[-1].verdict == "right"
    assert papergrad.read(page + r"\mathrm{diag}(x)$$").findings[-1].verdict not in ("right", "right-if")


def test_the_sign_of_an_indicator_is_no_symbol():
    page = r"$z, v \in \mathbb{R}^n$, $J = v^T \mathrm{ReLU}(z)$. $$\frac{\partial J}{\partial z} = v \odot \mathbb{1}[z > 0]$$"
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("> 0", "> v")).findings[-1].verdict == "wrong"


def test_matrices_of_numbers_are_of_no_other_part() -> None:
    row, square = r"\begin{bmatrix} 1 & 2 & 3 \end{bmatrix}", r"\begin{bmatrix} 1 & 1 \\ 1 & 1 \end{bmatrix}"
    paper = papergrad.read(rf"$${row} {square} = \begin{{bmatrix}} 6 & 6 \end{{bmatrix}}$$")
    assert paper.findings[-1].verdict == "ill-typed"


def test_the_unit_of_a_bias_may_be_counted_or_not() -> None:
    page = r"$A \in \mathbb{R}^{m \times (n+1)}$, $d \in \mathbb{R}^{m}$, $u \in \mathbb{R}^{n}$. $$v = A^T d \odot u$$"
    assert not papergrad.read(page).findings[-1].bad
    said = r"The matrix $A \in \mathbb{R}^{m \times (n+1)}$. Without its bias $A$ is $m \times n$ dimensional."
    assert not any(f.bad for f in papergrad.read(said).findings)
    other = page.replace(r"u \in \mathbb{R}^{n}", r"u \in \mathbb{R}^{k}").replace(
        "v = ", r"\frac{\partial L}{\partial v} = "
    )
    assert papergrad.read(other).findings[-1].verdict != "right"


def test_a_shape_found_beside_one_of_several_is_not_firm() -> None:
    page = r"""# First
$$%s \in \mathbb{R}^n \\ A = \begin{bmatrix} x_1^T \\ \dots \\ x_m^T \end{bmatrix} \in \mathbb{R}^{m \times n}$$

# Second
$$q = (x - c)^T S^{-1} (x - c)$$
$$u = S v$$
"""
    several, one = (papergrad.read(page % name).reading.reads[-1] for name in ("x_k", "x"))
    assert several.scope is not None and not firm(several, several.scope)
    assert one.scope is not None and firm(one, one.scope)


def test_a_function_that_is_only_called_is_no_vector() -> None:
    page = r"Let $X \in \mathbb{R}^{m \times n}$, $y \in \mathbb{R}^m$, $\theta \in \mathbb{R}^n$ and $g(z) = \frac{1}{1 + e^{-z}}$. "
    page += r"$$J(\theta) = \frac{1}{2} \|g(X \theta) - y\|^2$$ $$\nabla J(\theta) = X (g(X \theta) - y)$$"
    assert papergrad.read(page).findings[-1].verdict == "ill-typed"
