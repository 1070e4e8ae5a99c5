"""Derivatives by cases: each branch is a statement, and a condition on a vector is one on all of its entries."""

from __future__ import annotations

import papergrad

LAYER = r"""$$h = \mathrm{ReLU}(z), \quad z = W x + b$$
$$W \in \mathbb{R}^{m \times n}, \quad x \in \mathbb{R}^n, \quad b \in \mathbb{R}^m$$
"""


def verdicts(text: str) -> list[tuple[str, str]]:
    findings = papergrad.read(LAYER + text).findings
    return [(f.verdict, f.assumption) for f in findings if f.kind == "gradient"]


def test_each_branch_holds_where_all_entries_have_its_sign():
    found = verdicts(
        r"$$\frac{\partial h}{\partial x} = \begin{cases} W & \text{if } z > 0 \\ 0 & \text{if } z < 0 \end{cases}$$"
    )
    assert found == [("right-if", "every entry of z is positive"), ("right-if", "every entry of z is negative")]


def test_a_branch_that_is_wrong_is_wrong_on_its_own():
    found = verdicts(
        r"$$\frac{\partial h}{\partial x} = \begin{cases} 2 W & \text{if } z > 0 \\ 0 & \text{if } z < 0 \end{cases}$$"
    )
    assert [verdict for verdict, _ in found] == ["wrong", "right-if"]


def test_branches_exchanged():
    found = verdicts(
        r"$$\frac{\partial h}{\partial x} = \begin{cases} 0 & \text{if } z > 0 \\ W & \text{if } z < 0 \end{cases}$$"
    )
    assert [verdict for verdict, _ in found] == ["wrong", "wrong"]


def test_a_condition_on_entries_is_no_assumption():
    cases = r"\begin{cases} 1 & \text{if } z_i > 0 \text{ and } i = j \\ 0 & \text{otherwise} \end{cases}"
    text = r"$$\frac{\partial h_i}{\partial z_j} = " + cases + "$$"
    assert all(assumption == "" for _, assumption in verdicts(text))
