r"""Brackets that are not closed, and closed ones that nothing opened."""

import pytest

import papergrad

LOST = [
    (
        r"$\nabla_w (\log(w^T x) + \exp(w^T x) = x$",
        "the ( that opens “(\\log(w^T x) + \\exp(w^T x) = x” (line 3, column 11)",
    ),
    (r"$$\nabla_w \left[ w^T x = x$$", "the [ that opens"),
    (r"$$w^T x = y, \quad \nabla_w (w^T x = x$$", "the ( that opens"),
    (r"$$E = (w^T x - y)^2 )$$", "nothing opens the ) that is closed here"),
    (r"$$E = w^T x - y)^2$$", "nothing opens the ) that is closed here"),
]


@pytest.mark.parametrize(("formula", "reason"), LOST)
def test_a_formula_with_such_a_bracket_is_not_passed_over(formula, reason):
    found = papergrad.read(f"Let $w, x \\in \\mathbb{{R}}^n$ and $y \\in \\mathbb{{R}}$.\n\n{formula}\n").findings[-1]
    assert (found.verdict, found.code) == ("unknown", "PG001")
    assert reason in found.message


@pytest.mark.parametrize(("slope", "verdict"), [("x", "right"), ("2x", "wrong")])
def test_a_bracket_that_is_open_at_the_end_is_closed_there(slope, verdict):
    text = r"Let $w, x \in \mathbb{R}^n$ and $f(w) = (w^T x + 1$. $$\nabla f(w) = {}$$"
    assert papergrad.read(text.replace("{}", slope)).findings[-1].verdict == verdict


@pytest.mark.parametrize("formula", ["$x ( y + 1 ]$", r"$\left. x \right|_{y = 3}$", "(see $x + y)$", "a) $x = 3$"])
def test_what_states_nothing_is_not_complained_of(formula):
    assert all(f.verdict != "unknown" for f in papergrad.read(formula).findings)
