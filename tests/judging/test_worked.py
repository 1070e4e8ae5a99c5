"""Examples worked by hand: numbers, activations left out, batches, and remarks behind stars."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papergrad
from papergrad.notation.tree import Infix, Matrix, Numeral, Prefix
from papergrad.reading.worked import activation, grid

LAYER = r"""
$$W = \begin{bmatrix} 2 & -1 \\ 1 & 3 \end{bmatrix}$$

$$h = \begin{bmatrix} 1 & -4 \end{bmatrix}
\times \begin{bmatrix} 2 & -1 \\ 1 & 3 \end{bmatrix} = \begin{bmatrix} -2 & -13 \end{bmatrix}$$

$$h = \begin{bmatrix} 0 & 0 \end{bmatrix}$$
"""


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_a_value_stated_again_behind_an_activation() -> None:
    found = papergrad.read(LAYER).findings
    assert [f.verdict for f in found] == ["defines", "wrong", "right", "right-if"]
    assert "ReLU" in found[1].message and "ReLU" in found[3].assumption
    assert {f.kind for f in found[1:]} == {"numeric"}


def test_two_values_that_no_activation_explains_contradict_each_other() -> None:
    found = verdicts(LAYER.replace(r"0 & 0 \end", r"0 & 5 \end"))
    assert found[-1] == "wrong"


def test_printed_decimals_tell_the_activation() -> None:
    text = r"$z = \begin{bmatrix} 0 & 1 \end{bmatrix}$. $z = \begin{bmatrix} 0.50 & 0.73 \end{bmatrix}$."
    assert verdicts(text) == ["wrong", "right-if"]
    assert "σ" in papergrad.read(text).findings[1].assumption


def test_a_batch_through_the_same_layer_is_the_value_from_then_on() -> None:
    batch = r"""
$$x = \begin{bmatrix} 1 & 1 \\ 0 & 2 \end{bmatrix} \times \begin{bmatrix} 2 & -1 \\ 1 & 3 \end{bmatrix}
= \begin{bmatrix} 3 & 2 \\ 2 & 6 \end{bmatrix}$$

$$v = \begin{bmatrix} 1 \\ 2 \end{bmatrix} \quad \hat{y} = h v = \begin{bmatrix} 7 \\ 14 \end{bmatrix}$$
"""
    found = papergrad.read(LAYER + batch).findings
    assert found[-1].verdict == "right", found[-1]


def test_a_starred_word_is_a_remark() -> None:
    text = r"""$y = \begin{bmatrix} 8 \\ 11 \end{bmatrix} \star \text{Sorry}$, $y = \begin{bmatrix} 8 \\ 11 \end{bmatrix}$."""
    assert verdicts(text)[-1] == "right"


def test_a_nabla_takes_a_product_where_one_factor_does_not_conform() -> None:
    text = r"""Let $h \in \mathbb{R}^{2 \times 3}$, $w \in \mathbb{R}^3$, $g \in \mathbb{R}^2$, $L = g^T (h w)$.
$$\nabla_h L = \nabla_h h w \cdot g$$"""
    assert verdicts(text)[-1] in ("right", "right-if")


def _matrix(rows: list[list[int]]) -> Matrix:
    return Matrix(
        tuple(tuple(Prefix("-", Numeral(str(-x))) if x < 0 else Numeral(str(x)) for x in row) for row in rows)
    )


numbers = st.integers(-9, 9)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_products_are_exact(data: st.DataObject) -> None:
    n, k, m = (data.draw(st.integers(1, 3)) for _ in range(3))
    a = [[data.draw(numbers) for _ in range(k)] for _ in range(n)]
    b = [[data.draw(numbers) for _ in range(m)] for _ in range(k)]
    found = grid(Infix((_matrix(a), _matrix(b)), ("×",)), {}, lambda _: None)
    if k > 1 or (n > 1 and m > 1):
        assert found == tuple(
            tuple(Fraction(sum(a[i][x] * b[x][j] for x in range(k))) for j in range(m)) for i in range(n)
        )


@pytest.mark.parametrize(("after", "name"), [("2", ""), ("0", "ReLU")])
def test_an_activation_is_found_only_where_it_fits(after: str, name: str) -> None:
    before = ((Fraction(-3),),)
    assert activation(before, ((Fraction(after),),)) == name
