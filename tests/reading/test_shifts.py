"""What is added to the argument of a function may be one number for all entries."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
$$\mathrm{softmax}(u) = \mathrm{softmax}(u + d)$$
since
$$\mathrm{softmax}(u + d)_i = \frac{e^{u_i + d}}{\sum_{j=1}^n e^{u_j + d}} = \frac{e^{u_i} e^d}{e^d \sum_{j=1}^n e^{u_j}} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"\frac{e^{u_i}}{\sum_{j=1}^n e^{u_j}}", "right"), (r"\frac{e^{u_i} e^d}{\sum_{j=1}^n e^{u_j}}", "wrong")],
)
def test_softmaxes_do_not_see_it(claim: str, verdict: str) -> None:
    found = papergrad.read(PAGE.replace("CLAIM", claim)).findings
    assert [one.verdict for one in found] == ["right", "right", "right", verdict]
