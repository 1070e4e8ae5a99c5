"""A prime is part of a name where the text says what that is, a derivative on what is defined or called, and else open."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$x' = W x$, $L = \frac{1}{2} \|x' - y\|^2$, "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial x'} = x' - y", "right"),
        (r"\frac{\partial L}{\partial x'} = x - y", "wrong"),
        (r"\frac{\partial L}{\partial W} = (x' - y) x^T", "right"),
        (r"\frac{\partial L}{\partial x} = W^T (x' - y)", "right"),
        (r"\frac{\partial L}{\partial x} = W^T (y - x')", "wrong"),
    ],
)
def test_another_symbol(claim: str, verdict: str) -> None:
    found = papergrad.read(GIVEN + f"${claim}$").findings[-1]
    assert found.verdict == verdict


def test_with_scripts_and_transposed() -> None:
    page = r"$w_i' = A v_i$, $\alpha_i = w_i'^\top v_i$, $\alpha_i = v_i^T A^T v_i$, $\alpha_i = 2 v_i^T A^T v_i$"
    assert [f.verdict for f in papergrad.read(page).findings] == ["defines", "defines", "right", "wrong"]


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (r"$a = \sigma(z)$, $a' = a (1 - a)$", "right"),
        (r"$a = \sigma(z)$, $a' = a (1 + a)$", "wrong"),
        (r"$\sigma'(z) = 3$", "wrong"),
        (r"$X \in \mathbb{R}^{n \times d}$, $c = X'$", "defines"),
    ],
)
def test_other_primes_stay_what_they_were(page: str, verdict: str) -> None:
    assert papergrad.read(page).findings[-1].verdict == verdict


def test_the_prime_is_shown() -> None:
    assert papergrad.read(GIVEN + r"$\frac{\partial L}{\partial x'} = x - y$").findings[-1].correct == "x' - y"
