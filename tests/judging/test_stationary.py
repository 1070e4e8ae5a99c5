"""Where a slope is zero: equations that follow, and claims about slopes whose zero the text gives later."""

from __future__ import annotations

import pytest

import papergrad

SQUARES = r"$J(w) = \|Xw - y\|^2$ with $X \in \mathbb{R}^{n\times d}$. $$\nabla_w J = 2 X^T (X w - y)$$ Setting it to zero gives "


@pytest.mark.parametrize(
    ("equation", "verdict"),
    [
        (r"X^T X w = X^T y", "right-if"),
        (r"X^T y = X^T X w", "right-if"),
        (r"X^T X w = 2 X^T y", "unknown"),
        (r"X^T X w = - X^T y", "unknown"),
    ],
)
def test_the_normal_equations(equation: str, verdict: str) -> None:
    found = papergrad.read(f"{SQUARES}$${equation}$$").findings[-1]
    assert found.verdict == verdict
    assert (found.assumption == "the derivative of J by w is zero") == (verdict == "right-if")


def test_eigenvectors_are_where_a_lagrangian_is_flat() -> None:
    page = (
        r"$S$ is symmetric and $$\mathcal{L}(u, \lambda) = u^T S u + \lambda (1 - u^T u)$$"
        r"$$\frac{\partial \mathcal L}{\partial u} = 2 S u - 2\lambda u$$ so that "
    )
    assert papergrad.read(page + r"$S u = \lambda u$").findings[-1].verdict == "right-if"
    assert papergrad.read(page + r"$S u = 2 \lambda u$").findings[-1].verdict not in ("right", "right-if")


@pytest.mark.parametrize(("factor", "verdict"), [("", "right"), ("2", "wrong"), ("-", "wrong")])
def test_a_slope_is_judged_away_from_where_it_is_zero(factor: str, verdict: str) -> None:
    page = r"""The log likelihood is $\ell(\mu) = -\frac12 \sum_{i=1}^n (x_i - \mu)^2$. We have
$$\frac{\partial \ell}{\partial \mu} = FACTOR\sum_{i=1}^n (x_i - \mu)$$
and where this is zero $$\mu = \frac1n \sum_{i=1}^n x_i$$"""
    assert papergrad.read(page.replace("FACTOR", factor)).findings[1].verdict == verdict


def test_instances_in_which_both_sides_vanish_say_little() -> None:
    """Of two samples, normalised ones are 1 and -1 whatever the samples are, and every slope is zero."""
    page = r"""$\mu = \frac1n \sum_i x_i$, $\sigma = \sqrt{\frac1n \sum_i (x_i - \mu)^2}$, $u_i = (x_i - \mu)/\sigma$.
$$\frac{\partial L}{\partial x_i} = \frac{FACTOR}{\sigma}\left(\frac{\partial L}{\partial u_i}
- \frac1n\sum_j \frac{\partial L}{\partial u_j} - u_i \frac1n \sum_j \frac{\partial L}{\partial u_j} u_j\right)$$"""
    assert papergrad.read(page.replace("FACTOR", "1")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("FACTOR", "2")).findings[-1].verdict == "wrong"
    page = page.replace("FACTOR", "1").replace(r"- u_i \frac1n", r"+ u_i \frac1n")
    assert papergrad.read(page).findings[-1].verdict == "wrong"


def test_a_number_is_none_of_several() -> None:
    """The z of two classes and the z_k of many are not the same."""
    page = r"Let $z = w^T x$ with $w, x \in \mathbb{R}^d$. Then we have $p_k = e^{z_k}/\sum_j e^{z_j}$ and $L = -\log p_1$. "
    assert papergrad.read(page + r"$$\frac{\partial L}{\partial z_1} = p_1 - 1$$").findings[-1].verdict == "unknown"


RIDGE = r"$J(a) = \|y - K a\|^2 + \lambda a^T K a$. $$\nabla J = {} = 0$$ gives $a = (K + \lambda I)^{{-1}} y$."


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [(r"-2 K (y - K a) + 2 \lambda K a", "right-if"), (r"2 K (y - K a) + 2 \lambda K a", "wrong")],
)
def test_a_slope_is_said_of_all_values_before_it_is_solved(slope: str, verdict: str) -> None:
    assert papergrad.read(RIDGE.format(slope)).findings[1].verdict == verdict
