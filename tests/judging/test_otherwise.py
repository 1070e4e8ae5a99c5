"""What fails as it was read may hold as it may be read otherwise."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = (
    r"Let $w, x_i \in \mathbb{R}^d$, $\mu_i = \frac{1}{1 + \exp(-y_i (b + x_i^T w))}$ and "
    r"$J = \frac{1}{n} \sum_{i=1}^n \log(1 + \exp(-y_i (b + x_i^T w)))$. "
)
CLAIM = r"$$\nabla_w J = %s \frac{1}{n} \sum_{i=1}^n \nabla_w \left(\frac{1}{1 + \exp(-y_i (b + x_i^T w))}\right) \frac{1}{\mu_i}$$"


def test_a_derivative_sign_may_take_the_bracket_behind_it_and_no_more() -> None:
    found = papergrad.read(GIVEN + CLAIM % "-").findings[-1]
    assert found.verdict == "right-if" and found.assumption == "the derivative is that of the bracket alone"
    assert papergrad.read(GIVEN + CLAIM % "").findings[-1].verdict == "wrong"


def test_a_product_behind_it_is_derived_as_a_whole_where_that_holds() -> None:
    page = r"$J = (y - X w)^T (y - X w)$ for $w \in \mathbb{R}^d$. $$\nabla_w J = \nabla_w (y - X w)^T (y - X w) = -2 X^T (y - X w)$$"
    assert [f.verdict for f in papergrad.read(page).findings if f.kind == "gradient"] == ["right", "right"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"f'(x) = 1 \space (x > 0)", "right-if"),
        (r"f'(x) = -1 \, (x < 0)", "right-if"),
        (r"f'(x) = 1 \, (x < 0)", "wrong"),
        (r"f'(x) = \mathbb{1}(x > 0) - \mathbb{1}(x < 0)", "right"),
    ],
)
def test_a_comparison_behind_a_value_may_say_when(claim: str, verdict: str) -> None:
    assert papergrad.read(rf"Let $f(x) = |x|$. $${claim}$$").findings[-1].verdict == verdict


@pytest.mark.parametrize(("number", "verdict"), [("1", "right-if"), ("2", "ill-typed")])
def test_a_number_for_a_multiple_of_the_identity(number: str, verdict: str) -> None:
    text = (
        r"Let $z = W^T x + b$ with $x \in \mathbb{R}^3$, $b \in \mathbb{R}^4$. $$\frac{\partial z}{\partial b} = %s$$"
    )
    found = papergrad.read(text % number).findings[-1]
    assert found.verdict == verdict and ("identity" in found.assumption) == (number == "1")


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        (r"\left({1 - u}(3 w)\right)", "right"),  # printed as 1 - u (3 w)
        (r"\left({1 - u}(3 u)\right)", "wrong"),
        (r"\left({1 + u}(3 w)\right)", "wrong"),
    ],
)
def test_braces_around_a_sum_print_nothing(right: str, verdict: str) -> None:
    page = rf"$q = v - 3 u v w$ for numbers $u$, $v$, $w$. $$\frac{{\partial q}}{{\partial v}} = {right}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict


def test_braces_around_a_factor_may_be_meant_as_brackets() -> None:
    page = r"$q = v w - u w$ for numbers $u$, $v$, $w$. $$\frac{\partial q}{\partial w} = {v - u} \cdot 1$$"
    assert papergrad.read(page).findings[-1].verdict == "right"


SYMMETRIC = r"For $S \in \mathbb{R}^{n \times n}$ $$v = S^T u CLAIM, \quad w = 2 v$$"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\overset{S^T = S}{=} S u", "right-if"),
        (r"\overset{S^T = S}{=} -S u", "wrong"),
        (r"\stackrel{def}{=} S u", "wrong"),
        (r"= S u, \text{if } S = S^T", "right-if"),
        (r"= S u, \text{if } S = 2 u u^T", "unknown"),
    ],
)
def test_a_relation_above_a_sign_is_a_condition(claim: str, verdict: str) -> None:
    found = papergrad.read(SYMMETRIC.replace("CLAIM", claim)).findings[2]
    assert found.verdict == verdict, found.message


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\operatorname{sign}(u) = \frac{u}{|u|}", "right-if"),
        (r"\operatorname{sign}(u) = -\frac{u}{|u|}", "wrong"),
        (r"\operatorname{sign}(u) = \frac{u}{|u|^2}", "wrong"),
        (r"\frac{\partial f}{\partial u} = \frac{u}{|u|}", "right"),
    ],
)
def test_bars_around_a_vector_may_be_taken_entry_by_entry(claim: str, verdict: str) -> None:
    page = rf"Let $u \in \mathbb{{R}}^n$ and $f = |u|$. $${claim}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict
