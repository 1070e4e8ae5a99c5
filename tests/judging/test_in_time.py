"""Derivatives of which nobody says how they go on."""

from __future__ import annotations

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


def test_what_moves_in_time_depends_on_it_as_nobody_says() -> None:
    page = r"The energy is $H(q, s) = U(q) + K(s)$. $$\frac{d q_i}{d t} = \frac{\partial H}{\partial s_i} = \frac{\partial K(s)}"
    page += r"{\partial s_i}$$"
    assert last(page) == "unknown"


def test_a_chain_through_time_is_judged() -> None:
    page = r"For numbers $y = x^2$. $$\frac{dy}{dt} = %s x \frac{dx}{dt}$$"
    assert [last(page % two) for two in ("2", "-2")] == ["right", "wrong"]
