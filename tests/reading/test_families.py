"""Known functions that a writer gives a parameter: what is said of them is a definition, and slopes are those of what was defined."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


OWN = [
    (r"\mathrm{softplus}", r"\frac{1}{\beta} \log(1 + e^{\beta x})", r"\frac{1}{1 + e^{-\beta x}}"),
    (r"\mathrm{swish}", r"x \sigma(\beta x)", r"\sigma(\beta x) + \beta x \sigma(\beta x) (1 - \sigma(\beta x))"),
    (r"\mathrm{sigmoid}", r"\frac{1}{1 + e^{-k x}}", r"k\, \mathrm{sigmoid}(x) (1 - \mathrm{sigmoid}(x))"),
    (r"\sigma", r"\frac{1}{1 + e^{-k x}}", r"k \sigma(x) (1 - \sigma(x))"),
    (
        r"\mathrm{ELU}",
        r"\begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}",
        r"\begin{cases} 1 & x > 0 \\ \alpha e^x & x \le 0 \end{cases}",
    ),
    (r"\mathrm{LeakyReLU}", r"\max(0.3 x, x)", r"\begin{cases} 1 & x > 0 \\ 0.3 & x \le 0 \end{cases}"),
]


@pytest.mark.parametrize(("name", "body", "slope"), OWN)
def test_a_parameter_of_the_writer(name: str, body: str, slope: str) -> None:
    page = f"Let ${name}(x) = {body}$. $${name}'(x) = %s$$"
    assert verdicts(page % slope) == ["defines", "right"]
    assert verdicts(page % f"x + {slope}")[-1] == "wrong"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\mathrm{softplus}(x) = \log(1 + e^x)", "right"),
        (r"\tanh(z) = \frac{e^z - e^{-y}}{e^z + e^{-z}}", "wrong"),
        (r"\sigma(z) = \frac{1}{1 + e^{-w}}", "wrong"),
        (r"\mathrm{swish}(x) = x \tanh(x)", "wrong"),
    ],
)
def test_a_slip_is_no_parameter(claim: str, verdict: str) -> None:
    assert verdicts(f"${claim}$") == [verdict]


def test_a_maximum_of_two_multiples_supposes_that_the_factor_is_small() -> None:
    page = r"Let $f(x) = \max(a x, x)$. $$f'(x) = \begin{cases} %s & x > 0 \\ %s & x \le 0 \end{cases}$$"
    found = papergrad.read(page % ("1", "a")).findings[-1]
    assert (found.verdict, found.assumption) == ("right-if", "a is between 0 and 1")
    assert verdicts(page % ("a", "1"))[-1] == "wrong"


@pytest.mark.parametrize(
    ("loss", "slope", "verdict"),
    [
        (r"MSE(y, p) = \frac{1}{2} \sum_i (y_i - p_i)^2", r"\frac{\partial MSE}{\partial p_i} = p_i - y_i", "right"),
        (
            r"MSE(y, p) = \frac{1}{n} \sum_i (y_i - p_i)^2",
            r"\frac{\partial MSE}{\partial p_i} = \frac{2}{n}(p_i - y_i)",
            "right",
        ),
        (
            r"MSE(y, p) = \frac{1}{n} \sum_{i=1} (y_i - p_i)^2",
            r"\frac{\partial MSE}{\partial p_i} = 2(p_i - y_i)",
            "wrong",
        ),
        (
            r"CE(y, p) = -\frac{1}{n} \sum_i y_i \log p_i",
            r"\frac{\partial CE}{\partial p_i} = -\frac{1}{n} \frac{y_i}{p_i}",
            "right",
        ),
        (
            r"CE(y, p) = -\frac{1}{n} \sum_i y_i \log p_i",
            r"\frac{\partial CE}{\partial p_i} = -\frac{y_i}{p_i}",
            "wrong",
        ),
    ],
)
def test_a_loss_with_a_factor_is_the_writers_own(loss: str, slope: str, verdict: str) -> None:
    found = papergrad.read(f"$${loss}$$ $${slope}$$").findings
    assert [f.verdict for f in found] == ["defines", verdict]


def test_what_a_loss_is_can_be_said_wrong() -> None:
    assert papergrad.read(r"$$CE(y, p) = \sum_i y_i \log p_i$$").findings[-1].verdict == "wrong"
    assert papergrad.read(r"$$CE(y, p) = -\sum_i y_i \log p_i$$").findings[-1].verdict == "right"
    mean = r"$y, p \in \mathbb{R}^n$. $$\frac{\partial MSE(y, p)}{\partial p} = \frac{2}{n} (p - y)$$"
    assert papergrad.read(mean).findings[-1].verdict == "right"
    assert papergrad.read(mean.replace(r"\frac{2}{n}", "2")).findings[-1].verdict == "wrong"
