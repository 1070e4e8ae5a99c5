"""Limits of quotients: slopes by their definition, of the writer's functions and of any."""

from __future__ import annotations

import pytest

import papergrad


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}", "right"),
        (r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{2 h}", "right"),
        (r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{h}", "wrong"),
        (r"f''(x) = \lim_{h \to 0} \frac{f(x + h) - 2 f(x) + f(x - h)}{h^2}", "right"),
        (r"f'(x) = \lim_{h \to 0} \frac{f(x + h) + f(x)}{h}", "unknown"),  # there is none
        (r"f'(x) = \lim_{h \to 1} \frac{f(x + h) - f(x)}{h}", "unknown"),
    ],
)
def test_a_slope_is_a_limit(claim: str, verdict: str) -> None:
    assert papergrad.read(f"$f(x) = x^3$, ${claim}$").findings[-1].verdict == verdict


def test_of_any_function() -> None:
    page = r"$f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}$"
    assert [f.verdict for f in papergrad.read(page).findings] == ["right"]
