"""Functions with a label, of which nothing is said: ``f_s(W x + b)`` is no product with f_s."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""$$s_t = f_s(W^{sx} x_t + W^{ss} s_{t-1} + b), \quad y_t = f_o(W^o s_t + c)$$
with
$$x_t : \ell \times 1$$
$$s_t : m \times 1$$
$$W^o : v \times m$$
$$y_t : %s \times 1$$
"""


@pytest.mark.parametrize(("rows", "verdict"), [("v", "right"), ("m", "wrong")])
def test_they_are_of_the_shape_of_what_they_are_applied_to(rows: str, verdict: str) -> None:
    with_sigmoids = (PAGE % rows).replace("f_o", r"\sigma").replace("f_s", r"\sigma")
    assert papergrad.read(with_sigmoids).findings[-1].verdict == verdict
    other = "right" if verdict == "right" else "unknown"  # such a function may make another shape of it
    assert papergrad.read(PAGE % rows).findings[-1].verdict == other


def test_what_stands_without_a_bracket_as_well_is_a_factor() -> None:
    page = r"$$f_s = 2 w, \quad y = f_s (w + b)$$ for numbers $w$ and $b$. $$\frac{\partial y}{\partial w} = %s$$"
    assert papergrad.read(page % "4 w + 2 b").findings[-1].verdict == "right"
    assert papergrad.read(page % "2 w + 2 b").findings[-1].verdict == "wrong"
