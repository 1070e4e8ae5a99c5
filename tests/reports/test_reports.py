"""Reports of findings made by hand."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad import document
from papergrad.judging.verdict import KINDS, VERDICTS, Finding
from papergrad.reports import answers, as_json, as_markdown, formulas, lines, terminal
from papergrad.source import PaperError, Source, Span

TEXT = "# Home work\n\n$$\\frac{\\partial J}{\\partial W} = 2 x^T$$\n\nand $J = ?$ <!-- papergrad: ignore PG201 -->\n"
CLAIM = Span(TEXT.index("\\frac"), TEXT.index("$$\n"))
QUESTION = Span(TEXT.index("J = ?"), TEXT.index("$ <"))
WRONG = Finding(CLAIM, "gradient", "wrong", "PG201", "the factor 2 does not belong here", "\\frac{\\partial J}{\\partial W} = 2 x^T",
                "x^T")  # fmt: skip
ANSWER = Finding(QUESTION, "question", "answered", reading="J = ?", correct="x^2")


def plain(rows):
    return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(rows))


def page(*findings, text=TEXT):
    return lines.page(document.of(text, "work.md"), findings)


def test_full():
    assert (
        plain(terminal.full(page(WRONG, ANSWER)))
        == """\
work.md:3:3: PG201 wrong: the factor 2 does not belong here
  |
3 | $$\\frac{\\partial J}{\\partial W} = 2 x^T$$
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = read as: ∂J/∂W = 2 xᵀ
help: ∂J/∂W = xᵀ

work.md:5:6: answered
  |
5 | and $J = ?$ <!-- papergrad: ignore PG201 -->
  |      ^^^^^
help: J = x²

work.md:5:13: PG910 unknown: this comment silences nothing: there is no PG201 here
  |
5 | and $J = ?$ <!-- papergrad: ignore PG201 -->
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"""
    )


def test_concise_and_summary():
    assert (
        plain(terminal.concise(page(WRONG))).splitlines()[0]
        == "work.md:3:3: PG201 wrong: the factor 2 does not belong here"
    )
    assert lines.summary([page(WRONG, ANSWER)]) == "3 statements: 1 wrong, 1 unknown, 1 answered."
    assert lines.summary([]) == "No statements found."


def test_a_silenced_finding_is_counted():
    silenced = Finding(QUESTION, "gradient", "wrong", "PG201", "no")
    one = page(silenced)
    assert [line.finding.verdict for line in one.lines] == [] and one.silenced == 1


def test_json_is_the_contract():
    record = json.loads(as_json.report([page(WRONG)], [PaperError("no", source=Source("", "x.md"))]))
    statement = record["files"][0]["statements"][0]
    assert TEXT[statement["offset"] : statement["offset"] + statement["length"]] == statement["source"]
    assert (statement["line"], statement["column"], statement["end_line"], statement["end_column"]) == (3, 3, 3, 40)
    assert statement["correct"] == WRONG.correct and statement["verdict"] == "wrong" and "cell" not in statement
    assert record["errors"][0]["file"] == "x.md"


def test_cells_of_a_notebook():
    raw = json.dumps({"cells": [{"cell_type": "markdown", "source": s} for s in ("# A", "text\n$x = 1$")]})
    doc = document.of(raw, "n.ipynb", "notebook")
    one = lines.page(doc, [Finding(doc.passages[0].span, "equality", "wrong", "PG200", "no")])
    assert as_json.statement(one.lines[0])["cell"] == 2
    assert plain(terminal.concise(one)) == "n.ipynb:cell 2:2:2: PG200 wrong: no"


def test_markdown():
    shown = "\n".join(as_markdown.report(page(WRONG)))
    assert "- **3:3** PG201 wrong: the factor 2 does not belong here" in shown
    assert "$$\\frac{\\partial J}{\\partial W} = x^T$$" in shown


@pytest.mark.parametrize("width", [30, 60, 100])
def test_a_long_line_is_cut_around_the_statement(width):
    text = "a" * 200 + " $x = 1$ " + "b" * 200
    shown = plain(
        terminal.full(page(Finding(Span(202, 207), "equality", "wrong", "PG200", "no"), text=text), width=width)
    )
    row, carets = shown.splitlines()[2:4]
    assert row[carets.index("^") : carets.rindex("^") + 1] == "x = 1"
    assert len(row) <= max(width, 24)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_nothing_printed_can_move_a_cursor(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    finding = Finding(Span(start, end), data.draw(st.sampled_from(KINDS)), data.draw(st.sampled_from(VERDICTS)), "PG200",
                      data.draw(st.text(max_size=9)), counterexample=text, assumption=text)  # fmt: skip
    one = lines.page(document.of(text, "\x1b[2J"), [finding])
    for shown in (
        plain(terminal.full(one, True, True)),
        plain(terminal.concise(one, True)),
        "\n".join(as_markdown.report(one, True)),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert json.loads(as_json.report([one]))["files"][0]["statements"][0]["length"] == end - start


def test_answers_are_filled_in():
    doc = document.of(TEXT, "work.md")
    new = answers.filled(doc.source, [WRONG, ANSWER])
    assert new == TEXT.replace("J = ?", "J = x^2")
    assert "+and $J = x^2$" in answers.diff(doc.source, new)


def test_a_formula_beyond_the_limits_is_shown_as_it_stands():
    assert formulas.readable("{" * 5000) == "{" * 5000
