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
