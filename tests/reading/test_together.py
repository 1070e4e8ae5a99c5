"""What stands under several headings is read as if no heading stood between, where a part alone leaves something open."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind in ("gradient", "equality")]


NET = r"""# Net

$$h = \tanh(W_1 x + b_1)$$ $$\hat{y} = \text{softmax}(W_2 h + b_2)$$ $$J = CE(y, \hat y)$$

# Backward

$$\frac{\partial J}{\partial h} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdicts_"),
    [
        (r"W_2^T (\hat y - y)", {"right", "right-if"}),
        (r"W_2^T (y - \hat y)", {"wrong"}),
        (r"W_2 (\hat y - y)", {"wrong", "ill-typed"}),
        (r"W_1^T (\hat y - y)", {"wrong", "ill-typed", "unknown"}),
    ],
)
def test_parameters_keep_their_shapes(slope: str, verdicts_: set[str]) -> None:
    assert verdicts(NET % slope)[-1] in verdicts_


LOSS = r"""# Loss

$\mathcal{L} = \frac{1}{2}(\hat{y} - y)^2$

# Net

$$z = W a + b, \quad \hat{y} = \phi(z)$$

# Step 1

$$\delta = \frac{\partial \mathcal{L}}{\partial z} = %s$$
"""


def test_a_loss_of_numbers_is_one_of_vectors_where_these_are_such() -> None:
    assert verdicts(LOSS % r"(\hat{y} - y) \circ \phi'(z)")[-1] == "right"
    assert verdicts(LOSS % r"(y - \hat{y}) \circ \phi'(z)")[-1] == "wrong"


RNN = r"""# Model

$h_t = \tanh(W h_{t-1} + U x_t + b)$, $o_t = V h_t + c$, $\hat y_t = \mathrm{softmax}(o_t)$

# Loss

$L = \sum_{t=1}^T L_t$ with $L_t = -y_t^\top \log \hat y_t$.

# Gradients

$$\frac{\partial L}{\partial V} = \sum_{t=1}^T %s$$
"""


@pytest.mark.parametrize(
    ("term", "verdicts_"),
    [
        (r"(\hat y_t - y_t) h_t^\top", {"right-if"}),
        (r"(y_t - \hat y_t) h_t^\top", {"wrong"}),
        (r"(\hat y_t - y_t) x_t^\top", {"wrong", "ill-typed", "unknown"}),
    ],
)
def test_a_recurrence_under_another_heading(term: str, verdicts_: set[str]) -> None:
    assert verdicts(RNN % term)[-1] in verdicts_


ATTENTION = r"""# Attention

$Q = X A$, $K = X B$, $V = X C$, $S = \frac{Q K^T}{\sqrt{d}}$, $P = \text{softmax}(S)$, $O = P V$

# Backward

$$\frac{\partial L}{\partial K} = \frac{1}{\sqrt{d}} %s$$
"""


def test_a_number_under_another_heading_stays_one() -> None:
    assert verdicts(ATTENTION % r"\left(\frac{\partial L}{\partial S}\right)^T Q")[-1] == "right"
    assert verdicts(ATTENTION % r"\frac{\partial L}{\partial S} Q")[-1] == "wrong"


def test_numbers_below_both_are_entries() -> None:
    page = r"$z = w^T x + b$, $a = \sigma(z)$, $L = -(y \log a + (1-y) \log(1-a))$ $$\frac{\partial L}{\partial w_1} = %s$$"
    assert verdicts(page % "x_1 (a - y)")[-1] in ("right", "right-if")
    assert verdicts(page % "x_1 (y - a)")[-1] == "wrong"


def test_what_is_defined_for_each_entry_stays_a_vector() -> None:
    page = r"""# Signals

$z_i = \sum_j W_{ij} a_j + b_i$ and $\delta_i := \frac{\partial L}{\partial z_i}$

# Gradients

$$\frac{\partial L}{\partial b} = %s$$ where $b, \delta \in \mathbb{R}^d$.
"""
    assert verdicts(page % r"\delta")[-1] == "right"
    assert verdicts(page % r"-\delta")[-1] == "wrong"
