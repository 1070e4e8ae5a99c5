"""Arrows that say that something is a vector, and samples that stand behind the entries."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(page: str) -> list[str]:
    return [f.verdict for f in papergrad.read(page).findings]


def test_entries_of_a_letter_with_an_arrow() -> None:
    page = r"Let $y = \vec w\cdot \vec x$. $$\frac{\partial y}{\partial w_i} = SLOPE$$"
    assert verdicts(page.replace("SLOPE", "x_i"))[-1] == "right"
    assert verdicts(page.replace("SLOPE", "w_i"))[-1] == "wrong"


def test_a_letter_with_and_without_its_arrow_is_two() -> None:
    page = r"Let $x = 2 \vec x \cdot \vec x$ and $y = 3 x$. $$\frac{\partial y}{\partial \vec x} = SLOPE \vec x$$"
    assert verdicts(page.replace("SLOPE", "12"))[-1] == "right"
    assert verdicts(page.replace("SLOPE", "3"))[-1] in ("wrong", "unknown")


@pytest.mark.parametrize("entry", ["x_{id}", "x_{di}"])
@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
@pytest.mark.parametrize("arrow", [r"\vec", r"\mathbf"])
def test_the_delta_rule(arrow: str, sign: str, verdict: str, entry: str) -> None:
    page = (
        rf"Let $o({arrow} x) = {arrow} w\cdot{arrow} x$ and $E = \frac12 \sum_d (t_d - o({arrow} x_d))^2$. "
        rf"$$\frac{{\partial E}}{{\partial w_i}} = {sign}\sum_d (t_d - o({arrow} x_d)) {entry}$$"
    )
    assert verdicts(page)[-1] == verdict
