"""Cases that a sentence tells, behind a formula or before it."""

from __future__ import annotations

import pytest

import papergrad


def judged(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


def claims(text: str) -> list[str]:
    """The verdicts on what is claimed, without those on the cases themselves."""
    paper = papergrad.read(text)
    return [f.verdict for f in paper.findings if f.kind in ("gradient", "equality")]


ELU = [
    r"Let $f(x) = x$ if $x > 0$ and $f(x) = a(e^x - 1)$ if $x \le 0$. ",
    r"Let $f(x) = x$ for $x>0$, $a(e^x - 1)$ for $x \leq 0$. ",
    r"Let $f(x) = x$ if $x > 0$, and $a(e^x - 1)$ otherwise. ",
    r"Let $f(x) = x$ if $x > 0$, otherwise $a(e^x - 1)$. ",
    r"If $x > 0$, $f(x) = x$; if $x \le 0$, $f(x) = a(e^x - 1)$. ",
    r"Let $$f(x) = x \quad \text{if } x > 0$$ and $f(x) = a(e^x - 1)$ otherwise. ",
]


@pytest.mark.parametrize("told", ELU)
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("$f'(x) = 1$ if $x > 0$, and $f'(x) = f(x) + a$ if $x < 0$.", "right"),
        ("$f'(x) = 1$ for $x > 0$, $a e^x$ otherwise.", "right"),
        ("$f'(x) = 1$ for $x > 0$, $a e^x + a$ otherwise.", "wrong"),
        ("$f'(x) = 1$ if $x > 0$, and $f'(x) = f(x)$ if $x < 0$.", "wrong"),
        ("$f'(x) = a$ if $x > 0$, and $f'(x) = a e^x$ if $x < 0$.", "wrong"),
    ],
)
def test_a_function_by_cases(told: str, claim: str, verdict: str) -> None:
    assert claims(told + "\n\n" + claim)[-1] == verdict


@pytest.mark.parametrize(
    ("claim", "verdicts"),
    [
        ("$f'(x) = 1$ if $x>0$ and $f'(x) = 0$ if $x<0$.", {"right"}),
        ("$f'(x) = 0$ if $x<0$.", {"right"}),
        ("$f'(x) = 0$, for all $x<0$, holds.", {"right"}),
        ("$f'(x) = 0$ if $x > 0$.", {"wrong"}),
        ("$f'(x) = 1$ if $x>0$ and $f'(x) = 1$ if $x<0$.", {"wrong", "unknown"}),
        ("If $x > 0$, then $f'(x) = 1$. If $x<0$, $f'(x) = 0$.", {"right"}),
    ],
)
def test_a_case_behind_a_claim_is_its_own(claim: str, verdicts: set[str]) -> None:
    assert set(claims(r"Let $f(x) = \max(0, x)$. " + claim)) <= verdicts | {"defines"}


SOFTMAX = (
    r"Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$. Then $\frac{\partial p_i}{\partial z_j} = p_i(1-p_i)$ if $i=j$, "
)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        ("and $-p_i p_j$ otherwise.", "right"),
        ("and $-p_i p_j$ if $i \\neq j$.", "right"),
        ("$p_i p_j$ otherwise.", "wrong"),
        ("and $p_i p_j$ if $i \\ne j$.", "wrong"),
    ],
)
def test_values_of_a_derivative_in_other_cases_are_claims(other: str, verdict: str) -> None:
    assert claims(SOFTMAX + other)[-2:] == ["right", verdict]


def test_the_words_of_another_case_do_not_excuse_a_claim() -> None:
    page = "Let $h(z) = z^2$ if $z > 0$ and $-z^2$ otherwise. $h'(z) = %s z$ if $z < 0$."
    assert claims(page % "-2")[-1] == "right"
    assert claims(page % "2")[-1] == "wrong"


def test_another_function_by_cases_is_another_one() -> None:
    page = ELU[1] + r"$$f(x) = \begin{cases} x & x > 0 \\ 0.01 x & x \le 0 \end{cases}$$ "
    page += r"$$f'(x) = \begin{cases} 1 & x > 0 \\ %s & x \le 0 \end{cases}$$"
    assert claims(page % "0.01")[-1] == "right"
    assert claims(page % "0.1")[-1] == "wrong"


def test_a_fact_behind_a_definition_is_none_of_its_cases() -> None:
    page = r"Let $z = w x + b$ where $x > 0$. Then $\frac{\partial z}{\partial w} = x$ and $\frac{\partial |x|}{\partial x} = 1$."
    assert judged(page)[-2:] == ["right", "right"]
