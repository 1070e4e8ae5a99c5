r"""A brace around an environment that only aligns, ``{\textstyle \begin{aligned} … \end{aligned}}``, leaves its rows apart."""

from __future__ import annotations

import pytest

from papergrad.notation import latex
from papergrad.source import Source, Span


def rows(text: str) -> int:
    return len(latex.read(Source(text), Span(0, len(text))))


@pytest.mark.parametrize("around", ["%s", r"{\textstyle %s}", r"{%s}", r"{\small {%s}}"])
def test_rows_stay_apart(around: str) -> None:
    assert rows(around % r"\begin{aligned} a &= b \\ c &= d \end{aligned}") == 2


def test_a_brace_around_anything_else_keeps_its_line_breaks() -> None:
    assert rows(r"{a = b \\ c}") == 1
