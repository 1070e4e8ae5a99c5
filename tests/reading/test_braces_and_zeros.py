"""Braces with a remark at them, zeros in bold, weights that are called after two layers, gradients by several numbers."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    "score",
    [
        r"\underbrace{a^T x}_{\text{the score}}",
        r"\overbrace{a^T x}^{\text{the score}}",
        r"\underbrace{a^T x}_{(1 \times 1)}",
        r"\overbrace{a^T x}^{s}",
        r"\underbrace{\overbrace{a^T}^{1 \times n} x}_{s}",
    ],
)
def test_what_stands_at_a_brace_is_no_script(score: str) -> None:
    page = rf"$a, x \in \mathbb{{R}}^n$. $$L = ({score})^2 + 3$$ "
    assert last(page + r"$$\frac{\partial L}{\partial x} = 2 (a^T x) a$$") == "right"
    assert last(page + r"$$\frac{\partial L}{\partial x} = (a^T x) a$$") == "wrong"


def test_a_braced_sum_is_one_factor() -> None:
    page = r"$$y = 2 \underbrace{u + v}_{\text{both}} + \underbrace{u^2}_{\text{square}}$$ "
    assert last(page + r"$$\frac{dy}{dv} = 2$$") == "right"
    assert last(page + r"$$\frac{dy}{dv} = 1$$") == "wrong"
    assert last(page + r"$$\frac{dy}{du} = 2 + 2u$$") == "right"


def test_a_power_beside_the_remark_stays() -> None:
    page = r"$$y = \underbrace{(3 u)}_{\text{thrice}}^2$$ "
    assert last(page + r"$$\frac{dy}{du} = 18 u$$") == "right"
    assert last(page + r"$$\frac{dy}{du} = 9 u$$") == "wrong"


@pytest.mark.parametrize("zero", [r"\mathbf{0}", r"\mathbf{0}_{n \times m}", r"\boldsymbol{0}"])
def test_a_zero_in_bold_has_every_shape(zero: str) -> None:
    page = rf"$Z \in \mathbb{{R}}^{{n \times m}}$. $$A = \max(Z, {zero})$$ $$L = \sum_{{ij}} A_{{ij}}^2$$ "
    assert last(page + r"$$\frac{\partial L}{\partial Z} = 2 A$$") == "right"
    assert last(page + r"$$\frac{\partial L}{\partial Z} = 2 Z$$") != "right"
    assert last(page + rf"$$Z - Z = {zero}$$") == "right"


def test_an_extreme_of_two_shapes_is_no_breakdown() -> None:
    page = r"$Z \in \mathbb{R}^{n \times m}$, $u \in \mathbb{R}^k$. "
    found = papergrad.read(page + r"$$A = \max(Z, u)$$").findings
    assert all(one.code != "PG999" for one in found)


def test_weights_are_called_after_the_layers_they_join() -> None:
    page = r"$s, u \in \mathbb{R}^m$, $x \in \mathbb{R}^n$. $$s = W^{ss} u + W^{sx} x$$ $$L = \sum_i s_i^2$$ "
    assert last(page + r"$$\frac{\partial L}{\partial W^{sx}} = 2 s x^T$$") == "right"
    assert last(page + r"$$\frac{\partial L}{\partial W^{ss}} = 2 s u^T$$") == "right"
    assert last(page + r"$$\frac{\partial L}{\partial W^{ss}} = 2 s x^T$$") not in ("right", "right-if")


def test_a_gradient_by_several_numbers_is_the_column_of_the_slopes() -> None:
    page = r"$$f(x, y) = 2 x + y^2$$ "
    assert last(page + r"$$\nabla f(x, y) = \begin{bmatrix} 2 \\ 2 y \end{bmatrix}$$") == "right"
    assert last(page + r"$$\nabla f(x, y) = \begin{bmatrix} 2 \\ y \end{bmatrix}$$") == "wrong"


def test_shapes_are_said_one_by_one() -> None:
    page = (
        r"Let $s_t$ be an $m \times 1$ vector, let $A$ and $B$ be $m \times l$ and $m \times m$ weight matrices, respectively, "
        r"and let $x_t$ be $l \times 1$. "
    )
    assert all(not one.bad for one in papergrad.read(page + r"$$s_t = A x_t + B s_{t-1}$$").findings)
    assert papergrad.read(page + r"$$s_t = A x_t + B s_{t-1}$$").findings[-1].verdict == "defines"
