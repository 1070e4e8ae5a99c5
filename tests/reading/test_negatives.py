"""A minus right behind a function, or a derivative sign, is the sign of what it is applied to."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("density", "slope"),
    [
        (r"\frac{1}{s} \exp -\frac{(x - m)^2}{2}", r"-(x - m) p"),
        (r"\exp - x^2 - 3", r"-2x \exp(-x^2)"),  # the second minus takes 3 away
        (r"2 - \exp -x", r"\exp(-x)"),
        (r"s - x", "-1"),  # no function
        (r"\log(x) - x", r"\frac{1}{x} - 1"),  # it is called already
    ],
)
def test_slopes(density: str, slope: str) -> None:
    page = rf"$p = {density}$ for numbers $x$, $m$ and $s$. $$\frac{{\partial p}}{{\partial x}} = %s$$"
    assert last(page % slope) == "right"
    assert last(page % f"2 ({slope})") == "wrong"


def test_below_the_sign_of_a_product() -> None:
    page = r"$p = \prod_{n=1}^N \exp -\frac{(x_n - m)^2}{2}$ and $L = \log p$. $$\frac{\partial L}{\partial m} = %s$$"
    assert last(page % r"\sum_{n=1}^N (x_n - m)") == "right"
    assert last(page % r"-\sum_{n=1}^N (x_n - m)") == "wrong"


def test_a_derivative_sign_takes_the_minus() -> None:
    page = (
        r"$L = -\log h$ for a number $h$. $$\frac{\partial L}{\partial h} = \frac{\partial}{\partial h} -\log h = %s$$"
    )
    assert last(page % r"-\frac{1}{h}") == "right"
    assert last(page % r"\frac{1}{h}") == "wrong"


def test_the_letter_of_a_function_may_be_a_symbol() -> None:
    assert last(r"$r = \sigma - y$ for numbers. $$\frac{\partial r}{\partial y} = -1$$") == "right"
