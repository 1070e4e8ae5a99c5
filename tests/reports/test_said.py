"""What stands in prose is shown as it is said: words with their spaces, formulas as readable text."""

from pathlib import Path

import papergrad
from papergrad.reports import known
from papergrad.reports.formulas import as_said
from papergrad.source import Span


def said(tmp_path: Path, text: str, suffix: str = ".md") -> list[str]:
    path = tmp_path / f"page{suffix}"
    path.write_text(text)
    paper = papergrad.open(path)
    return [row.strip() for row in known.everywhere(paper.reading, paper.findings)]


def test_words_between_formulas_keep_their_spaces(tmp_path: Path) -> None:
    rows = said(tmp_path, "Take vectors $a$ and $b$.\nThe matrix **$W$** is\nsymmetric.\n\n$$c = a + b$$\n")
    assert "vectors a and b" in rows and "W is symmetric" in rows and "c = a + b" in rows


def test_marks_of_tex_are_not_shown(tmp_path: Path) -> None:
    rows = said(tmp_path, "The vector \\(x_1\\) has 4 entries.\n\n\\[y = W x_1\\]\n", ".tex")
    assert "x₁ has 4 entries" in rows


def test_a_stretch_may_begin_within_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("Here $a + b$ is at most $\\frac{1}{2}$.\n")
    document = papergrad.open(path).reading.document
    assert as_said(document, Span(10, 36)) == "b is at most ½"
