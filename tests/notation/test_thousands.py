"""Commas that group digits, and commas that separate."""

from __future__ import annotations

import pytest

from papergrad.notation import latex
from papergrad.notation.tree import Infix, Name, Numeral, walk


@pytest.mark.parametrize(("written", "meant"), [("54,825", "54825"), ("1,234.5", "1234.5"), ("1,000,000", "1000000")])
def test_groups_of_three_digits_are_one_number(written: str, meant: str) -> None:
    assert latex.parse(written) == Numeral(meant)


@pytest.mark.parametrize(
    "written", ["(100,200)", "x_{100,200}", r"\{100,200\}", "1,2", "0.5,123", "1,200,30", "[1,200]"]
)
def test_a_list_stays_a_list(written: str) -> None:
    assert any(isinstance(n, Infix) and "," in n.operators for n in walk(latex.parse(written)))


def test_a_number_may_end_in_its_point() -> None:
    assert latex.parse("1. - x") == Infix((Numeral("1."), Name("x")), ("-",))
    assert latex.parse("x = 1.") == Infix((Name("x"), Numeral("1")), ("=",))
