"""Definitions with a letter for the number of a layer, and what words and sets say of values."""

from __future__ import annotations

import pytest

import papergrad

NETWORK = r"""
$x \in \mathbb{R}^d$, $W_1 \in \mathbb{R}^{p \times d}$, $W_2 \in \mathbb{R}^{q \times p}$, $r \in \mathbb{R}^q$ and

$$u_1 = W_1 x + c_1, \quad g_1 = \tanh(u_1), \quad u_2 = W_2 g_1 + c_2, \quad g_2 = \tanh(u_2)$$

$$E = \frac{1}{2} \| g_2 - r \|^2$$

Let $\delta_j = \frac{\partial E}{\partial u_j}$.

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\delta_2 = (g_2 - r) \odot (1 - g_2^2)", "right"),
        (r"\delta_1 = (W_2^T \delta_2) \odot (1 - g_1^2)", "right"),
        (r"\delta_1 = (W_2^T \delta_2) \odot (1 - g_1)", "wrong"),
        (r"\frac{\partial E}{\partial W_2} = \delta_2 g_1^T", "right"),
        (r"\frac{\partial E}{\partial c_1} = \delta_1", "right"),
        (r"\frac{\partial E}{\partial c_1} = 2 \delta_1", "wrong"),
    ],
)
def test_the_letter_stands_for_every_number(claim: str, verdict: str) -> None:
    assert papergrad.read(NETWORK + f"$${claim}$$").findings[-1].verdict == verdict


def test_biases_keep_their_shape_under_a_heading() -> None:
    paper = papergrad.read(NETWORK + "\n## Biases\n\n" + r"$$\frac{\partial E}{\partial c_2} = \delta_2$$")
    assert paper.findings[-1].verdict == "right"


@pytest.mark.parametrize(("factor", "verdict"), [(r"\mathbb{1}[z > 0]", "right"), (r"\mathbb{1}[z < 0]", "wrong")])
def test_an_indicator_is_taken_entry_by_entry(factor: str, verdict: str) -> None:
    text = (
        r"$z, v \in \mathbb{R}^n$, $J = v^T \mathrm{ReLU}(z)$. $$\frac{\partial J}{\partial z} = v \odot "
        + factor
        + "$$"
    )
    assert papergrad.read(text).findings[-1].verdict == verdict


def test_labels_are_one_or_minus_one() -> None:
    text = r"$x_i \in \mathbb{R}^d$, $y_i \in \{-1, 1\}$, $w \in \mathbb{R}^d$. $$\sum_{i=1}^n y_i^2 w^T x_i = \sum_{i=1}^n w^T x_i$$"
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_what_is_declared_and_said_in_one_sentence() -> None:
    text = r"Let $S \in \mathbb{R}^{d \times d}$ be symmetric, $x \in \mathbb{R}^d$. $f = x^T S x$ has $$\nabla_x f = 2 S x$$"
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_the_ratio_of_a_circle() -> None:
    text = r"For numbers $s > 0$: $$h = -\log(\sqrt{2 \pi} s)$$ $$\frac{\partial h}{\partial s} = -\frac{1}{s}$$"
    assert papergrad.read(text).findings[-1].verdict == "right"


@pytest.mark.parametrize(("inverse", "verdict"), [(r"S^{-T}", "right"), (r"S", "wrong")])
def test_single_bars_around_a_square_matrix_are_its_determinant(inverse: str, verdict: str) -> None:
    text = r"$S \in \mathbb{R}^{d \times d}$. $$G = \log |S|$$ $$\frac{\partial G}{\partial S} = " + inverse + "$$"
    assert papergrad.read(text).findings[-1].verdict == verdict
