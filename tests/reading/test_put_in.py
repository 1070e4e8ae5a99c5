"""Examples that are worked with numbers: what stands for what, and what follows from it."""

from __future__ import annotations

import pytest

import papergrad

UNIT = r"""
$$net_{h1} = w_1 * i_1 + w_2 * i_2 + b_1 * 1$$
$$net_{h1} = 0.2 * 0.5 + 0.4 * 0.25 + 0.3 * 1 = 0.5$$
$$out_{h1} = \frac{1}{1+e^{-net_{h1}}} = \frac{1}{1+e^{-0.5}} = 0.622459331$$
$$E_{o1} = \frac{1}{2}(target_{o1} - out_{h1})^2 = \frac{1}{2}(0.1 - 0.622459331)^2 = 0.136481876$$
"""
SLOPES = [
    (r"\frac{\partial E_{o1}}{\partial out_{h1}} = -(target_{o1} - out_{h1}) = -(0.1 - 0.622459331)", "0.522459331"),
    (
        r"\frac{\partial out_{h1}}{\partial net_{h1}} = out_{h1}(1 - out_{h1}) = 0.622459331(1 - 0.622459331)",
        "0.235003712",
    ),
    (r"\frac{\partial net_{h1}}{\partial w_1} = i_1", "0.5"),
    (r"\frac{\partial E_{o1}}{\partial w_1} = 0.522459331 * 0.235003712 * 0.5", "0.061389941"),
]


def verdicts(page: str) -> list[str]:
    return [f.verdict for f in papergrad.read(page).findings]


def test_a_formula_and_its_numbers() -> None:
    found = papergrad.read(UNIT).findings
    assert {f.verdict for f in found} == {"defines", "right", "right-if"}
    assert found[1].assumption == "w₁ = 0.2; i₁ = 0.5; w₂ = 0.4; i₂ = 0.25; b₁ = 0.3"


@pytest.mark.parametrize(("claim", "number"), SLOPES)
def test_slopes_with_numbers(claim: str, number: str) -> None:
    before = len(verdicts(UNIT))
    assert set(verdicts(f"{UNIT}$${claim} = {number}$$")[before:]) == {"right"}
    if not claim.endswith("= i_1"):  # what it is, is said there
        assert verdicts(f"{UNIT}$${claim} = {float(number) + 0.1}$$")[-1] == "wrong"


@pytest.mark.parametrize("wrong", ["0.7", "1.5", "-0.5"])
def test_what_numbers_come_to(wrong: str) -> None:
    page = r"Let $z = w x + b$. $$z = 2 \cdot 0.1 + 0.3 = RESULT$$"
    assert verdicts(page.replace("RESULT", "0.5"))[-1] == "right"
    assert verdicts(page.replace("RESULT", wrong))[-1] == "wrong"


def test_another_example_is_no_slip() -> None:
    page = r"Let $z = w x + b$. First $$z = 2 \cdot 3 + 1 = 7$$ and then $$z = 2 \cdot 5 + 1 = 11.$$"
    assert "wrong" not in verdicts(page)


def test_units_have_names_of_their_own() -> None:
    page = r"""$$net_{o1} = w_5 out_{h1} + w_6 out_{h2}$$ $$net_{o2} = w_7 out_{h1} + w_8 out_{h2}$$
    $$E = \frac12 (t_1 - net_{o1})^2 + \frac12 (t_2 - net_{o2})^2$$
    $$\frac{\partial E}{\partial w} = \sum_o \delta_o out_o$$ $$\frac{\partial net_{o1}}{\partial out_{h1}} = SLOPE$$"""
    assert verdicts(page.replace("SLOPE", "w_5"))[-1] == "right"
    assert verdicts(page.replace("SLOPE", "w_6"))[-1] == "wrong"
