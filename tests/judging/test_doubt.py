"""Where nearly everything fails, the reading is doubted; a named mistake, or a few failures among what holds, are the writer's."""

from __future__ import annotations

import pytest

from papergrad.judging.doubt import FEWEST, NAMELESS, doubted
from papergrad.judging.rules import RULES
from papergrad.judging.verdict import Finding

RIGHT = Finding(verdict="right")
NAMELESS_WRONG = Finding(verdict="wrong", code="PG200", message="the two sides differ", counterexample="x = 1")
FACTOR = Finding(verdict="wrong", code="PG201", message="factor")


@pytest.mark.parametrize(
    ("right", "wrong", "doubt"),
    [(0, 1, False), (0, 2, False), (0, 3, True), (1, 3, True), (2, 4, False), (9, 4, False)],
)
def test_most_of_a_scope_has_to_fail(right, wrong, doubt):
    found = doubted([RIGHT] * right + [NAMELESS_WRONG] * wrong + [FACTOR], ["a"] * (right + wrong + 1))
    assert {f.verdict for f in found[right:-1]} == {"unknown" if doubt else "wrong"}
    assert found[:right] == [RIGHT] * right
    assert found[-1] is FACTOR


def test_scopes_are_doubted_one_by_one():
    found = doubted([NAMELESS_WRONG] * (FEWEST + 1), ["a"] * FEWEST + ["b"])
    assert [f.verdict for f in found] == ["unknown"] * FEWEST + ["wrong"]


def test_what_is_doubted_says_so_and_carries_no_refutation():
    (found, *_) = doubted([NAMELESS_WRONG] * FEWEST, [None] * FEWEST)
    assert found.code == "PG303"
    assert "the two sides differ" in found.message
    assert not found.counterexample


def test_codes_exist():
    assert NAMELESS | {"PG303"} <= set(RULES)


CLASH = Finding(verdict="unknown", code="PG101")
ILL = Finding(verdict="ill-typed", code="PG214")


@pytest.mark.parametrize(
    ("fine", "clashing", "doubt"), [(0, 2, False), (2, 3, True), (9, 3, False), (20, 6, False), (20, 8, True)]
)
def test_where_a_quarter_does_not_conform_shapes_are_not_known(fine, clashing, doubt):
    said = [Finding(verdict="defines")] * fine + [CLASH] * (clashing - 1) + [ILL]
    found = doubted([*said, FACTOR], ["a"] * (len(said) + 1))
    assert found[-2].verdict == ("unknown" if doubt else "ill-typed")
    assert found[-1] is FACTOR


def test_words_about_a_shape_are_not_accused_where_shapes_are_not_known():
    said = Finding(verdict="wrong", code="PG503", message="the text says N × 2", kind="shape")
    assert doubted([CLASH] * FEWEST + [said], ["a"] * (FEWEST + 1))[-1].verdict == "unknown"
    assert doubted([RIGHT] * FEWEST + [said], ["a"] * (FEWEST + 1))[-1] is said
