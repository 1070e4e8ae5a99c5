"""Sums over steps of derivatives that are each meant at one step, with the states before it held fixed."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
$$s_t = \tanh(U x_t + W s_{t-1})$$
$$\hat{y}_t = \mathrm{softmax}(V s_t)$$
$$E_t = -y_t \log \hat{y}_t$$
$$E = \sum_t E_t$$
"""


def by(of: str, variable: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {variable}}}"


def chain(t: str, first: int, between: str = "") -> str:
    """The gradient at step t by W, through all the steps from the first."""
    before = by(f"E_{t}", rf"\hat{{y}}_{t}") + by(rf"\hat{{y}}_{t}", f"s_{t}")
    return by(f"E_{t}", "W") + rf" = \sum_{{k={first}}}^{t} {before} {between or by(f's_{t}', 's_k')} {by('s_k', 'W')}"


PRODUCT = rf"\left(\prod_{{j=k+1}}^3 {by('s_j', 's_{j-1}')}\right)"
THROUGH = by("E_3", "s_3") + by("s_3", "W")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (chain("t", 0), "right-if"),
        (chain("t", 1), "right-if"),
        (chain("3", 0), "right-if"),
        (chain("3", 0, PRODUCT), "right-if"),
        (by("E_3", "W") + f" = {THROUGH}", "right"),
        (by("E_3", "W") + f" = 2 {THROUGH}", "wrong"),
        (by("s_3", "s_1") + f" = {by('s_3', 's_2')} {by('s_2', 's_1')}", "right"),
    ],
)
def test_a_sum_over_the_steps_before(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE + f"$${claim}$$").findings[-1].verdict == verdict


def test_what_is_held_fixed_is_said() -> None:
    assert "holds the states before it fixed" in papergrad.read(PAGE + f"$${chain('t', 1)}$$").findings[-1].assumption


def test_a_step_too_few_is_no_matter_of_reading() -> None:
    assert papergrad.read(PAGE + f"$${chain('3', 2)}$$").findings[-1].verdict not in ("right", "right-if")
