"""Claims that would be right or wrong by what a factorial comes to are left open; others are judged beside factorials."""

import pytest

import papergrad

POISSON = r"$$\ell(\mu) = \sum_i (y_i \log \mu_i - \mu_i - \log y_i!)$$"


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize("claim", [r"n! = n (n - 1)!", r"\log n! = n \log n - n", r"n! = 2^n"])
def test_what_a_factorial_comes_to_is_not_known(claim):
    assert verdicts(f"Here ${claim}$.") == ["unknown"]


def test_slopes_by_the_counts_themselves_are_not_known():
    text = POISSON + r"$$\frac{\partial\ell}{\partial y_i} = \log\mu_i - \log y_i$$"
    assert papergrad.read(text).findings[-1].message == "what a factorial comes to is not worked out here"


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"\frac{y_i}{\mu_i} - 1", "right"), (r"\frac{y_i}{\mu_i} + 1", "wrong")]
)
def test_slopes_by_what_a_rate_is_are_judged(claim, verdict):
    assert verdicts(POISSON + rf"$$\frac{{\partial\ell}}{{\partial\mu_i}} = {claim}$$")[-1] == verdict
