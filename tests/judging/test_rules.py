"""The table of codes is complete."""

import re
from pathlib import Path

import papergrad.judging
from papergrad.judging.mistakes import MISTAKES
from papergrad.judging.rules import RULES, Rule

SOURCES = Path(papergrad.judging.__file__).parents[1]


def test_every_code_that_the_project_uses_has_a_row():
    used = {code for path in SOURCES.rglob("*.py") for code in re.findall(r"\bPG\d{3}\b", path.read_text())}
    assert used <= RULES.keys()


def test_rows_are_complete_and_codes_unique():
    from papergrad.judging import rules

    assert len(RULES) == len(rules._ROWS)
    for rule in RULES.values():
        assert isinstance(rule, Rule) and rule.name and rule.explanation.endswith(".") and len(rule.name) < 40
    assert {row.code for row in MISTAKES} <= RULES.keys()
