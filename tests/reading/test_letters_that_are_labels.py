"""Scripts that are no powers and no rows: W^Q, the entries of a transpose, where a one-hot vector has its 1, the bars of det|A|."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("letter", ["Q", "K", "V"])
def test_the_letter_of_an_attention_is_no_exponent(letter: str) -> None:
    page = rf"$X \in \mathbb{{R}}^{{n \times d}}$, ${letter} = X W^{letter}$ with $W^{letter} \in \mathbb{{R}}^{{d \times k}}$. "
    assert last(rf"{page}$${letter}^T = (W^{letter})^T X^T$$") == "right"
    assert last(rf"{page}$${letter}^T = X^T (W^{letter})^T$$") == "ill-typed"


@pytest.mark.parametrize("written", ["A^T_{ji}", r"(\mathbf{A})^T_{ji}", "(A^T)_{ji}"])
def test_two_letters_below_a_transpose_are_an_entry_of_it(written: str) -> None:
    page = rf"Let $A \in \mathbb{{R}}^{{m \times n}}$ and $u \in \mathbb{{R}}^m$. $$\sum_i {written} u_i"
    assert last(rf"{page} = \sum_i A_{{ij}} u_i$$") == "right"
    assert last(rf"{page} = 2 \sum_i A_{{ij}} u_i$$") == "wrong"


def test_one_letter_below_it_is_a_vector_that_lies() -> None:
    page = r"Let $x_i, w \in \mathbb{R}^d$ for $i = 1, \dots, n$ and $J = \sum_{i=1}^n (x_i^T w)^2$. "
    assert last(page + r"$$\nabla_w J = 2 \sum_{i=1}^n x_i x_i^T w$$") == "right"


@pytest.mark.parametrize(
    "said",
    [
        "with a 1 for the true outside word $o$",
        "with its 1 at position $o$",
        "where $y_w = 1$ when $w = o$",
        "of the word $o$",
    ],
)
def test_words_say_where_a_one_hot_vector_has_its_one(said: str) -> None:
    page = rf"The target $y$ is a one-hot vector {said}. $$-\sum_{{w \in V}} y_w \log p_w = "
    assert last(page + r"-\log p_o$$") == "right"
    assert last(page + r"\log p_o$$") == "wrong"


def test_without_them_a_sum_that_is_lost_is_a_slip() -> None:
    page = r"$y$ is a one-hot vector. $$-\sum_{w=1}^V y_w \log p_w = -y_w \log p_w$$"
    assert last(page) == "wrong"


def test_bars_behind_det_say_the_same_once_more() -> None:
    page = r"Let $A \in \mathbb{R}^{n \times n}$. $$\nabla_A \det|A| = "
    assert last(page + r"\det|A| (A^{-1})^T$$") == "right"
    assert last(page + r"-\det|A| (A^{-1})^T$$") == "wrong"
