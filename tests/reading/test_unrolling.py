"""Sums over steps: what has steps and entries, classes that differ from step to step, and states that cannot be read."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


SUBSCRIPTS = r"""$$h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h), \quad o_t = W_{hy} h_t + b_y, \quad p_t = softmax(o_t)$$
$$L = \sum_t L_t, \quad L_t = -\sum_k y_{t,k} \log p_{t,k}$$
where $y_t$ is one-hot.

$$\frac{\partial L}{\partial b_y} = %s$$"""


@pytest.mark.parametrize(
    ("gradient", "verdict"), [(r"\sum_t (p_t - y_t)", "right"), (r"\sum_t (p_t - 2 y_t)", "wrong")]
)
def test_a_step_before_an_entry_is_no_entry(gradient: str, verdict: str) -> None:
    assert last(SUBSCRIPTS % gradient) == verdict


CHAPTER = r"""$$a^{(t)} = b + W h^{(t-1)} + U x^{(t)}, \quad h^{(t)} = \tanh(a^{(t)}), \quad o^{(t)} = c + V h^{(t)}$$
$$\hat y^{(t)} = softmax(o^{(t)}), \quad L = -\sum_t \log \hat y^{(t)}_{y^{(t)}}$$
$$%s$$"""
CLAIMS = [
    (r"(\nabla_{o^{(t)}} L)_i = \hat y_i^{(t)} - 1_{i = y^{(t)}}", "right"),
    (r"(\nabla_{o^{(t)}} L)_i = \hat y_i^{(t)} + 1_{i = y^{(t)}}", "wrong"),
    (r"\nabla_V L = \sum_t (\nabla_{o^{(t)}} L) h^{(t)T}", "right"),
    (r"\nabla_V L = \sum_t (\nabla_{o^{(t)}} L) h^{(t-1)T}", "wrong"),
    (r"\nabla_W L = \sum_t \mathrm{diag}(1 - (h^{(t)})^2) (\nabla_{h^{(t)}} L) h^{(t-1)T}", "right"),
    (r"\nabla_W L = \sum_t \mathrm{diag}(1 - (h^{(t)})^2) (\nabla_{h^{(t)}} L) h^{(t)T}", "wrong"),
]


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_each_step_has_a_class_of_its_own(claim: str, verdict: str) -> None:
    assert last(CHAPTER % claim) == verdict


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS[2:])
def test_a_section_with_old_letters_of_another_shape_stands_alone(claim: str, verdict: str) -> None:
    before = r"""# GRU
$$z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z), \quad r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)$$
$$\tilde h_t = \tanh(W x_t + U (r_t \odot h_{t-1}) + b), \quad h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$$

# Networks
"""
    assert last(before + CHAPTER % claim) == verdict


@pytest.mark.parametrize("steps", ["T", "N"])
def test_a_mean_over_steps_divides_by_how_many_there_are(steps: str) -> None:
    page = rf"""$$h_t = \sigma(W h_{{t-1}} + U x_t), \quad \hat y_t = softmax(S h_t), \quad J_t = -\log \hat y_{{t,w_t}}$$
    $$J = \frac{{1}}{{{steps}}} \sum_{{t=1}}^{steps} J_t$$
    $$\frac{{\partial J}}{{\partial S}} = \frac{{1}}{{{steps}}} \sum_{{t=1}}^{steps} (\hat y_t - e_{{w_t}}) h_t^T$$"""
    assert last(page) == "right"
