"""Products over the steps between two: ``∂h_t/∂h_k = ∏_{j=k+1}^t ∂h_j/∂h_{j-1}``."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$$h_t = \tanh(W h_{t-1} + U x_t + b)$$" + "\n"
CLAIMS = [
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{j=k+1}^t \operatorname{diag}(1 - h_j^2) W", "right"),
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{i=k+1}^t \operatorname{diag}(1 - h_i^2) W", "right"),
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{j=k+1}^t \frac{\partial h_j}{\partial h_{j-1}}", "right"),
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{j=k+1}^t W \operatorname{diag}(1 - h_j^2)", "wrong"),
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{j=k}^t \operatorname{diag}(1 - h_j^2) W", "wrong"),
    (r"\frac{\partial h_t}{\partial h_k} = \prod_{j=k+1}^t \operatorname{diag}(1 + h_j^2) W", "wrong"),
]
LOSS = r"$$L = -\sum_{t=1}^T y_t^\top h_t$$" + "\n"


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
@pytest.mark.parametrize("loss", ["", LOSS])
def test_the_steps_between(loss: str, claim: str, verdict: str) -> None:
    found = papergrad.read(f"{GIVEN}{loss}$${claim}$$").findings[-1]
    assert found.verdict == verdict, found.message
    assert "1" not in found.reading.replace("k + 1", "").replace("1 - h", "").replace("1 + h", "").replace("j - 1", "")


def test_one_step_beside_the_steps_between() -> None:
    one = r"$$\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t^2) W$$"
    found = papergrad.read(GIVEN + LOSS + one + f"\n$${CLAIMS[0][0]}$$").findings
    assert [f.verdict for f in found[-2:]] == ["right", "right"]


@pytest.mark.parametrize(
    ("claim", "holds"), [(r"\mathbf{1}(i = k) s_{t,j}", True), (r"2 \mathbf{1}(i = k) s_{t,j}", False)]
)
def test_a_letter_behind_the_step_is_an_entry(claim: str, holds: bool) -> None:
    """k is a step in one formula, and an entry in another."""
    net = r"Let $z_t = U x_t + W s_{t-1}$, $s_t = \tanh(z_t)$, $g_t = V s_t$, so $$g_{t,i} = \sum_d V_{i,d} s_{t,d}.$$ "
    between = r" $$\frac{\partial s_t}{\partial s_k} = \prod_{i=k+1}^t \frac{\partial s_i}{\partial s_{i-1}}$$"
    found = papergrad.read(net + rf"$$\frac{{\partial g_{{t,k}}}}{{\partial V_{{i,j}}}} = {claim}$$" + between).findings
    assert (found[-2].verdict == "right") == holds
    assert found[-1].verdict == "right"
