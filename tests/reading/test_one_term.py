"""A term of a sum by the letter of the whole."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


PAGES = (
    r"""$L = \frac12 \sum_{i=1}^n (\hat y_i - y_i)^2$ with $\hat y_i = w^\top x_i$.
$$\frac{\partial L_i}{\partial w} = (\hat y_i - y_i) x_i$$
$$\frac{\partial L}{\partial w} = \sum_{i=1}^n \frac{\partial L_i}{\partial w}$$
$$\frac{\partial L}{\partial w} = %s$$""",
    r"""$J(w) = \frac12 \sum_{i=1}^n (\hat y_i - y_i)^2$ with $\hat y_i = w^\top x_i$. $$\nabla J_i(w) = (\hat y_i - y_i) x_i$$
$$\nabla J(w) = %s$$""",
    r"""$E = \frac12 \sum_n (\hat y^n - y^n)^2$ with $\hat y^n = \sum_i w_i x_i^n$.
$$\frac{\partial E}{\partial w_i} = \frac12 \sum_n \frac{\partial \hat y^n}{\partial w_i} \frac{d E^n}{d \hat y^n}
= \sum_n (\hat y^n - y^n) x_i^n$$
$$\nabla_w E = %s$$""",
)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_term_is_only_the_writer_knows(page: str) -> None:
    assert "wrong" not in verdicts(page % "0")[:-1]


@pytest.mark.parametrize("page", PAGES[:2])
def test_the_whole_is_judged(page: str) -> None:
    assert verdicts(page % r"\sum_{i=1}^n (\hat y_i - y_i) x_i")[-1] == "right"
    assert verdicts(page % r"\sum_{i=1}^n (y_i - \hat y_i) x_i")[-1] == "wrong"


def test_a_letter_that_also_stands_outside() -> None:
    page = r"Let $p_k = \frac{e^{z_k}}{\sum_k e^{z_k}}$. Then $$\frac{\partial p_k}{\partial z_k} = %s$$"
    assert verdicts(page % "p_k (1 - p_k)")[-1] == "right"
    assert verdicts(page % "p_k (1 + p_k)")[-1] == "wrong"


@pytest.mark.parametrize("called", ["(w)", ""])
def test_the_letters_of_the_whole_are_its_own(called: str) -> None:
    page = rf"$$E_{{in}}{called} = \frac1N \sum_{{n=1}}^N (w^\top x_n - y_n)^2$$ $$\nabla_w E_{{in}}{called} = "
    assert verdicts(page + r"\frac2N \sum_{n=1}^N (w^\top x_n - y_n) x_n$$")[-1] == "right"
    assert verdicts(page + r"\frac1N \sum_{n=1}^N (w^\top x_n - y_n) x_n$$")[-1] == "wrong"
