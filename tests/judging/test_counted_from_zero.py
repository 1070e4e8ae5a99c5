"""Whether a sum from 1 leaves out the entry that is called 0 is for words to say."""

from __future__ import annotations

import papergrad

COST = r"$$J = \frac{1}{2m}\sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})^2 + \frac{\lambda}{2m}\sum_{j=1}^n\theta_j^2$$ "
OTHERS = (
    r" $$\frac{\partial J}{\partial \theta_j} = \frac{1}{m}\sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})x_j^{(i)}"
    r" + \frac{\lambda}{m} \theta_j$$"
)
SLOPE = r"$$\frac{\partial J}{\partial \theta_0} = SIGN\frac{1}{m}\sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)})x_0^{(i)}$$"


def test_the_slope_by_the_offset_is_left_open() -> None:
    found = papergrad.read(COST + SLOPE.replace("SIGN", "") + OTHERS).findings[-2]
    assert found.verdict == "unknown" and "θ_0" in found.message


def test_without_such_a_sum_it_is_judged() -> None:
    cost, others = (
        COST[: COST.index(r" + \frac{\lambda}")] + "$$ ",
        OTHERS.replace(r" + \frac{\lambda}{m} \theta_j", ""),
    )
    assert papergrad.read(cost + SLOPE.replace("SIGN", "") + others).findings[-2].verdict == "right"
    assert papergrad.read(cost + SLOPE.replace("SIGN", "-") + others).findings[-2].verdict == "wrong"
