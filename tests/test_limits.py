"""Every limit of an untrusted document has a finding (or an error) of its own, and the rest of the document is judged."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

import papergrad
from papergrad import paper as desk
from papergrad.algebra import evaluate as evaluating
from papergrad.algebra.nodes import Apply, Entry, Index, Tensor, add, mul, number
from papergrad.algebra.sizes import Size
from papergrad.judging.rules import RULES
from papergrad.reading import reading
from papergrad.source import LimitError

HARD = (Path(__file__).parent / "documents" / "logistic_regression.tex").read_text(encoding="utf-8")

GOOD = "\n\n$$f(u) = u^2$$\n\n$$f'(u) = 2 u$$\n"


def codes(text: str, kind: str = "markdown") -> list[str]:
    return [found.code for found in papergrad.read(text, kind=kind).findings]


def test_a_document_of_more_than_2_mb_is_refused() -> None:
    with pytest.raises(LimitError) as caught:
        papergrad.read("x" * 2_100_000).findings
    assert caught.value.code == "PG900"


@pytest.mark.parametrize(
    "bomb",
    [
        "$$y = " + "(" * 4000 + "x" + ")" * 4000 + "$$",  # nesting
        "$$y = " + "x + " * 30_000 + "x$$",  # size
        "\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\c\\c}\\newcommand{\\c}{\\a\\a}\n\n$$y = \\a$$",  # expansion
        "$$y = " + "\\frac{" * 500 + "x" + "}{2}" * 500 + "$$",
    ],
    ids=["nesting", "signs", "macros", "fractions"],
)
def test_a_formula_that_is_too_much_costs_only_itself(bomb: str) -> None:
    start = time.process_time()
    found = codes(bomb + GOOD)
    assert any(code in ("PG901", "PG902") for code in found), found
    verdicts = [f.verdict for f in papergrad.read(bomb + GOOD).findings]
    assert verdicts[-1] == "right"
    assert time.process_time() - start < 20


def test_an_expression_that_grows_is_left_open_or_decided_in_bounded_work() -> None:
    text = (
        r"$$g = (a + b + c + d + k + l)^{40}$$"
        + "\n\n"
        + r"$$\frac{\partial g}{\partial a} = 41 (a + b + c + d + k + l)^{39}$$"
    )
    start = time.process_time()
    assert papergrad.read(text).findings[-1].verdict in ("wrong", "unknown")
    assert time.process_time() - start < 20


def test_an_array_of_a_thousand_million_numbers_is_not_made() -> None:
    text = r"Let $x \in \mathbb{R}^{1000000000}$ and $s = x^T x$. Then $\frac{\partial s}{\partial x} = 3 x$."
    found = papergrad.read(text).findings[-1]
    assert found.verdict == "wrong" or found.code in ("PG903", "PG904", "PG905", "PG906")


def test_what_comes_after_very_many_statements_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_STATEMENTS", 5)
    found = codes("\n\n".join(f"$a_{{{n}}} = {n} b$" for n in range(8)))
    assert found.count("PG907") == 3
    assert found[:5].count("PG907") == 0


@pytest.mark.parametrize("limit", [0, 40, 200])
def test_what_a_document_may_take_is_bounded(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is judged before the bound is judged as ever; what comes after says why it is not."""
    free = desk.read(HARD).findings
    assert {one.verdict for one in free} >= {"wrong", "right"}
    monkeypatch.setattr(desk, "EFFORT", limit)
    found = desk.read(HARD).findings
    spent = [sum(one.effort for one in free[:n]) for n in range(len(free))]
    assert [one.code == "PG904" for one in found] == [before > limit for before in spent]
    assert any(one.code == "PG904" for one in found)
    assert all(one.message.startswith("the work for one document") for one in found if one.code == "PG904")
    assert all(a == b for a, b in zip(found, free, strict=True) if a.code != "PG904")


def test_what_a_statement_takes_does_not_depend_on_what_was_judged_before() -> None:
    found = desk.read(HARD).findings
    again = desk.read(HARD)
    backwards = [
        one.effort for one in (again._judged(r, desk._Hands(again.reading)).found for r in again.reading.reads[::-1])
    ]
    assert backwards[::-1] == [one.effort for one in found] and max(backwards) > 20


def test_every_limit_has_a_page() -> None:
    assert {"PG900", "PG901", "PG902", "PG903", "PG904", "PG905", "PG906", "PG907"} <= set(RULES)


def test_many_large_arrays_are_not_kept() -> None:
    a, b, c, d, k = axes = tuple(Index(name, Size.of(8)) for name in "abcdk")
    one, whole = Entry("A", (a, b)), mul(Entry("A", (a, b)), Entry("A", (c, d)), Entry("A", (a, k)))
    world = evaluating.World({"A": np.ones((8, 8))}, {}, room=70_000)
    assert evaluating.evaluate(Tensor(one, (a, b)), world).sum() == 64
    assert evaluating.evaluate(Tensor(whole, axes), world).sum() == 8**5
    with pytest.raises(LimitError) as caught:
        evaluating.evaluate(Tensor(add(*(Apply("exp", mul(number(n), whole)) for n in range(1, 4))), axes), world)
    assert caught.value.code == "PG903"
