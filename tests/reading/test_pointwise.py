"""An identity of functions is about numbers, also where the argument is called like a vector of the document."""

from __future__ import annotations

import pytest

import papergrad

TEXT = r"""Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $g(u) = \frac{1}{1 + e^{-u}}$. With $z = W x$ and $a = g(z)$

$$%s$$
"""


def verdict(claim: str) -> tuple[str, str]:
    found = papergrad.read(TEXT % claim).findings[-1]
    return found.verdict, found.code


def test_products_of_functions_are_products_of_numbers():
    assert verdict(r"g'(z) = g(z)(1 - g(z))")[0] == "right"
    assert verdict(r"\sigma'(z) = \sigma(z)(1 - \sigma(z))")[0] == "right"
    assert verdict(r"\sigma'(z) = \sigma(z)(1 + \sigma(z))") == ("wrong", "PG202")


def test_with_other_symbols_it_is_about_the_vector():
    assert verdict(r"g'(z) = a (1 - g(z))")[0] != "right"


BESIDE_VECTORS = r"Predictions are $\hat y_i = \sigma(w^\top x_i + b)$ with $x_i \in \mathbb{R}^D$. "


@pytest.mark.parametrize(
    "head, right, wrong",
    [
        (r"\sigma'(z)", r"\frac{d}{dz} (1 + e^{-z})^{-1}", r"\frac{d}{dz} (1 - e^{-z})^{-1}"),
        (r"\frac{d\sigma(z)}{dz}", r"-(1 + e^{-z})^{-2} \cdot (-e^{-z})", r"-(1 + e^{-z})^{-2} \cdot e^{-z}"),
        (r"\frac{d\sigma}{dz}", r"\sigma (1 - \sigma)", r"\sigma (1 + \sigma)"),
        (r"\frac{\partial \tanh}{\partial a}", r"1 - \tanh^2(a)", r"1 + \tanh^2(a)"),
    ],
)
def test_the_derivative_of_a_function_is_compared_at_a_number_beside_vectors(head, right, wrong):
    for claimed, verdict in ((right, "right"), (wrong, "wrong")):
        *_, last = papergrad.read(BESIDE_VECTORS + f"Then ${head} = {claimed}$.").findings
        assert (last.verdict, last.assumption) == (verdict, "")


def test_what_is_declared_a_vector_stays_one():
    said = r"Let $z \in \mathbb{R}^n$. Then $\frac{\partial \sigma(z)}{\partial z} = \sigma(z) \odot (1 - \sigma(z))$."
    *_, last = papergrad.read(said).findings
    assert last.verdict == "right-if" and "diagonal" in last.assumption


def test_products_that_only_numbers_have_do_not_make_a_vector_a_number():
    *_, last = papergrad.read(BESIDE_VECTORS + r"$\frac{d}{dv} v v^\top = 2 v$").findings
    assert last.verdict != "right"


def test_a_letter_of_a_function_that_the_text_defines_otherwise_is_not_called():
    said = r"Let $\sigma = \frac{1}{n} \sum_{i=1}^n (x_i - m)^2$. Then $\frac{d\sigma}{dm} = -\frac{2}{n} \sum_{i=1}^n (x_i - m)$."
    *_, last = papergrad.read(said).findings
    assert last.verdict == "right"


UNITS = r"Here $y_n = \sigma(a_n)$ and $a_n = w^\top x_n$. "
LAYER = r"Here $z = W x + b$ and $a = \tanh(z)$. "


@pytest.mark.parametrize(
    ("head", "claim", "verdict"),
    [
        (UNITS, r"\frac{d\sigma}{da} = \sigma (1 - \sigma)", "right"),
        (UNITS, r"\frac{d\sigma}{da} = \sigma (\sigma - 1)", "wrong"),
        (UNITS, r"\frac{d\sigma}{da} = \sigma(a) (1 - \sigma(a))", "right"),
        (UNITS, r"\frac{d\sigma}{da} = \sigma(a) (1 + \sigma(a))", "wrong"),
        (LAYER, r"\frac{d\tanh}{dz} = 1 - \tanh^2", "right"),
        (LAYER, r"\frac{d\sigma}{dz} = \sigma \odot (1 - \sigma)", "right"),
        (LAYER, r"\frac{\partial\sigma}{\partial z} = \sigma \odot (1 + \sigma)", "wrong"),
        ("", r"\frac{d\sigma}{dz} = \sigma (1 - \sigma)", "right"),
        ("", r"\frac{d\sigma}{dz} = \sigma (1 + \sigma)", "wrong"),
    ],
)
def test_the_letter_of_an_argument_is_only_its_name(head, claim, verdict):
    assert papergrad.read(f"{head}$${claim}$$").findings[-1].verdict == verdict


@pytest.mark.parametrize(
    "claim", [r"\frac{\partial\sigma}{\partial W} = u v^\top", r"\frac{d\sigma}{dt} = \kappa (\theta - \sigma)"]
)
def test_a_sigma_that_may_be_no_function_is_not_judged(claim):
    assert papergrad.read(f"$${claim}$$").findings[-1].verdict == "unknown"
