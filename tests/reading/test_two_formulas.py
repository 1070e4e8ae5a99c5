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


UNITS = r"$$o_j = \sigma(net_j) = \sigma(\sum_{k=1}^n w_{kj} x_k)$$ "


@pytest.mark.parametrize(("slope", "verdict"), [("x_i", "right"), ("x_j", "wrong"), ("w_{ij}", "wrong")])
def test_a_sum_of_every_unit(slope: str, verdict: str) -> None:
    assert (
        papergrad.read(UNITS + rf"$$\frac{{\partial net_j}}{{\partial w_{{ij}}}} = {slope}$$").findings[-1].verdict
        == verdict
    )


def test_the_inputs_of_a_unit_are_the_outputs_of_others() -> None:
    claim = (
        r"$$\frac{\partial net_j}{\partial w_{ij}} = \frac{\partial}{\partial w_{ij}} \sum_{k=1}^n w_{kj} o_k = o_i$$"
    )
    found = papergrad.read(UNITS + claim).findings[-2:]
    assert [(f.verdict, f.assumption) for f in found] == [("right-if", "x is o of the units before")] * 2
    slip = claim.replace("= o_i", "= o_j")
    assert papergrad.read(UNITS + slip).findings[-1].verdict not in ("right", "right-if")
