"""A word in brackets in front of a formula says what the formula is about."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
$$(Average) \quad \mu = \frac{1}{N} \sum_{k=1}^N u_k$$
$$(Spread) \; \tau = \frac{1}{N} \sum_{k=1}^N (u_k - \mu)^2$$
$$\frac{\partial \tau}{\partial u_i} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"\frac{2}{N} (u_i - \mu)", "right"), (r"-\frac{2}{N} (u_i - \mu)", "wrong")]
)
def test_the_word_is_no_factor(claim: str, verdict: str) -> None:
    found = papergrad.read(PAGE.replace("CLAIM", claim)).findings
    assert [one.verdict for one in found] == ["defines", "defines", verdict]


def test_a_word_that_is_used_again_is_a_quantity() -> None:
    page = r"$(cost) x = 3 y$ and $q = cost \cdot x$. $$\frac{\partial q}{\partial x} = 1$$"
    assert papergrad.read(page).findings[-1].verdict != "right"
