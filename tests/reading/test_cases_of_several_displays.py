"""A case that is named before a display holds in those right behind it."""

from __future__ import annotations

import pytest

import papergrad

TRIPLET = r"""With $d_p = \|a - p\|^2$, $d_n = \|a - n\|^2$ and $L = \max(0, d_p - d_n + m)$, if $L > 0$:

$$\frac{\partial L}{\partial a} = 2 (n - p)$$

$$\frac{\partial L}{\partial p} = %s$$

%s$$\frac{\partial L}{\partial n} = 2 (a - n)$$
"""


@pytest.mark.parametrize(("slope", "verdict"), [("2 (p - a)", "right"), ("2 (a - p)", "wrong")])
def test_displays_in_a_row(slope: str, verdict: str) -> None:
    assert [f.verdict for f in papergrad.read(TRIPLET % (slope, "")).findings][-3:] == ["right", verdict, "right"]


def test_words_between_them_end_it() -> None:
    found = papergrad.read(
        TRIPLET % ("2 (p - a)", "In any other case of this kind we have a different thing to say:\n\n")
    )
    assert found.findings[-1].verdict != "right"
