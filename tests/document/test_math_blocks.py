"""Formulas of Markdown that stand in blocks, between a dollar and a back-tick, and in scripts."""

from __future__ import annotations

import pytest

import papergrad

FORMULA = r"f(x) = x^2"


@pytest.mark.parametrize(
    "page",
    [
        "```math\n%s\n```\n",
        "``` math\n%s\n```\n",
        "```{math}\n:label: square\n\n%s\n```\n",
        "~~~math\n%s\n~~~\n",
        "We have $`%s`$ here.",
        '<script type="math/tex; mode=display">\n%s\n</script>\n',
        '<script type="math/tex">%s</script>\n',
    ],
)
def test_a_formula_is_found(page: str) -> None:
    paper = papergrad.read(page % FORMULA + "\n\n$f'(x) = 3x$\n")
    defined, slope = paper.findings
    source = paper.source.text
    assert source[defined.span.start : defined.span.end] == FORMULA
    assert (defined.verdict, slope.verdict) == ("defines", "wrong")


@pytest.mark.parametrize("page", ["```python\n%s\n```\n", "```mathematica\n%s\n```\n", "In code `%s` it is.", "`$%s`"])
def test_code_is_none(page: str) -> None:
    assert papergrad.read(page % FORMULA).findings == ()
