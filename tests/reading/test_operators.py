"""How far a derivative reaches that stands before a sum."""

from __future__ import annotations

import papergrad

PAGE = r"$y = \beta + \omega h$ and $$\frac{\partial y}{\partial h} = %s$$"


def verdicts(right: str) -> list[str]:
    return [f.verdict for f in papergrad.read(PAGE % right).findings[1:]]


def test_it_reaches_over_a_sum_that_depends_on_the_same() -> None:
    assert verdicts(r"\frac{\partial}{\partial h} \beta + \omega h = \omega") == ["right", "right"]
    assert verdicts(r"\frac{\partial}{\partial h} \beta + \omega h = \beta") == ["right", "wrong"]
    assert verdicts(r"\frac{\partial}{\partial h} \beta + 2 \omega h = \omega")[0] == "wrong"


def test_it_does_not_reach_over_what_is_derived_on_its_own() -> None:
    right = r"\frac{\partial}{\partial h} \beta + \frac{\partial}{\partial h} \omega h"
    assert verdicts(right) == ["right"]


def test_it_reaches_over_what_was_just_defined() -> None:
    assert verdicts(r"\frac{\partial}{\partial h} \beta + \omega h") == ["right"]
    turned = PAGE.replace(r"\beta + \omega h", r"\omega h + \beta")
    assert papergrad.read(turned % r"\frac{\partial}{\partial h} \omega h + \beta").findings[-1].verdict == "right"


def test_it_does_not_reach_over_what_does_not_depend_on_it() -> None:
    assert verdicts(r"\frac{\partial}{\partial h} \omega h + \omega") == ["wrong"]
