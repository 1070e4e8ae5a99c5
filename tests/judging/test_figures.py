"""Numbers to the digits that are written, and what is no claim of numbers."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("(0.123)(0.456) = 0.0561", "right"),
        ("(0.123)(0.456) = 0.0562", "wrong"),
        ("(-0.25)(0.5) = -0.13", "right"),
        ("0.91 + 0.0739 = 0.984", "right"),
        ("0.91 + 0.0739 = 0.994", "wrong"),
    ],
)
def test_a_decimal_is_right_to_its_digits(text: str, verdict: str) -> None:
    assert last(f"${text}$") == verdict


def test_matrices_written_out_by_other_letters_are_not_called_wrong() -> None:
    page = r"""$X \in \mathbb{R}^{2 \times 2}$, $Y \in \mathbb{R}^{2 \times 2}$, $Z = X + Y$.
    $$Z = \begin{bmatrix} x_{1,1} + y_{1,1} & x_{1,2} + y_{1,2} \\ x_{2,1} + y_{2,1} & x_{2,2} + y_{2,2} \end{bmatrix}$$"""
    assert last(page) != "wrong"


def test_an_order_of_numbers_that_nobody_defines_is_an_assumption() -> None:
    assert last(r"The eigenvalues are sorted: $|\lambda_i| \geq |\lambda_{i+1}|$.") == "declares"


def test_a_gradient_that_is_to_vanish_is_a_condition() -> None:
    page = r"$J = (y - X\theta)^T (y - X\theta)$. Setting $\frac{\partial J}{\partial \theta} = 0$ gives the normal equations."
    assert last(page) == "unknown"


def test_given_numbers_are_rounded_as_well() -> None:
    assert last(r"$0.754 (1 - 0.754) = 0.186$") == "right"
    assert last(r"$0.754 (1 - 0.754) = 0.187$") == "wrong"


def test_a_value_of_an_example_is_not_called_wrong() -> None:
    assert last(r"$z = w^T x + b$, $a = \sigma(z)$. Here $a = 0.5 \cdot 0.3 + 0.7$.") != "wrong"


def test_a_difference_without_a_name_accuses_only_where_no_sum_may_be_meant() -> None:
    page = r"$w, x \in \mathbb{R}^n$, $t \in \mathbb{R}$. $$J = \frac{1}{2} (w^T x - t)^2$$"
    assert last(page + r"$$\frac{\partial J}{\partial w_k} = \cos(x_i) \sin(w_i)$$") == "unknown"
    assert last(page + r"$$\frac{\partial J}{\partial w_k} = \cos(x_k) \sin(w_k)$$") == "wrong"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"\tanh(0.23) \approx 0.226", "right"),
        (r"\tanh(0.23) \approx 0.236", "unknown"),  # how near is near enough?
        (r"-\log(0.7) = 0.35667", "right"),
        (r"\sigma(2) \approx 0.881", "right"),
        (r"0.15^{10} \approx 5.8 \times 10^{-9}", "right"),
        (r"0.15^{10} \approx 5.8 \times 10^{-8}", "unknown"),
        (r"2^{10} \approx 1000", "right"),
        (r"2^{10} \approx 1100", "unknown"),
        (
            r"\begin{bmatrix} 0.12 + 0.122 \\ 0.2 \cdot 0.3 \end{bmatrix} \approx \begin{bmatrix} 0.24 \\ 0.06 \end{bmatrix}",
            "right",
        ),
        (
            r"\begin{bmatrix} 0.12 + 0.122 \\ 0.2 \cdot 0.3 \end{bmatrix} \approx \begin{bmatrix} 0.24 \\ 0.6 \end{bmatrix}",
            "unknown",
        ),
        (r"\frac{70,690}{19,800} = 3.5702", "right"),
        (r"1,234.5 + 1 = 1235.5", "right"),
    ],
)
def test_numbers_of_functions_matrices_and_powers_of_ten(text: str, verdict: str) -> None:
    assert last(f"${text}$") == verdict


def test_a_number_of_something_open_is_not_right_by_luck() -> None:
    assert last(r"$L = (w - 1)^2$ and $L = 0.25$.") not in ("right", "wrong")


@pytest.mark.parametrize("fragment", ["< 1", r"\le 10^{-5}", "> 1"])
def test_a_number_that_the_words_compare_with_is_prose(fragment: str) -> None:
    assert papergrad.read(f"The radius is ${fragment}$ here.").findings[-1].kind == "prose"


def test_a_bound_in_a_display_goes_on_from_its_chain() -> None:
    found = papergrad.read("$$|\\tanh(x)|$$\n$$\\tanh(x)^2 = \\tanh(x)\\tanh(x)$$\n$$\\le 1$$").findings[-1]
    assert found.kind == "inequality"


def test_a_name_in_words_declares() -> None:
    assert last(r"$\begin{bmatrix} 1 \\ 0 \end{bmatrix} = \text{the letter h}$") == "declares"


@pytest.mark.parametrize(
    ("link", "verdict"),
    [
        (r"0.312 \cdot (1 - 0.0973)", "right"),  # 0.312² = 0.097344, rounded in passing
        (r"0.312 \cdot (1 - 0.0983)", "wrong"),
        (r"0.312 - 0.0304", "right"),
        (r"0.312 - 0.0404", "wrong"),
        (r"0.312 - 0.1", "wrong"),  # a short decimal is taken as it stands
    ],
)
def test_results_that_are_written_on_the_way_are_rounded(link: str, verdict: str) -> None:
    assert last(f"$$0.312 (1 - 0.312^2) = {link}$$") == verdict


def test_a_slip_in_numbers_is_told_once() -> None:
    page = "$r = 3$, $s = 4$.\n\n" + r"$$r + s = 3 + 5 = 8$$"
    assert [f.verdict for f in papergrad.read(page).findings][-2:] == ["wrong", "right"]


RESULT = r"""$f(x_1, x_2) = x_1 x_2 - \sin(x_2)$ at $x_1 = 2$, $x_2 = 5$.
$$\frac{\partial f}{\partial x_2} = x_1 - \cos(x_2) = 2 - \cos(5) = 2 - NUMBER$$"""


def test_one_result_of_two_digits_in_an_expression_may_be_rounded():
    right, wrong = (papergrad.read(RESULT.replace("NUMBER", n)).findings[-1] for n in ("0.28", "0.31"))
    assert (right.verdict, right.message) == ("right", "to the digits that are written")
    assert wrong.verdict == "wrong"
