"""Two formulas for one symbol that differ in one place say what stands there."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""The state is $s = g(V u + c)$ and its cost is $E = \frac{1}{2} \|s - t\|^2$. As $s = g(q)$, we have
$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial E}{\partial V_{ij}} = \frac{\partial E}{\partial q_i} u_j", "right"),
        (r"\frac{\partial E}{\partial V_{ij}} = \frac{\partial E}{\partial q_i} u_i", "wrong"),
        (r"\frac{\partial E}{\partial c} = \frac{\partial E}{\partial q}", "right"),
        (r"\frac{\partial E}{\partial c} = -\frac{\partial E}{\partial q}", "wrong"),
    ],
)
def test_a_new_symbol_is_what_it_stands_for(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE.replace("CLAIM", claim)).findings[-1].verdict == verdict


def test_a_symbol_that_is_known_stays_what_it_is() -> None:
    page = r"$q = 2 u$, $s = \sigma(3 u)$ and $s = \sigma(q)$ for a number $u$. $$\frac{dq}{du} = 3$$"
    assert papergrad.read(page).findings[-1].verdict == "wrong"
