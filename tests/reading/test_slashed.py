"""Derivatives written with a slash among other factors, and those whose signs differ above and below."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.notation import latex
from papergrad.notation.style import Style
from papergrad.phrasebook import gradient

GIVEN = r"$L = \frac{1}{2} (w x - y)^2$, $z = w x$, "
CLAIMS = [
    (r"\partial L/\partial w = x \cdot \partial L/\partial z", "right"),
    (r"\partial L/\partial w = w \cdot \partial L/\partial z", "wrong"),
    (r"\partial L/\partial w = x \, \partial L/\partial z", "right"),
    (r"\partial L/\partial w = \partial L/\partial z \, \partial z/\partial w", "right"),
    (r"\partial L/\partial w = \partial L/\partial z \, \partial z/\partial x", "wrong"),
    (r"\partial L/\partial w = \partial L/\partial z \cdot \partial z/\partial w", "right"),
    (r"\frac{\partial L}{dw} = (w x - y) x", "right"),
    (r"\frac{\partial L}{dw} = (w x - y) y", "wrong"),
    (r"\frac{dL}{\partial w} = (w x - y) x", "right"),
    (r"\frac{dL}{\partial w} = w x - y", "wrong"),
]


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_derivatives_are_factors(claim: str, verdict: str) -> None:
    assert papergrad.read(GIVEN + f"${claim}$").findings[-1].verdict == verdict


@pytest.mark.parametrize("text", [r"\frac{\partial L}{dw}", r"\frac{dL}{\partial w}", r"\partial L/dw"])
def test_mixed_signs_are_written_as_they_were_read(text: str) -> None:
    node = latex.parse(text)
    found = gradient.read(node)
    assert found is not None
    assert latex.write(gradient.write(found, Style())) == latex.write(node)
