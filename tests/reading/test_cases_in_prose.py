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
