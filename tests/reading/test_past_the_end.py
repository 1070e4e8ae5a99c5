"""An entry behind the last speaks of a longer vector, and accuses nobody."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""Let $x \in \mathbb{R}^n$, $w \in \mathbb{R}^n$, and take $\theta$ as one weight more, $-\theta = -1 \cdot w_{%s}$.
$$w^T x - \theta = \sum_{j=1}^n w_j x_j - w_{%s} = w^T x$$"""


@pytest.mark.parametrize(("last", "verdict"), [("n+1", "unknown"), ("n", "wrong"), ("n-1", "wrong")])
def test_a_threshold_among_the_weights(last: str, verdict: str) -> None:
    found = papergrad.read(PAGE % (last, last)).findings[-1]
    assert found.verdict == verdict and ("one behind it" in found.message) == (verdict == "unknown")
