"""The examples of the table of mistakes, through the whole of papergrad: what is right is right, what is broken is named."""

import pytest

from papergrad import paper
from papergrad.judging.mistakes import MISTAKES


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.name)
def test_the_right_form_is_right(row):
    assert paper.read(f"{row.given}\n\n$${row.claim} = {row.right}$$\n").findings[-1].verdict == "right"


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.name)
def test_the_broken_form_is_wrong_and_its_mistake_named(row):
    finding = paper.read(f"{row.given}\n\n$${row.claim} = {row.broken}$$\n").findings[-1]
    assert finding.verdict in ("wrong", "ill-typed")
    assert finding.code == row.code or row.name in finding.message
