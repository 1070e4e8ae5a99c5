r"""A loss that is called with all its parameters, ``C(W)``, and derived by other things is one that only derivatives speak about."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
The map is $q^{(2)} = W^{(2)} p^{(1)}$, and we call $\epsilon^{(2)} = \frac{\partial C(W)}{\partial q^{(2)}}$.

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial C(W)}{\partial W^{(2)}} = \epsilon^{(2)} (p^{(1)})^T", "right"),
        (r"\frac{\partial C(W)}{\partial p^{(1)}} = (W^{(2)})^T \epsilon^{(2)}", "right"),
        (r"\frac{\partial C(W)}{\partial W^{(2)}} = -\epsilon^{(2)} (p^{(1)})^T", "wrong"),
        (r"\frac{\partial C(W)}{\partial p^{(1)}} = 2 (W^{(2)})^T \epsilon^{(2)}", "wrong"),
    ],
)
def test_the_bracket_is_a_reminder(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE.replace("CLAIM", claim)).findings[-1].verdict == verdict


def test_a_loss_that_is_defined_keeps_its_arguments() -> None:
    page = r"$L(u, v) = u^2 v$ for numbers $u$, $v$. $$\frac{\partial L(u, v)}{\partial u} = 2 u v$$"
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("2 u v", "u v")).findings[-1].verdict == "wrong"


def test_other_arguments_are_other_values() -> None:
    page = r"$$\frac{\partial J(\theta)}{\partial z} \approx \frac{J(\theta + \epsilon) - J(\theta - \epsilon)}{2 \epsilon}$$"
    assert papergrad.read(page).findings[-1].verdict != "wrong"


@pytest.mark.parametrize(("claim", "verdict"), [("f(x) - y", "right-if"), ("y - f(x)", "wrong")])
def test_a_loss_of_a_function_is_said_by_its_formula(claim: str, verdict: str) -> None:
    page = r"""The output is $f(x) = \mathrm{softmax}(s)$ and the loss $l(f(x), y) = -\sum_{i=1}^K y_i \log(f(x)_i)$.
$$\frac{\partial l(f(x), y)}{\partial s} = CLAIM$$"""
    assert papergrad.read(page.replace("CLAIM", claim)).findings[-1].verdict == verdict


def test_other_arguments_of_a_loss_that_is_defined_are_values_of_it() -> None:
    page = r"$J(u) = u^2$ for a number $u$. $$\frac{\partial J(v)}{\partial v} = CLAIM$$"
    assert papergrad.read(page.replace("CLAIM", "2 v")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("CLAIM", "v")).findings[-1].bad


def test_a_label_of_two_words_is_left_out_where_nothing_else_has_the_name() -> None:
    page = r"$J_{neg\_sample} = u^2$ for a number $u$. $$\frac{\partial J}{\partial u} = CLAIM$$"
    assert papergrad.read(page.replace("CLAIM", "2 u")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("CLAIM", "u")).findings[-1].verdict == "wrong"
