"""Derivatives by what is written out, under a name: ``δ = ∂ℓ/∂(W h + b)``."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""Let $\hat{y} = \mathrm{softmax}(W h + b)$, $h = \tanh(V x + a)$ and $\ell = -\sum_k y_k \log \hat y_k$ with one-hot $y$.
Define $\delta_1 = \frac{\partial \ell}{\partial (W h + b)}$ and $\delta_2 = \frac{\partial \ell}{\partial (V x + a)}$.

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\delta_1 = \hat y - y", "right"),
        (r"\delta_1 = y - \hat y", "wrong"),
        (r"\delta_2 = (W^\top \delta_1) \circ (1 - h^2)", "right"),
        (r"\delta_2 = (W^\top \delta_1) \circ (1 - h)", "wrong"),
        (r"\frac{\partial \ell}{\partial W} = \delta_1 h^\top", "right"),
        (r"\frac{\partial \ell}{\partial a} = \delta_2", "right"),
        (r"\frac{\partial \ell}{\partial a} = \delta_1", "ill-typed"),
    ],
)
def test_error_signals_of_what_has_no_name(claim: str, verdict: str) -> None:
    found = papergrad.read(PAGE + f"$${claim}$$").findings
    assert found[-1].verdict == verdict
    assert all(one.verdict != "unknown" for one in found[:-1])
