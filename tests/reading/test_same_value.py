"""Symbols of one value: each is given the number, and none is made of another."""

import papergrad

PAGE = r"""$J = e^{a+b} - 3 a b$. At $a = b = 0$ it is $1$.

$$\frac{\partial J}{\partial b} = e^{a+b} - 3 a$$"""


def test_no_symbol_is_made_of_another():
    assert papergrad.read(PAGE).findings[-1].verdict == "right"
    assert papergrad.read(PAGE.replace("- 3 a$$", "+ 3 a$$")).findings[-1].verdict == "wrong"


def test_formulas_are_no_values():
    found = papergrad.read(r"$u = v = x^2$ and $\frac{du}{dx} = 2 x$.").findings
    assert [one.verdict for one in found][-1] == "right"
