"""What is said of the values of symbols that are known."""

from __future__ import annotations

import papergrad

PAGE = (
    r"$$a_i = \frac{e^{s_i}}{\sum_{j=1}^{K} e^{s_j}}$$ $$E = -\log(a_c)$$"
    "\n\n### Why\n\nIt grows, since $a_k \\in (0, 1)$.\n\n"
    r"$$\frac{dE}{ds_k} = \sum_i \frac{dE}{da_%s} \cdot \frac{da_i}{ds_k}$$"
)


def test_between_which_numbers_a_known_symbol_lies_says_nothing_anew_of_its_length() -> None:
    assert papergrad.read(PAGE % "i").findings[-1].verdict == "right"
    assert papergrad.read(PAGE % "k").findings[-1].verdict == "wrong"
