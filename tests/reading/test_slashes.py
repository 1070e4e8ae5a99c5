"""Where what a slash divides by ends: before a sum, and after numbers and lengths before a bracket, a call or a tensor."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$x \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$, $s, r \in \mathbb{R}$, $c = "
SAME = [
    (r"1/n \sum_i x_i", r"\frac{1}{n} \sum_i x_i"),
    (r"1/2n \sum_i x_i", r"\frac{1}{2n} \sum_i x_i"),
    (r"1/2(s - r)^2", r"\frac{1}{2} (s - r)^2"),
    (r"s/2 \|x\|^2", r"\frac{s}{2} \|x\|^2"),
    (r"-1/2 x^T A x", r"-\frac{1}{2} x^T A x"),
    (r"1/2\log s", r"\frac{1}{2} \log s"),
    (r"s/n(n-1)", r"\frac{s}{n(n-1)}"),
    (r"1/2 s^2", r"\frac{1}{2 s^2}"),
    (r"1/s(1 + r)", r"\frac{1}{s(1+r)}"),
]


@pytest.mark.parametrize(("slash", "fraction"), SAME)
def test_a_slash_divides_by(slash: str, fraction: str) -> None:
    found = papergrad.read(GIVEN + f"{slash} = {fraction}$ and $c = 3 {fraction}$").findings
    assert next(f.verdict for f in found if f.verdict not in ("declares", "defines")) == "right"
    assert found[-1].verdict != "right"
