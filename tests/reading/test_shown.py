"""What a quantity depends on, shown in brackets behind it."""

from __future__ import annotations

import pytest

import papergrad

NET = r"""
Let $z_j = \sum_i w_{ij} x_i + b_j$ and $\hat y_j = \sigma(z_j)$. The loss is $L = \frac12\sum_j (\hat y_j - y_j)^2$.
"""


def last(page: str) -> papergrad.Finding:
    return papergrad.read(page).findings[-1]


@pytest.mark.parametrize(
    "shown", ["", r"(\hat y_j)", r"(\hat y(z(w)))", r"(\hat y_j(z_j))", r"(\hat y_j(z_j(w_{ij})))", "(w, b)"]
)
@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"(\hat y_j - y_j)\hat y_j(1-\hat y_j) x_i", "right"),
        (r"(y_j - \hat y_j)\hat y_j(1-\hat y_j) x_i", "wrong"),
        (r"(\hat y_j - y_j) x_i", "wrong"),
    ],
)
def test_a_loss_that_shows_what_it_depends_on(shown: str, slope: str, verdict: str) -> None:
    assert last(NET + rf"$$\frac{{\partial L{shown}}}{{\partial w_{{ij}}}} = {slope}$$").verdict == verdict


def test_a_state_that_shows_what_it_depends_on() -> None:
    assert last(NET + r"$$\frac{\partial \hat y_j(z_j)}{\partial z_j} = \hat y_j(1-\hat y_j)$$").verdict == "right"
    assert last(NET + r"$$\frac{\partial \hat y_j(z_j)}{\partial z_j} = \hat y_j$$").verdict == "wrong"


def test_an_objective_may_be_said_to_depend_on_what_nobody_defined() -> None:
    page = r"$J = \frac12 (w x - y)^2$. $$\frac{\partial J(\theta)}{\partial w} = SLOPE x$$"
    assert last(page.replace("SLOPE", "(w x - y)")).verdict == "right"
    assert last(page.replace("SLOPE", "(y - w x)")).verdict == "wrong"


def test_a_product_stays_a_product() -> None:
    page = r"Let $p = \sigma(s)$ and $v = p(1 - p)$. $$\frac{dv}{dp} = 1 - 2p$$"
    assert last(page).verdict == "right"
    assert last(r"Let $c = u v$ and $d = c(u + 1)$. $$\frac{\partial d}{\partial u} = v(2u + 1)$$").verdict == "right"


def test_what_is_called_where_it_is_defined_is_a_function() -> None:
    page = r"$f(x) = x^2$ and $y = f(a) + f(b)$. $$\frac{\partial y}{\partial a} = 2a$$"
    assert last(page).verdict == "right"


def test_a_function_that_was_defined_in_another_part_stays_one() -> None:
    page = (
        "# One\n"
        + r"Let $\theta, x, u \in \mathbb{R}^n$, $h_\theta(x) = \sigma(\theta^T x)$ and $\ell = -\log h_\theta(u)$. "
        + "\n# Other\n"
        r"$$\frac{\partial \ell}{\partial \theta} = SIGN (1 - h_\theta(u)) u$$"
    )
    assert last(page.replace("SIGN", "-")).verdict == "right"
    assert last(page.replace("SIGN", "")).verdict == "wrong"
