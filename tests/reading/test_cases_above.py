"""Headings that are cases."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = "Let $p_i = \\frac{e^{z_i}}{\\sum_r e^{z_r}}$.\n\n"
FAR = "Here is what it comes to, in more words than a line would need, so that it is far from the heading.\n\n"
CLAIM = "$$\\frac{\\partial p_i}{\\partial z_j} = %s$$\n\n"


def claims(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


@pytest.mark.parametrize(
    "heading",
    [
        "### $%s$\n\n",
        "### Case $%s$\n\n",
        "## Case 2: $%s$ (as it was said)\n\n",
        "**Case 2: $%s$**\n\n",
        "- **When $%s$:**\n\n",
    ],
)
@pytest.mark.parametrize(
    ("case", "right", "wrong"),
    [
        (r"i \neq j", "- p_i p_j", "p_i p_j"),
        ("i = j", "p_i - p_i^2", "p_i + p_i^2"),
        ("j = i", "p_i (1 - p_j)", "- p_i p_j"),
    ],
)
def test_all_that_is_claimed_below_holds_in_that_case(heading: str, case: str, right: str, wrong: str) -> None:
    page = GIVEN + heading % case + CLAIM % right + FAR + CLAIM
    assert claims(page % right) == ["right", "right"]
    assert claims(page % wrong) == ["right", "wrong"]


def test_it_ends_with_the_next_heading_or_where_the_cases_are_left() -> None:
    page = GIVEN + "## One\n\n### $i \\neq j$\n\n" + CLAIM % "- p_i p_j" + "%s\n\n" + FAR + CLAIM % "- p_i p_j"
    assert claims(page % "") == ["right", "right"]
    assert claims(page % "## Two") == ["right", "wrong"]
    assert claims(page % "Now for both cases.")[1] != "right"


def test_another_equation_in_a_heading_is_no_case() -> None:
    page = GIVEN + "### Why $i \\neq j$ matters\n\n" + FAR + CLAIM
    assert claims(page % "- p_i p_j") != ["right"]
    assert claims(page % "p_i p_j") == ["wrong"]


def test_several_cases_of_one_heading() -> None:
    page = (
        "Let $p_{ij} = \\frac{e^{z_{ij}}}{\\sum_{r=1}^n e^{z_{ir}}}$.\n\n### $i = k$, $j \\neq l$\n\n"
        + FAR
        + "$\\frac{\\partial p_{kl}}{\\partial z_{ij}}$\n\n$= - p_{il} p_{ij}$\n\n$= %s p_{kl} p_{ij}$\n\n"
    )
    assert claims(page % "-") == ["right", "right"]
    assert claims(page % "") == ["right", "wrong"]
