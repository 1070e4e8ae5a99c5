"""The error of one example, where nothing else has the letter of that."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
## Signals

$$s_j = \sum_i v_{ji} u_i, \quad u_j = f(s_j), \quad C(v) = \sum_{n=1}^N C_n(v)$$
Since $C_n$ depends on $v_{ji}$ through $s_j$ alone, with $\delta_j \equiv \frac{\partial C_n}{\partial s_j}$,
$$\frac{\partial C_n}{\partial v_{ji}} = %s$$
$$\delta_j = \sum_k \frac{\partial C_n}{\partial s_k} \frac{\partial s_k}{\partial s_j}$$
$$\delta_j = %s$$

## An example

$$C_n = \frac12 \sum_{k=1}^K (y_k - t_k)^2$$
$$s_j = \sum_{i=1}^D v^{(1)}_{ji} x_i, \quad u_j = \tanh(s_j), \quad y_k = \sum_{j=1}^M v^{(2)}_{kj} u_j, \quad \delta_k = y_k - t_k$$
$$\delta_j = %s$$
$$\frac{\partial C_n}{\partial v^{(1)}_{ji}} = \delta_j x_i$$
"""
CHAIN, ANY, OWN = r"\delta_j u_i", r"f'(s_j) \sum_k v_{kj} \delta_k", r"(1 - u_j^2) \sum_{k=1}^K v^{(2)}_{kj} \delta_k"


def claims(*filled: str) -> list[str]:
    found = [f.verdict for f in papergrad.read(PAGE % filled).findings]
    return [found[4], *found[5:7], *found[-2:]]


def test_signals_of_some_example() -> None:
    assert claims(CHAIN, ANY, OWN) == ["right"] * 5


@pytest.mark.parametrize(
    ("filled", "place"),
    [
        ((r"-\delta_j u_i", ANY, OWN), 0),
        ((CHAIN, ANY, OWN.replace("(1 - u_j^2)", "")), 3),
        ((CHAIN, ANY, OWN.replace("1 -", "1 +")), 3),
        ((CHAIN, ANY, "-" + OWN), 3),
    ],
)
def test_slips_are_wrong(filled: tuple[str, str, str], place: int) -> None:
    assert claims(*filled)[place] == "wrong"


@pytest.mark.parametrize(
    "filled", [(CHAIN, ANY.replace("f'(s_j)", ""), OWN), (CHAIN, "-" + ANY, OWN), (CHAIN, ANY.replace("kj", "jk"), OWN)]
)
def test_slips_of_an_unknown_network_are_not_right(filled: tuple[str, str, str]) -> None:
    assert claims(*filled)[2] != "right"


def test_a_letter_that_others_have_stays_an_index() -> None:
    page = r"$$C = \sum_{n=1}^N C_n, \quad C_n = (y_n - t_n)^2$$ $$\frac{\partial C}{\partial y_n} = %s (y_n - t_n)$$"
    assert papergrad.read(page % "2").findings[-1].verdict == "right"
    assert papergrad.read(page % "").findings[-1].verdict == "wrong"
