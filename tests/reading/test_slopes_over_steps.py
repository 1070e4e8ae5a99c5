"""What a state depends on at its own step, where slopes are summed over steps."""

from __future__ import annotations

import pytest

import papergrad

NET = r"$a_t = W h_{t-1} + U x_t + b$, $h_t = \tanh(a_t)$, $o_t = V h_t$ and $L = \sum_t \frac12 \|o_t - y_t\|^2$. "
SUM = r"$$\nabla_b L = \sum_t \text{diag}(1 - h_t^2) \nabla_{h_t} L$$"
SLOPE = r"$$\frac{\partial h_t}{\partial b} = \text{diag}(1 - h_t^2)$$"
SLIP = r"$$\frac{\partial h_t}{\partial b} = \text{diag}(1 - h_t)$$"


@pytest.mark.parametrize(
    ("text", "verdict"), [(NET + SUM + SLOPE, "right-if"), (NET + SUM + SLIP, "wrong"), (NET + SLOPE, "wrong")]
)
def test_the_states_before_are_held_fixed_where_the_text_sums(text: str, verdict: str) -> None:
    found = papergrad.read(text).findings[-1]
    assert found.verdict == verdict
    if verdict == "right-if":
        assert "holds the states before it fixed" in found.assumption
