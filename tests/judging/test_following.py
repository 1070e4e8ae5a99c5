"""What follows from a condition is no claim for all values, and is not held against the writer; what follows from a truth is."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    "text",
    [
        r"$$\frac{u - m}{s} = \frac{v - m}{s} \implies (u - m)^2 = (v - m)^2$$",
        r"For numbers let $h = a z$. $$h = 1 \Rightarrow a^2 z = a$$",
        r"$$\sigma(z) = \frac12 \Rightarrow z \sigma(z) = 0$$",
    ],
)
def test_what_follows_from_a_condition(text: str) -> None:
    assert last(text) not in ("wrong", "ill-typed", "right")


def test_what_follows_from_a_definition() -> None:
    text = r"For numbers $$y = w x + b \Rightarrow \frac{\partial y}{\partial w} = %s, \quad 2 y = 2 w x + %s b$$"
    found = [f.verdict for f in papergrad.read(text % ("x", "2")).findings]
    assert found == ["defines", "right", "right"]
    assert [f.verdict for f in papergrad.read(text % ("w", "3")).findings[1:]] == ["wrong", "wrong"]
