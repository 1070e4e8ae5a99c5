r"""``\\frac{\\delta L}{\\delta w}`` is a derivative; a δ that stands alone is none."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$z = w x + b$ and $L = z^2$ for numbers $w$, $x$ and $b$. "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\delta L}{\delta w} = 2 z x", "right"),
        (r"\frac{\delta L}{\delta w} = 2 z", "wrong"),
        (r"\frac{\delta L}{\delta w} = \frac{\delta L}{\delta z} \frac{\delta z}{\delta w}", "right"),
        (r"\frac{\delta z}{\delta b} = \frac{\delta}{\delta b} (w x + b)", "right"),
    ],
)
def test_a_delta_above_and_below_is_a_derivative(claim: str, verdict: str) -> None:
    found = papergrad.read(GIVEN + f"$${claim}$$").findings[-1]
    assert (found.kind, found.verdict) == ("gradient", verdict)


def test_an_error_signal_over_something_is_a_quotient() -> None:
    page = r"$\delta = a - y$ and $q = \frac{\delta}{y}$ for numbers $a$ and $y$. $$\frac{\partial q}{\partial a} = \frac{1}{y}$$"
    assert papergrad.read(page).findings[-1].verdict == "right"
