r"""``f'(A)[H]`` is the derivative of f at A in the direction H."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"Let $f(A) = A^{-1}$ for $A, %s \in \mathbb{R}^{n \times n}$. $$%s = %s$$"


@pytest.mark.parametrize(
    ("way", "form"), [("H", "f'(A)[H]"), ("H", "Df(A)[H]"), (r"\delta A", r"f'(A)[\delta A]"), ("H", r"-(-f'(A)[H])")]
)
def test_the_slope_of_an_inverse_in_a_direction(way: str, form: str) -> None:
    rights = (rf"-A^{{-1}} {way} A^{{-1}}", rf"A^{{-1}} {way} A^{{-1}}", rf"-{way} A^{{-1}} A^{{-1}}")
    verdicts = [papergrad.read(PAGE % (way, form, right)).findings[-1].verdict for right in rights]
    assert verdicts == ["right", "wrong", "wrong"]


def test_a_square() -> None:
    page = r"$f(X) = X X$ for square $X$ of size $n \times n$, $H \in \mathbb{R}^{n \times n}$. $$f'(X)[H] = %s$$"
    assert papergrad.read(page % "X H + H X").findings[-1].verdict == "right"
    assert papergrad.read(page % "X H - H X").findings[-1].verdict == "wrong"


def test_a_bracket_that_holds_more_than_a_symbol_is_a_factor() -> None:
    page = r"Let $f(x) = x^2$ and $g = y f(x)$ for numbers $x$, $y$. $$\frac{\partial g}{\partial x} = f'(x)[%s]$$"
    assert papergrad.read(page % "2 y - y").findings[-1].verdict == "right"
    assert papergrad.read(page % "2 y + y").findings[-1].verdict == "wrong"
