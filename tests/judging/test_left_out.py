"""Functions of which nothing is said, and what they are called with."""

from __future__ import annotations

import pytest

import papergrad

LOSS = r"With numbers $s$ and $y$ the loss is $$L = 0.5 (z - y)^2 = 0.5 (h(s) - y)^2 = %s$$"


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("loss", ["0.5 (s - y)^2", "0.5 ((s) - y)^2"])
def test_a_function_may_be_the_identity(loss: str) -> None:
    assert last(LOSS % loss) in ("unknown", "right-if")


def test_a_known_function_is_not() -> None:
    page = r"With numbers $s$ and $y$ let $h(s) = s^3$. The loss is $$L = 0.5 (h(s) - y)^2 = %s$$"
    assert last(page % "0.5 (s^3 - y)^2") == "right"
    assert last(page % "0.5 (s - y)^2") == "wrong"


CHAIN = r"""With $y_i = \Theta(\sum_j y_j w_{ji})$ of an activation $\Theta$:
$$\frac{\partial E}{\partial \omega_{ji}} = \frac{\partial E}{\partial y_i} \underbrace{\frac{\partial y_i}{\partial v_i}}_{\Theta'}
\frac{\partial v_i}{\partial \omega_{ji}}$$
"""


def test_a_way_through_what_is_not_said() -> None:
    assert last(CHAIN) == "unknown"
