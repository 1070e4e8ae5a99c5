"""An identity of functions is about numbers, also where the argument is called like a vector of the document."""

from __future__ import annotations

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
