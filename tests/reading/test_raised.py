"""Numbers where powers stand are labels, where a document numbers its layers so; else they are powers."""

from __future__ import annotations

import pytest

import papergrad

LAYERS = r"""For numbers let $z^1 = w^1 x + b^1$, $a^1 = \sigma(z^1)$, $z^2 = w^2 a^1 + b^2$, $a^2 = \tanh(z^2)$,
$z^3 = w^3 a^2 + b^3$ and $C = \frac12 (z^3 - y)^2$.
"""


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial C}{\partial w^3} = (z^3 - y) a^2", "right"),
        (r"\frac{\partial C}{\partial w^2} = (z^3 - y) w^3 (1 - a^2 a^2) a^1", "right"),
        (r"\frac{\partial C}{\partial w^2} = (z^3 - y) w^2 (1 - a^2 a^2) a^1", "wrong"),
        (r"\frac{\partial C}{\partial w^3} = (z^3 - y) a^1", "wrong"),
    ],
)
def test_layers_that_are_numbered_above(claim: str, verdict: str) -> None:
    assert last(f"{LAYERS} $${claim}$$") == verdict


def test_they_are_shown_as_they_stand() -> None:
    found = papergrad.read(LAYERS + r"$$\frac{\partial C}{\partial w^3} = (z^3 - y) a^2$$").findings[-1]
    assert found.reading == r"\frac{\partial C}{\partial w^3} = (z^3 - y) a^2"


def test_powers_stay_powers() -> None:
    assert last(r"Let $p = x^1 + x^2$. $$\frac{dp}{dx} = 1 + 2 x$$") != "unknown"
    assert last(r"Let $p = u^2 + u^3$ for a number $u$. $$\frac{dp}{du} = 2 u + 3 u^2$$") == "right"


@pytest.mark.parametrize(("claim", "verdict"), [("2 z^H", "right"), ("z^H", "wrong")])
def test_a_label_that_has_brackets_elsewhere_is_the_same_without(claim: str, verdict: str) -> None:
    page = rf"Let $z^{{(H)}} = w x$ for numbers $w$, $x$ and $C = z^H z^H$. $$\frac{{\partial C}}{{\partial z^{{(H)}}}} = {claim}$$"
    assert last(page) == verdict


def test_nobody_writes_a_zeroth_power() -> None:
    page = r"We set the input $x^1_k = a^0_k$ and $s = 3 x^1_k$. "
    assert last(page) == "defines"
    assert last(page + r"$$\frac{\partial s}{\partial a^0_k} = 3$$") == "right"
    assert last(page + r"$$\frac{\partial s}{\partial a^0_k} = 1$$") == "wrong"
    polynomial = r"Let $h = c_0 x_i^0 + c_1 x_i^1 + c_2 x_i^2$. "
    assert last(polynomial + r"$$\frac{\partial h}{\partial c_1} = x_i$$") == "right"


def test_words_that_are_raised_are_names() -> None:
    page = r"""Let $y$ be one-hot, $q^{LS}_k = (1-\alpha) y_k + \alpha / K$, $p = \mathrm{softmax}(z)$ and
$H = -\sum_{k=1}^K q^{LS}_k \log p_k$."""
    assert last(page + r" $$\frac{\partial H}{\partial z_k} = p_k - q^{LS}_k$$") == "right"
    assert last(page + r" $$\frac{\partial H}{\partial z_k} = q^{LS}_k - p_k$$") == "wrong"
    rule = papergrad.read(r"$w^{new} = w^{old} - \eta g$").findings[0]
    assert (rule.verdict, rule.reading) == ("defines", r"w^{\text{new}} = w^{\text{old}} - \eta g")


def test_letters_that_are_raised_stay_powers_where_nothing_is_defined_so() -> None:
    assert last(r"Let $f = x^{ab}$ for numbers $x$, $a$ and $b$. $$\frac{df}{dx} = a b x^{ab - 1}$$") == "right"
