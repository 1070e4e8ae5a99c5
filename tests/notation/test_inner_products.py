"""Inner products in signs of order."""

from __future__ import annotations

import pytest

from papergrad.notation import latex


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("<w,x>+b", r"\langle w,x\rangle+b"),
        ("|<w,x>+b|", r"|\langle w,x\rangle+b|"),
        ("a = 2<u,v> + c", r"a = 2\langle u,v\rangle + c"),
        (r"\frac{<u, v>}{<u, u>}", r"\frac{\langle u, v\rangle}{\langle u, u\rangle}"),
        ("<x, x - (<w,x> + b) w> = 0", r"\langle x, x - (\langle w,x\rangle + b) w\rangle = 0"),
    ],
)
def test_they_are_brackets(written: str, same: str) -> None:
    assert latex.parse(written) == latex.parse(same)


@pytest.mark.parametrize(
    "written", ["a < b, c > d", "0 < a, b > 1", "x < y, z > -1", "a < b", "a > b, c < d", "a < b > c"]
)
def test_orders_stay_orders(written: str) -> None:
    assert "⟨" not in repr(latex.parse(written))
