"""Letters that run: cases of them in the text, sums over entries with a letter of steps, and two positions on one axis."""

from __future__ import annotations

import pytest

import papergrad

SOFTMAX = r"$p = \text{softmax}(z)$. "


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_a_claim_holds_in_the_case_of_which_the_text_speaks() -> None:
    page = (
        SOFTMAX
        + r"""When $j = k$, the quotient rule gives

$$\frac{\partial p_k}{\partial z_j} = p_k (1 - p_k)$$

For $j \neq k$ the first term vanishes, and what remains is

$$\frac{\partial p_k}{\partial z_j} = -p_k p_j$$

$$\frac{\partial p_k}{\partial z_j} = p_k p_j$$
"""
    )
    assert verdicts(page) == ["defines", "right-if", "right-if", "wrong"] or verdicts(page)[1:] == [
        "right",
        "right",
        "wrong",
    ]


def test_a_slip_is_no_case() -> None:
    page = (
        SOFTMAX
        + r"When $j = k$ this is simple, and "
        + "so it is in many other ways. " * 5
        + "\n\n"
        + r"$$\frac{\partial p_k}{\partial z_j} = p_k (\delta_{kj} - p_k)$$"
    )
    assert verdicts(page)[-1] == "wrong"


def test_a_sum_over_entries_may_have_a_letter_of_steps() -> None:
    page = r"""Let $v = \sum_{t=1}^K e^{z_t}$. $\frac{\partial v}{\partial z_j} = e^{z_j}$, $\frac{\partial v}{\partial z_j} = v$."""
    assert verdicts(page) == ["defines", "right", "wrong"]


def test_what_a_sum_runs_over_meets_another_position() -> None:
    page = r"""$L = -\sum_{u=1}^K y_u \log p_u$, where all terms vanish but the one with $u = k$:
    $\frac{\partial L}{\partial p_k} = -\frac{y_k}{p_k}$."""
    assert verdicts(page)[-1] == "right"


def test_two_positions_on_a_bias_are_not_judged() -> None:
    page = r"""$W \in \mathbb{R}^{n \times m}$, $b \in \mathbb{R}^n$, $z = W x + b$. $\frac{\partial z_j}{\partial b_{j,i}} = 1$."""
    assert verdicts(page)[-1] == "unknown"


def test_one_length_under_two_names() -> None:
    page = r"""$y \in \mathbb{R}^n$, $n = 10$, $K = n$, $p = \text{softmax}(z)$, $L = -\sum_{k=1}^K y_k \log p_k$.
    $\frac{\partial L}{\partial p_k} = -\frac{y_k}{p_k}$"""
    assert verdicts(page)[-1] == "right"


NEGATIVE = r"""$$J = -\log \sigma(c_{pos} \cdot w) - \sum_{i=1}^k \log \sigma(-c_{neg_i} \cdot w)$$
All vectors are in $\mathbb{R}^d$: $w, c_{pos}, c_{neg_i} \in \mathbb{R}^d$.
$$\frac{\partial J}{\partial c_{neg_i}} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"\sigma(c_{neg_i} \cdot w) w", "right"),
        (r"\sigma(-c_{neg_i} \cdot w) w", "wrong"),
        (r"-\sigma(c_{neg_i} \cdot w) w", "wrong"),
    ],
)
def test_a_word_with_a_letter_below_it_labels_several(slope: str, verdict: str) -> None:
    assert papergrad.read(NEGATIVE % slope).findings[-1].verdict == verdict
