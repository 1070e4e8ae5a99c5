"""A vector and those that it is compared with by one letter."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


CONTRAST = r"""$$L = -\log \frac{\exp(z^T z_1 / \tau)}{\sum_{i=1}^N \exp(z^T z_i / \tau)}$$
$$p_i = \frac{\exp(z^T z_i / \tau)}{\sum_{j=1}^N \exp(z^T z_j / \tau)}$$
"""


@pytest.mark.parametrize("declared", ["", r"Let $z, z_1, \dots, z_N \in \mathbb{R}^d$. "])
@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"\frac1\tau \left(\sum_{i=1}^N p_i z_i - z_1\right)", "right"),
        (r"\frac1\tau \left(z_1 - \sum_{i=1}^N p_i z_i\right)", "wrong"),
        (r"\frac1\tau \sum_{i=1}^N p_i z_i", "wrong"),
    ],
)
def test_a_vector_beside_those_it_is_compared_with(declared: str, slope: str, verdict: str) -> None:
    assert last(rf"{declared}{CONTRAST}$$\frac{{\partial L}}{{\partial z}} = {slope}$$") == verdict


@pytest.mark.parametrize(("slope", "verdict"), [("a_i (h_i - c)", "right"), ("a_i (h_i + c)", "wrong")])
def test_a_query_and_its_keys(slope: str, verdict: str) -> None:
    page = r"The score is $e_i = h^T h_i$, $a_i = \frac{\exp(e_i)}{\sum_j \exp(e_j)}$ and $c = \sum_i a_i h_i$. "
    assert last(page + rf"$$\frac{{\partial a_i}}{{\partial h}} = {slope}$$") == verdict


@pytest.mark.parametrize(("slope", "verdict"), [(r"2 \sum_i (c - c_i)", "right"), (r"2 \sum_i (c_i - c)", "wrong")])
def test_distances(slope: str, verdict: str) -> None:
    page = r"Let $J = \sum_{i=1}^n \|c - c_i\|^2$. Then "
    assert last(page + rf"$$\frac{{\partial J}}{{\partial c}} = {slope}$$") == verdict


def test_entries_stay_entries() -> None:
    page = r"Let $J = x^T x + \sum_i x_i$. Then $$\frac{\partial J}{\partial x_i} = %s$$"
    assert last(page % "2 x_i + 1") == "right"
    assert last(page % "x_i + 1") == "wrong"
