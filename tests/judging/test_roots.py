"""A symbol of which a text only says the square: which root is meant is shown, and neither is held against the writer."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.verdict import Finding

ERROR = r"For a number $w$ let $e^2 = (t - p)^2$ with $p = w x$. $$%s$$"


def last(text: str) -> Finding:
    return papergrad.read(text).findings[-1]


@pytest.mark.parametrize(
    ("claim", "root"),
    [
        (r"\frac{\partial e^2}{\partial p} = -2 e", "e is t − p"),
        (r"\frac{\partial e^2}{\partial p} = 2 e", "e is −(t − p)"),
        (r"\frac{\partial e}{\partial w} = -x", "e is t − p"),
    ],
)
def test_what_holds_for_one_root_is_right_if_that_is_meant(claim: str, root: str) -> None:
    found = last(ERROR % claim)
    assert (found.verdict, found.assumption) == ("right-if", root)


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial e^2}{\partial w} = 2 (p - t) x",
        r"\frac{\partial e^2}{\partial w} = 2 e \frac{\partial e}{\partial w}",
    ],
)
def test_what_holds_for_both_is_right(claim: str) -> None:
    assert last(ERROR % claim).verdict == "right"


@pytest.mark.parametrize(
    "claim", [r"\frac{\partial e^2}{\partial w} = 2 (t - p) x", r"\frac{\partial e_i^2}{\partial w} = 2 e_i^2 x"]
)
def test_what_holds_for_neither_is_wrong(claim: str) -> None:
    assert last((ERROR if "e^2" in claim else ERROR.replace("e^2", "e_i^2")) % claim).verdict == "wrong"


def test_the_root_is_remembered_in_the_next_part() -> None:
    text = r"Let $d^2 = (u - v)^2$." + "\n\n# Slopes\n\n" + r"$\frac{\partial d^2}{\partial u} = -2 d$"
    assert last(text).assumption == "d is −(u − v)"


def test_where_the_text_says_what_the_error_is_nothing_is_assumed() -> None:
    text = r"For numbers let $q = t - p$ and $q^2 = (t - p)^2$. $$\frac{\partial q^2}{\partial p} = %s q$$"
    assert [last(text % sign).verdict for sign in ("-2", "2")] == ["right", "wrong"]


def test_the_number_e_stays_itself() -> None:
    assert last(r"Let $f(x) = e^{2 x}$. $$f'(x) = 2 e^{2 x}$$").verdict == "right"
    assert last(r"Let $y = x e^2$. $$\frac{dy}{dx} = e^2$$").verdict == "right"
