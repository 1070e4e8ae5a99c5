"""Which example is meant."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""Let $x, y \in \mathbb{R}^n$.

$$a = \sigma(x), \quad \delta = a - y$$

For each example $%s$,

$$\delta = %s$$

and $m = \sum_i y^{(i)}$."""


@pytest.mark.parametrize("letter", ["i", "t"])
def test_a_letter_that_says_of_which_example_is_no_slip(letter: str) -> None:
    found = papergrad.read(PAGE % (letter, f"a - y^{{({letter})}}")).findings
    assert found[-2].verdict == "unknown"


def test_a_slip_beside_it_is_one() -> None:
    found = papergrad.read(PAGE % ("i", "a + y")).findings
    assert found[-2].verdict == "wrong"
