r"""The prime of a matrix in front of a factor, ``X'X``, is a transpose; elsewhere it is a derivative, or a part of a name."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""Let $J = (t - A u)'(t - A u) + \mu u'u$ for $A \in \mathbb{R}^{n \times p}$.
$$\frac{\partial J}{\partial u} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"-2 A'(t - A u) + 2 \mu u", "right"),
        (r"2 A'(t - A u) + 2 \mu u", "wrong"),
        (r"-2 A'(t - A u) + \mu u", "wrong"),
        (r"-2 A(t - A u) + 2 \mu u", "ill-typed"),
    ],
)
def test_it_is_the_transpose(claim: str, verdict: str) -> None:
    assert papergrad.read(PAGE.replace("CLAIM", claim)).findings[-1].verdict == verdict


def test_slopes_stay_slopes_beside_it() -> None:
    page = r"$r = B'B v$ and $h = \sigma(v)$ for a vector $v$. $$\frac{\partial h_i}{\partial v_i} = \sigma'(v_i)$$"
    assert papergrad.read(page).findings[-1].verdict == "right"


def test_a_symbol_with_a_prime_that_stands_alone_is_a_name() -> None:
    page = r"$h = \sigma(W x + b)$, $z = W'h + b'$. $$\frac{\partial z}{\partial h} = W^T$$"
    assert papergrad.read(page).findings[-1].verdict not in ("right", "right-if")


def test_functions_keep_their_slopes() -> None:
    page = r"$F(x) = x^2$ for a number $x$. $$F'(x) x = 2 x^2$$ $$F'(x) = x$$"
    assert [one.verdict for one in papergrad.read(page).findings[-2:]] == ["right", "wrong"]
