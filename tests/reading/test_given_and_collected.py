"""Numbers that are given twice, calls that are given several, what is collected under a name, and lists of lines."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize(("total", "verdict"), [("2.584", "right"), ("2.5", "wrong")])
def test_the_last_number_before_a_statement_counts(total: str, verdict: str) -> None:
    page = rf"""- $x_1 = 2$, $\dot{{x}}_1 = 1$
- $x_2 = 3$, $\dot{{x}}_2 = 0$
- $\dot{{v}}_1 = \cos(x_1) \cdot \dot{{x}}_1 = \cos(2) \cdot 1 \approx -0.416$
- $\dot{{v}}_2 = \dot{{x}}_1 x_2 + x_1 \dot{{x}}_2 = 1 \cdot 3 + 2 \cdot 0 = 3$
- $\dot{{f}} = \dot{{v}}_1 + \dot{{v}}_2 = -0.416 + 3 = {total}$

We need another pass with $\dot{{x}}_1 = 0, \dot{{x}}_2 = 1$."""
    found = [v for v in verdicts(page) if v != "defines"]
    assert found[-1] == verdict and set(found[:-1]) == {"right"}


def test_a_call_may_be_given_several_numbers() -> None:
    page = "So $D(x) = \\frac{1}{2}$.\n\nClose to $D(x)=1$ it is real, and\n\nclose to $D(x)=0$ it is fake."
    assert "wrong" not in verdicts(page)


@pytest.mark.parametrize("whole", [r"\{\xi_i\}_{i=1}^m", r"(\xi_i)_{i=1}^m", r"\{\xi_i\}"])
def test_what_is_collected_is_no_value(whole: str) -> None:
    found = verdicts(rf"Let $\xi = {whole}$. Then $\lVert \xi \rVert_1 = \sum_{{i}} |\xi_i|$.")
    assert found == ["declares", "right"]


def test_lines_that_are_numbered_one_after_another_are_one_list() -> None:
    page = "1. $h = \\sigma(z)$\n2. $z = W x$\n3. $L = \\frac12 \\|h - y\\|^2$\n\n%s"
    slope = r"$$\frac{\partial L}{\partial W} = ((h - y) \odot h \odot (1 - h)) x^T$$"
    for words in ("", " where this is a line that goes on for more than anybody would call a title" * 3):
        paper = papergrad.read((page % slope).replace("\n2.", words + "\n2."))
        assert len(paper.reading.scopes) == 1 and paper.findings[-1].verdict == "right"


def test_a_colon_and_a_sign_of_equality_on_two_sides_of_a_column() -> None:
    page = r"\begin{align} f(x) :&= x^2 \\ g(x) &:= x^3 \end{align} $f'(x) = 2x$ and $g'(x) = 3x^2$"
    assert verdicts(page) == ["defines", "defines", "right", "right"]


@pytest.mark.parametrize(("slope", "verdict"), [("0.01", "right"), ("0.1", "wrong")])
def test_another_maximum_is_another_function(slope: str, verdict: str) -> None:
    page = r"""- ReLU: $f(x) = \max(0, x) = \max(x, 0)$, $f'(x) = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}$
- Leaky ReLU: $f(x) = \max(0.01x, x)$, $f'(x) = \begin{cases} 1 & x > 0 \\ %s & x < 0 \end{cases}$"""
    assert verdicts(page % slope) == ["defines", "right", "right", "defines", verdict]
