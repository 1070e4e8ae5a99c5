"""``If z > 0:`` before a display, in the words of several languages: what is claimed in it holds in that case."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$w, x \in \mathbb{R}^n$, $b \in \mathbb{R}$, $z = w^T x + b$, $h = \mathrm{relu}(z)$."


def slopes(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(f"{GIVEN}\n\n{text}").findings if f.kind == "gradient"]


@pytest.mark.parametrize("word", ["If", "When", "Si", "Wenn", "当"])
@pytest.mark.parametrize("argument", ["z", "w^T x + b"])
def test_a_slope_in_its_case(word: str, argument: str) -> None:
    page = rf"{word} ${argument} > 0$: $$\frac{{\partial h}}{{\partial w}} = \frac{{\partial z}}{{\partial w}} = x$$"
    assert slopes(page) == ["right", "right"]
    assert slopes(page.replace("= x", "= -x")) == ["right", "wrong"]
    assert slopes(page.replace("> 0", "< 0"))[0] != "right"


def test_the_other_case_is_none_of_it() -> None:
    page = r"If $z > 0$, then $\frac{\partial h}{\partial b} = 1$, otherwise $\frac{\partial h}{\partial b} = 2$."
    assert slopes(page)[0] == "right" and slopes(page)[1] != "right"
    other = (
        r"If $z > 0$, then $\frac{\partial h}{\partial b} = 1$. If $z < 0$, then $\frac{\partial h}{\partial b} = 0$."
    )
    assert slopes(other) == ["right", "right"]


def test_a_case_at_the_end_of_a_sentence_is_that_of_what_stands_before_it() -> None:
    page = r"This is so for $z > 0$. Now $$\frac{\partial h}{\partial b} = 1$$"
    assert slopes(page) != ["right"]


HINGE = r"For $a, p, n \in \mathbb{R}^d$ let $J = \max(0, \|a - p\|^2 - \|a - n\|^2 + \alpha)$. "
HOLDS = r"\frac{\partial J}{\partial a} = 2 (n - p)"


@pytest.mark.parametrize(
    "text",
    [
        f"If the loss is positive,\n\n$${HOLDS}$$",
        f"If the loss is positive,\n\n$$\\frac{{\\partial J}}{{\\partial p}} = 2 (p - a)$$\n$${HOLDS}$$",
        f"When the margin is violated, ${HOLDS}$.",
        f"We get ${HOLDS}$ if the loss is positive.",
        f"As long as the loss is not zero, ${HOLDS}$.",
    ],
)
def test_a_case_that_only_words_say(text: str) -> None:
    found = papergrad.read(HINGE + text).findings[-1]
    assert (found.verdict, found.code) == ("right-if", "PG207")
    assert "is positive" in found.assumption


@pytest.mark.parametrize(
    "text",
    [
        f"Then ${HOLDS}$.",  # nobody speaks of a case
        f"If we apply the chain rule, we get ${HOLDS}$.",
        f"For the positive example we write $p$, for the negative one $n$; then ${HOLDS}$.",
        f"If we derive by $p$ we get another one. Then ${HOLDS}$.",
        r"If the loss is positive, $\frac{\partial J}{\partial a} = 2 (p - n)$.",  # holds in none
        r"If the loss is positive, $\frac{\partial J}{\partial a} = 3 (n - p)$.",
    ],
)
def test_no_case_excuses_a_slip(text: str) -> None:
    assert papergrad.read(HINGE + text).findings[-1].verdict == "wrong"


def test_a_case_that_begins_a_sentence_is_that_of_what_follows() -> None:
    softmax = r"$$y_i = \frac{e^{a_i}}{\sum_k e^{a_k}}$$ "
    slope = r"\frac{\partial y_k}{\partial a_j}"
    page = rf"${slope} = y_k (\delta_{{kj}} - y_j)$. If $k \neq j$: ${slope} = -y_k y_j$"
    found = [f for f in papergrad.read(softmax + page).findings if f.kind == "gradient"]
    assert [f.verdict for f in found] == ["right", "right"]
