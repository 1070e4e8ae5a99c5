"""Letters with a prime that sums run over."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("below", ["k'", "k' = 1", r"k' \in \{1, \dots, K\}"])
def test_a_softmax_over_a_primed_letter(below: str) -> None:
    page = rf"$y_k = \frac{{e^{{z_k}}}}{{\sum_{{{below}}} e^{{z_{{k'}}}}}}$. $$\frac{{\partial y_k}}{{\partial z_j}} = %s$$"
    assert last(page % r"y_k (\delta_{kj} - y_j)") == "right"
    assert last(page % r"y_k (\delta_{kj} + y_j)") == "wrong"


def test_two_letters_of_one_sum_and_letters_that_are_taken() -> None:
    page = r"$L = \sum_{i', j'} (a_{i'j'} - b_{i'j'})^2$, $k = l + m$. $$\frac{\partial L}{\partial a_{ij}} = %s$$"
    assert last(page % r"2 (a_{ij} - b_{ij})") == "right"
    assert last(page % r"a_{ij} - b_{ij}") == "wrong"


def test_what_no_sum_runs_over_keeps_its_prime() -> None:
    assert last(r"$f(x) = x^3$ for a number $x$. $$f'(x) = 3 x^2$$") == "right"


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (r"\sigma(x)", r"\sigma(x) (1 - \sigma(x))"),
        (r"\tanh x", r"1 - \tanh^2 x"),
        (r"\text{softplus}(x)", r"\sigma(x)"),
    ],
)
def test_a_prime_on_a_function_that_is_called(function: str, slope: str) -> None:
    assert last(rf"For a number $x$, $$({function})' = {slope}$$") == "right"
    assert last(rf"For a number $x$, $$({function})' = 2 ({slope})$$") == "wrong"
