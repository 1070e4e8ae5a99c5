"""A symbol is defined even where we do not understand by what; a law is not; and an update may be written with an equals sign."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> papergrad.paper.Finding:
    return papergrad.read(text).findings[-1]


@pytest.mark.parametrize(
    "formula",
    [
        r"\theta^* = \arg\min_\theta L(\theta)",
        r"\hat\theta = \operatorname{argmax}_\theta \ell(\theta)",
        r"D = \{(x_1, y_1), (x_2, y_2)\}",
        r"Z = \int e^{-x^2} dx",
        r"h_i = h_{i-1} w_i",
        r"y = \foo{x} + 1",
    ],
)
def test_an_unread_right_side_defines_all_the_same(formula: str) -> None:
    assert last(f"Let ${formula}$.").verdict == "defines"


@pytest.mark.parametrize("formula", ["s = A x + x", "t_i = A_{ijk}"])
def test_so_does_what_does_not_fit_by_shapes_that_were_guessed(formula: str) -> None:
    found = last(rf"$A = [x_1, x_2]^T$, ${formula}$.")
    assert found.verdict == "defines"


def test_a_definition_in_which_declared_shapes_clash_is_ill_typed_all_the_same() -> None:
    page = r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^m$. $$s = A x$$"
    assert last(page).verdict == "ill-typed"


@pytest.mark.parametrize("call", [r"D_{KL}(q(z \mid x) \,\|\, p(z))", r"\mathrm{KL}[q \| p]", r"D(P || Q)"])
def test_a_divergence_is_defined(call: str) -> None:
    assert last(rf"$${call} = \sum_z q_z \log \frac{{q_z}}{{p_z}}$$").verdict == "defines"


def test_it_says_what_was_not_read() -> None:
    assert "argmin" in last(r"Let $\theta^* = \arg\min_\theta L(\theta)$.").message


@pytest.mark.parametrize(
    "formula",
    [
        r"P(A \mid B) = \int P(A \mid z) P(z \mid B) dz",
        r"f(x) = \sum_n f^{(n)}(p) x^n",
        r"\mathbb{E}[X] = \int x p(x) dx",
    ],
)
def test_a_law_is_not_taken_for_a_definition(formula: str) -> None:
    assert last(f"We know ${formula}$.").verdict == "unknown"


def test_what_uses_such_a_symbol_stays_open() -> None:
    paper = papergrad.read(r"Let $Z = \int e^{-x^2} dx$. Then $\frac{\partial Z}{\partial x} = 3x$.")
    assert paper.findings[-1].verdict == "unknown"


LOSS = r"Let $J(\theta) = (\theta^\top x - y)^2$. We iterate "


@pytest.mark.parametrize(
    ("update", "verdict"),
    [
        (r"\theta = \theta - \alpha \nabla_\theta J", "right"),
        (r"\theta_j = \theta_j - \alpha \frac{\partial J}{\partial \theta_j}", "right"),
        (r"\theta = \theta + \alpha \nabla_\theta J", "wrong"),
        (r"v = \beta v + (1 - \beta) g", "defines"),
    ],
)
def test_an_update_with_an_equals_sign(update: str, verdict: str) -> None:
    found = last(f"{LOSS}${update}$.")
    assert (found.kind, found.verdict) == ("update", verdict)


def test_an_equation_that_only_mentions_its_left_side_is_no_update() -> None:
    assert last(r"$a = \sigma(a) + b$.").kind != "update"


def test_one_case_of_a_symbol_defines_nothing() -> None:
    paper = papergrad.read(
        r"Let $S = \sum_i (x_i - m)^2$. At $x_i = m$ the term vanishes. $\frac{\partial S}{\partial x_i} = 2(x_i - m)$."
    )
    assert [f.verdict for f in paper.findings] == ["defines", "defines", "right"]


@pytest.mark.parametrize("number", ["9 + 4", r"\frac{111}{26}", "2.5", "78 - (4.2)(5)"])
def test_the_number_of_an_example_is_no_mistake(number: str) -> None:
    paper = papergrad.read(rf"Let $S = \sum_i (x_i - m)^2$ and $b = \frac{{S}}{{n}}$. With our data $b = {number}$.")
    assert paper.findings[-1].verdict not in ("wrong", "ill-typed")


def test_a_letter_that_is_bold_elsewhere_is_not_sure_to_be_that_vector() -> None:
    page = r"""Let $\mathbf{x} \in \mathbb{R}^d$ and $\mathbf{c} \in \mathbb{R}^d$. In one dimension %s."""
    assert last(page % r"$f(x) = x^2$, so $f(x + e) = x x + 2 x e + e e$").verdict not in ("wrong", "ill-typed")
    assert last(page % r"$\mathbf{c}^\top \mathbf{x} = \mathbf{c} \mathbf{x}$").verdict == "ill-typed"


def test_a_second_formula_with_a_term_more_is_another_objective() -> None:
    page = r"""Let $J(w) = -\mathbb{E}[\log p(y \mid x)]$. With weight decay
    $J(w) = \lambda \|w\|^2 - \mathbb{E}[\log p(y \mid x)]$."""
    assert last(page).verdict not in ("wrong", "ill-typed")


def test_a_gradient_of_several_values_that_is_to_vanish_is_a_condition() -> None:
    page = r"""Let $x \in \mathbb{R}^d$, $W \in \mathbb{R}^{d \times d}$ and $f = W x$. We set $\nabla_x f = 0$."""
    assert last(page).verdict not in ("wrong", "ill-typed")
