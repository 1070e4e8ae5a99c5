"""What σ is, where a text says so: the sigmoid, or another activation that is known."""

from __future__ import annotations

import pytest

import papergrad

KNOWN = [
    (r"\frac{e^z - e^{-z}}{e^z + e^{-z}}", r"1 - \sigma(z)^2"),
    (r"\max(0, z)", r"1[z > 0]"),
    (r"\log(1 + e^z)", r"\frac{1}{1 + e^{-z}}"),
    (r"\frac{1}{1 + e^{-z}}", r"\sigma(z) (1 - \sigma(z))"),
]


@pytest.mark.parametrize(("said", "slope"), KNOWN)
def test_sigma_is_what_the_text_says_it_is(said: str, slope: str) -> None:
    page = rf"Let $\sigma(z) = {said}$ for a number $z \in \mathbb{{R}}$. $$\sigma'(z) = %s$$"
    assert papergrad.read(page % slope).findings[-1].verdict == "right"
    others = [other for _, other in KNOWN if other != slope]
    assert all(papergrad.read(page % other).findings[-1].verdict == "wrong" for other in others)


def test_a_slip_in_the_sigmoid_is_one() -> None:
    found = papergrad.read(r"For $z \in \mathbb{R}$ let $\sigma(z) = \frac{1}{1 + e^{z}}$.").findings[-1]
    assert found.verdict == "wrong"


def test_an_activation_that_is_not_known_is_not_accused() -> None:
    found = papergrad.read(r"For $z \in \mathbb{R}$ let $\sigma(z) = \frac{z^3}{1 + |z|}$.").findings[-1]
    assert found.verdict == "unknown"
