r"""``a^{\langle t \rangle}`` and ``a^{<t>}``: brackets of steps, read and written as such."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.notation import latex

GIVEN = r"""$$a^{\langle t \rangle} = \tanh(W a^{\langle t-1 \rangle} + U x^{\langle t \rangle} + b)$$
"""
CLAIMS = [
    (r"\frac{\partial a^{<t>}}{\partial a^{<t-1>}} = \operatorname{diag}(1 - (a^{<t>})^2) W", "right"),
    (r"\frac{\partial a^{<t>}}{\partial a^{<t-1>}} = \operatorname{diag}(1 + (a^{<t>})^2) W", "wrong"),
    (r"\frac{\partial a^{<t>}}{\partial x^{<t>}} = \operatorname{diag}(1 - (a^{<t>})^2) U", "right"),
    (r"\frac{\partial a^{<t>}}{\partial x^{<t>}} = \operatorname{diag}(1 - (a^{<t-1>})^2) U", "wrong"),
]


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
@pytest.mark.parametrize("angles", [("<", ">"), (r"\langle ", r"\rangle")])
def test_a_step_in_angle_brackets(claim: str, verdict: str, angles: tuple[str, str]) -> None:
    claim = claim.replace("<", angles[0]).replace(">", angles[1])
    found = papergrad.read(GIVEN + f"$${claim}$$").findings[-1]
    assert found.verdict == verdict


@pytest.mark.parametrize("text", ["a^{<t>}", "a^{[1]<t>}", "a^{(i)<t>}", "a^{<t>(i)}", "x^{<t> T}"])
def test_signs_of_order_round_a_script_are_brackets(text: str) -> None:
    assert latex.parse(text) == latex.parse(text.replace("<", r"\langle ").replace(">", r"\rangle "))


@pytest.mark.parametrize("text", ["x_{<t}", r"\sum_{i<j} x_i", "x^{[a<b>c]}", "x_{i<j>k}"])
def test_signs_of_order_inside_of_a_script_are_not(text: str) -> None:
    assert "⟨" not in repr(latex.parse(text))


def test_layers_steps_and_samples_stand_side_by_side() -> None:
    text = r"$$y = 2 a^{[1]<3>(i)} + a^{[1]<2>(i)}$$ $$y - a^{[1]<2>(i)} = 2 a^{[1]<3>(i)}$$ $$y = 2 a^{[1]<3>(i)}$$"
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines", "right", "unknown"]
