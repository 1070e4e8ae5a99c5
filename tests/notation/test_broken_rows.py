"""Formulas that are broken into rows: what goes on with a sum or a product belongs to the row before it."""

from __future__ import annotations

import pytest

from papergrad.notation import latex
from papergrad.source import Source, Span


def rows(text: str) -> list[str]:
    return [latex.write(node) for node in latex.read(Source(text), Span(0, len(text)))]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (r"a &= b \\ &+ c", "a = b + c"),
        (r"a &= b \\ &\quad + c", "a = b + c"),
        (r"a &= b + \\ & c", "a = b + c"),
        (r"a &= b \quad \\ &- c", "a = b - c"),
        (r"a = b \\ - c", "a = b - c"),
        (r"a &= b \\ &\cdot c", r"a = b \cdot c"),
        (r"a &= b \\ &- c = d", "a = b - c = d"),
        (r"a &= b \\ &+ c \\ &+ d", "a = b + c + d"),
    ],
)
def test_one_equation_in_rows(broken: str, whole: str) -> None:
    assert rows(rf"\begin{{align}} {broken} \end{{align}}") == [whole]


@pytest.mark.parametrize(
    "text",
    [
        r"x + y = 1 \\ -x + 2 y = 0",  # two equations, one of which starts with a minus
        r"& x + y = 1 \\ & -x + 2 y = 0",
        r"x &= 1, \\ -x &= y",
        r"x &= 1, \\ &-y",
        r"f(x) &= x^2 \\ &= x x",
        r"x \\ -y",
    ],
)
def test_rows_of_their_own(text: str) -> None:
    assert len(rows(rf"\begin{{align}} {text} \end{{align}}")) == 2


def test_what_comes_after_goes_on_from_the_whole() -> None:
    assert rows(r"a &= b \\ &+ c \\ &= d \\ e &= f") == ["a = b + c", "= d", "e = f"]
