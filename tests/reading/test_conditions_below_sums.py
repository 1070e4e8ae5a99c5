"""Sums over pairs, over what lies in a set of pairs, and over what fulfils a condition."""

from __future__ import annotations

import pytest

import papergrad

FACTORS = (
    r"$L = \sum_{%s} (r_{ui} - p_u^\top q_i)^2 + \lambda \sum_u \|p_u\|^2$ with $p_u, q_i \in \mathbb{R}^k$. "
    r"Then $\frac{\partial L}{\partial p_u} = %s$"
)


def verdict(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("pairs", ["(u,i)", r"(u, i) \in K", "u,i"])
@pytest.mark.parametrize("inner", ["i", r"i : (u,i) \in K"])
def test_over_pairs(pairs: str, inner: str) -> None:
    claim = rf"-2 \sum_{{{inner}}} (r_{{ui}} - p_u^\top q_i) q_i + 2 \lambda p_u"
    assert verdict(FACTORS % (pairs, claim)) == "right"
    assert verdict(FACTORS % (pairs, claim.replace("-2", "2"))) == "wrong"


@pytest.mark.parametrize("such", [r"j : j \neq i", r"j \mid j \neq i", r"j, j \neq i"])
def test_such_that(such: str) -> None:
    text = r"$L = \sum_{%s} a_j^2$ and $\frac{\partial L}{\partial a_k} = %s$ for $k \neq i$"
    assert verdict(text % (such, "2 a_k")) == "right"
    assert verdict(text % (such, "a_k")) == "wrong"


def test_a_condition_is_one_where_it_holds() -> None:
    given = r"Let $w, x_i \in \mathbb{R}^d$ and $E(w) = -\sum_{i : y_i w^\top x_i < 0} y_i w^\top x_i$. Then $\nabla E(w) = %s$"
    assert verdict(given % r"-\sum_{i : y_i w^\top x_i < 0} y_i x_i") == "right"
    assert verdict(given % r"-\sum_i y_i x_i") == "wrong"


def test_a_condition_that_hardly_any_number_meets_is_left_open() -> None:
    assert verdict(r"$a = \sum_{i : y_i = 1} x_i$, $\frac{\partial a}{\partial x_i} = 2$") == "unknown"
