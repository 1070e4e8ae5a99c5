"""Small things that many writers do: claims that rest on the last words before them, ways between units, ones in a column."""

from __future__ import annotations

import pytest

import papergrad


def last(page: str) -> papergrad.Finding:
    return papergrad.read(page).findings[-1]


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_a_letter_may_become_another_thing_later(sign: str, verdict: str) -> None:
    focal = r"$F = -(1-p)^\gamma \log p$ and "
    claim = rf"$$\frac{{dF}}{{dp}} = \gamma (1-p)^{{\gamma-1}}\log p {sign} \frac{{(1-p)^\gamma}}{{p}}$$"
    later = r" Now $p = \mathrm{softmax}(z)$ and $H = -\sum_k q_k \log p_k$."
    assert last(focal + claim).verdict == verdict
    found = papergrad.read(focal + claim + later).findings[1].verdict
    assert found == verdict or (verdict == "wrong" and found == "unknown")


def test_a_capital_of_small_letters_is_a_number() -> None:
    assert (
        last(r"$V = \frac{\pi r^2 h}{3}$. $$\frac{\partial V}{\partial r} = \frac{2 \pi r h}{3}$$").verdict == "right"
    )
    assert last(r"$V = \frac{\pi r^2 h}{3}$. $$\frac{\partial V}{\partial r} = \frac{\pi r h}{3}$$").verdict == "wrong"


def test_a_way_from_one_unit_to_another_has_two_ends() -> None:
    page = r"$s_k = \sum_j w_{j\rightarrow k} z_j$ and $E = \frac12 \sum_k (s_k - y_k)^2$. "
    assert last(page + r"$$\frac{\partial E}{\partial w_{j \to k}} = (s_k - y_k) z_j$$").verdict == "right"
    assert last(page + r"$$\frac{\partial E}{\partial w_{j \to k}} = (s_k - y_k) z_k$$").verdict not in (
        "right",
        "right-if",
    )


def test_nabla_may_look_like_a_vector() -> None:
    page = r"The cost is $C = \frac12 \|\mathbf{w} - \mathbf{a}\|^2$. "
    assert last(page + r"$$\vec{\nabla}_{\mathbf{w}} C = \mathbf{w} - \mathbf{a}$$").verdict == "right"
    assert last(page + r"$$\vec{\nabla}_{\mathbf{w}} C = \mathbf{a} - \mathbf{w}$$").verdict == "wrong"


def test_ones_with_dots_are_as_many_as_fit() -> None:
    page = r"$u \in \mathbb{R}^n$. "
    assert last(page + r"$$\begin{pmatrix} 1 & \cdots & 1 \end{pmatrix} u = \sum_{i=1}^n u_i$$").verdict == "right"
    assert last(page + r"$$\begin{pmatrix} 1 & \cdots & 1 \end{pmatrix} u = 2 \sum_{i=1}^n u_i$$").verdict == "wrong"


def test_between_0_and_1() -> None:
    assert last(r"Note that $0 < \rho < 1$, so $\log \rho < 0$.").verdict == "right"
    assert last(r"Note that $0 < \rho < 1$, so $\log \rho > 0$.").verdict == "wrong"
    assert last(r"Let $\rho \in (0, 1)$. Then $\log \rho < 0$.").verdict == "right"
    assert last(r"Note that $\rho > 0$, so $\log \rho < 0$.").verdict != "right"


CHAIN = r"""$\ell = -\sum_i y_i \log o_i$ with $o_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$.
$$\frac{\partial \ell}{\partial z_j} = \frac{\partial \ell}{\partial o_i} \frac{\partial o_i}{\partial z_j} = LAST$$"""


@pytest.mark.parametrize(
    ("link", "holds"),
    [
        (r"-\frac{y_i}{o_i} o_j (\delta_{ij} - o_i)", True),
        (r"y_i (o_j - \delta_{ij})", True),
        (r"y_i (\delta_{ij} - o_j)", False),
        (r"2 y_i (o_j - \delta_{ij})", False),
    ],
)
def test_a_chain_that_leaves_out_its_sum_goes_on_without_it(link: str, holds: bool) -> None:
    found = last(CHAIN.replace("LAST", link))
    assert (found.verdict == "right-if") == holds
    assert ("letters that stand twice are summed over" in found.assumption) == holds


def test_a_subscript_may_be_what_a_function_is_derived_by() -> None:
    page = r"Let $a, x \in \mathbb{R}^n$ and $f(x) = a^T x$. Then "
    column = r"\nabla_x f(x) = \begin{bmatrix} f_{x_1} \\ f_{x_2} \\ \vdots \\ f_{x_n} \end{bmatrix}"
    assert last(rf"{page}$${column}$$").verdict == "right"
    found = papergrad.read(rf"{page}$${column} = a$$").findings
    assert [f.verdict for f in found if f.kind != "shape"][-2:] == ["right", "right"]
    assert last(rf"{page}$${column} = 2 a$$").verdict == "wrong"


@pytest.mark.parametrize(("weights", "verdict"), [("w", "right"), ("w_n", "wrong")])
def test_what_is_the_same_for_all_has_no_last_one(weights: str, verdict: str) -> None:
    """The x_i are one for each of n; w is no such, so w_n, with n the end of the sum, is not w."""
    page = r"Let $R(w) = \frac12 \sum_{i=1}^n (w^\top x_i - y_i)^2$. "
    claim = rf"$$\nabla R(w) = \sum_{{i=1}}^n ({weights}^\top x_i - y_i) x_i$$"
    assert papergrad.read(page + claim).findings[-1].verdict == verdict
