"""A known function that the writer defines for an entry of a table."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = (
    r"Let $u \in \mathbb{R}^{n \times m}$ and $$softmax(u_{ij}) = \frac{e^{u_{ij}}}{\sum_{r=1}^m e^{u_{ir}}}.$$ "
    r"Then $$\frac{\partial softmax(u_{%s})}{\partial u_{ij}} = %s$$"
)


@pytest.mark.parametrize(
    ("entry", "right", "verdict"),
    [
        ("ij", "softmax(u_{ij}) - softmax(u_{ij})^2", "right"),
        ("ij", "softmax(u_{ij}) + softmax(u_{ij})^2", "wrong"),
        ("ij", "softmax(u_{ij}) - softmax(u_{ij})", "wrong"),
        ("il", r"- softmax(u_{ij}) softmax(u_{il}) \quad \text{for } l \neq j", "right"),
        ("il", r"softmax(u_{ij}) softmax(u_{il}) \quad \text{for } l \neq j", "wrong"),
        ("kl", r"0 \quad \text{for } k \neq i", "right"),
        ("il", "softmax(u_{ij})", "wrong"),
    ],
)
def test_it_is_read_as_it_is_defined(entry: str, right: str, verdict: str) -> None:
    findings = papergrad.read(GIVEN % (entry, right)).findings
    assert findings[1].verdict == "defines"
    assert [f.verdict for f in findings if f.kind == "gradient"] == [verdict]


def test_a_function_of_one_number_stays_one() -> None:
    page = r"Let $g(u_{ij}) = e^{u_{ij}} + u_{ij}$. $$\frac{\partial g(u_{ij})}{\partial u_{ij}} = e^{u_{ij}} + %s$$"
    assert papergrad.read(page % "1").findings[-1].verdict == "right"
    assert papergrad.read(page % "2").findings[-1].verdict == "wrong"
