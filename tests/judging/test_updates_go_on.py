"""What goes on from an update goes on from what the symbol becomes: ``w = w - a ∇J = w - 2 a w``."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$w \in \mathbb{R}^n$, $a \in \mathbb{R}$, $J = \|w\|^2$. We go down: "


@pytest.mark.parametrize("sign", ["=", r"\leftarrow", ":="])
@pytest.mark.parametrize("step", [r"\\ &= ", " = "])
@pytest.mark.parametrize(("end", "verdict"), [("w - 2 a w", "right"), ("(1 - 2 a) w", "right"), ("w + 2 a w", "wrong")])
def test_the_rest_of_the_line(sign: str, step: str, end: str, verdict: str) -> None:
    page = rf"{GIVEN} $$\begin{{align}} w &{sign} w - a \frac{{\partial J}}{{\partial w}} {step} {end} \end{{align}}$$"
    update, rest = papergrad.read(page).findings[-2:]
    assert update.kind == "update" and update.verdict == "right"
    assert rest.verdict == verdict
