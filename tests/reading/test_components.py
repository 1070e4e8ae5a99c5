"""``h_j = σ(z)`` is said of the entries of z where those are spoken of."""

from __future__ import annotations

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_an_activation_of_a_whole_is_that_of_its_entry() -> None:
    page = r"$z \in \mathbb{R}^n$ and $$h_j = \sigma(z) = \frac{1}{1 + e^{-z_j}}$$ "
    assert verdicts(page)[-2:] == ["defines", "right"]
    assert verdicts(page + r"$$\frac{\partial h_j}{\partial z_j} = h_j (1 - h_j)$$")[-1] == "right"
    assert verdicts(page + r"$$\frac{\partial h_j}{\partial z_j} = h_j (1 + h_j)$$")[-1] == "wrong"


def test_a_softmax_of_a_whole_has_an_entry() -> None:
    page = r"$z_j = \sum_i W_{ij} x_i + b_j$ and $$y_j = \mathrm{softmax}(z) = \frac{e^{z_j}}{\sum_k e^{z_k}}$$"
    assert verdicts(page)[-1] == "right"


def test_a_function_of_a_number_stays_one() -> None:
    page = r"$z = w^\top x$ and $h_j = \sigma(z)$ for numbers $h_j$"
    assert r"\sigma(z)" in papergrad.read(page).findings[1].reading


def test_entries_of_the_value_of_a_function():
    text = r"""
$$y(x, w) = \sum_{j=1}^M w_j \phi_j(x) = w^T \phi(x)$$
$$E(w) = \frac12 \sum_{n=1}^N \{t_n - w^T \phi(x_n)\}^2$$
$$\frac{\partial E}{\partial w_j} = - \sum_{n=1}^N \{t_n - w^T \phi(x_n)\} \phi_j(x_n)$$
"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines", "right", "defines", "right"]
