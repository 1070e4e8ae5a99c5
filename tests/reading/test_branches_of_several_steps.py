"""A derivative by cases whose branches go on from one form to another."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""$r_a = \frac{e^{s_a}}{\sum_c e^{s_c}}$
$$\frac{\partial r_a}{\partial s_b} = \begin{cases}
  -\frac{e^{s_a} e^{s_b}}{(\sum_c e^{s_c})^2} = OFF, & \text{if } a \ne b \\
  r_b - r_b^2 = ON, & \text{if } a = b
\end{cases}$$
"""


@pytest.mark.parametrize(
    ("off", "on", "verdicts"),
    [
        ("-r_a r_b", "r_b (1 - r_b)", ["right", "right", "right", "right"]),
        ("r_a r_b", "r_b (1 - r_b)", ["right", "wrong", "right", "right"]),
        ("-r_a r_b", "r_b (1 + r_b)", ["right", "right", "right", "wrong"]),
    ],
)
def test_every_form_is_judged(off: str, on: str, verdicts: list[str]) -> None:
    found = papergrad.read(PAGE.replace("OFF", off).replace("ON", on)).findings
    assert [one.verdict for one in found if one.kind == "gradient"] == verdicts
