"""Chains of quantities that nobody defines: what they take for granted."""

from __future__ import annotations

import pytest

import papergrad

RECURRENT = r"""
$$\frac{\partial J}{\partial W} = \frac{\partial J}{\partial s_1} \frac{\partial s_1}{\partial W}
+ \frac{\partial J}{\partial s_2} \frac{\partial s_2}{\partial W}$$

$$\frac{\partial J}{\partial s_1} = \frac{\partial J}{\partial s_2} \frac{\partial s_2}{\partial s_1}$$
"""


def test_the_ways_of_a_sum_of_chains_hold_one_another_fixed() -> None:
    found = papergrad.read(RECURRENT).findings
    assert [f.verdict for f in found] == ["right-if", "right-if"]
    assert "hold one another fixed" in found[0].assumption
    assert found[1].assumption == "J depends on s_1 through s_2 only"


def test_a_way_that_is_left_out_is_missed() -> None:
    half = (
        RECURRENT
        + r"""
$$\frac{\partial J}{\partial W} = \frac{\partial J}{\partial s_2} \frac{\partial s_2}{\partial W}$$"""
    )
    assert papergrad.read(half).findings[-1].verdict not in ("right", "right-up-to-layout")


@pytest.mark.parametrize(("name", "assumption"), [(r"\tilde{y}", "is"), (r"\hat{y}", "")])
def test_a_name_that_looks_like_a_defined_one(name: str, assumption: str) -> None:
    text = r"""$\hat{y} = \sigma(w \cdot h)$.
$\frac{\partial L}{\partial h} = \frac{\partial L}{\partial NAME} \frac{\partial NAME}{\partial h}$"""
    found = papergrad.read(text.replace("NAME", name)).findings[-1]
    assert found.verdict.startswith("right")
    assert assumption in found.assumption and bool(found.assumption) == bool(assumption)
