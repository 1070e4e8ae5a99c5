"""Error signals after the text has said anew what the cost is."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""$z = W x + b$, $a = \sigma(z)$ and $C = \frac12 \sum_j (a_j - y_j)^2$. Let $\delta = \frac{\partial C}{\partial z}$.
Then $\delta = (a - y) \odot a \odot (1 - a)$.

For another cost, $C = -\sum_j [y_j \ln a_j + (1 - y_j) \ln (1 - a_j)]$, we get """


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\delta = a - y", "right"),
        (r"\delta = y - a", "wrong"),
        (r"\delta = (a - y) \odot a \odot (1 - a)", "wrong"),
    ],
)
def test_the_slope_is_that_of_the_cost_that_is_spoken_of(claim: str, verdict: str) -> None:
    found = papergrad.read(PAGE + f"${claim}$.").findings
    assert [one.verdict for one in found if one.kind == "equality"] == ["right", verdict]
