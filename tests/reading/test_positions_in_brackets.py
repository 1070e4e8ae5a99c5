r"""Positions in brackets below a symbol, ``W_{f[i, j]}``: entries of the W with the label f."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""The gate is $g = \sigma(z_g)$ with $z_g = W_g x$, so $g_{[p]} = \sigma(z_{g[p]})$, and
$$\frac{\partial g_{[i]}}{\partial W_{g[i,j]}} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sigma'(z_{g[i]}) x_{[j]}", "right"),
        (r"\sigma'(z_{g[i]}) x_{[i]}", "unknown"),
        (r"-\sigma'(z_{g[i]}) x_{[j]}", "wrong"),
    ],
)
def test_they_are_entries(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE.replace("CLAIM", claim)).findings[-1].verdict == verdict
