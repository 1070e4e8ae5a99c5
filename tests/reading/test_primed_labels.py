"""Primes behind a label belong to the letter."""

from __future__ import annotations

import pytest

import papergrad


@pytest.mark.parametrize("slope", [r"g^{[l]\prime}", r"g^{[l]'}", r"g'^{[l]}"])
@pytest.mark.parametrize(("at", "verdict"), [("Z^{[l]}", "right"), ("A^{[l]}", "wrong")])
def test_the_slope_of_an_activation_with_a_layer(slope: str, at: str, verdict: str) -> None:
    page = rf"""$$Z^{{[l]}} = W^{{[l]}} A^{{[l-1]}} + b^{{[l]}}, \quad A^{{[l]}} = g^{{[l]}}(Z^{{[l]}})$$
    $$J = -\frac{{1}}{{m}} \sum_{{i=1}}^m (y^{{(i)}} \log a^{{[L](i)}} + (1 - y^{{(i)}}) \log (1 - a^{{[L](i)}}))$$
    $$dW^{{[l]}} = \frac{{1}}{{m}} dZ^{{[l]}} A^{{[l-1]T}}$$
    $$dZ^{{[l]}} = dA^{{[l]}} * {slope}({at})$$"""
    assert papergrad.read(page).findings[-1].verdict == verdict
