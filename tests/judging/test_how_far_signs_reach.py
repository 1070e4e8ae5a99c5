"""How far a determinant, a derivative sign or a sum reaches, and what is a differential."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(("of", "verdicts"), [("A^{-1}", ("right", "right-if")), ("A", ("wrong", "ill-typed"))])
def test_a_determinant_may_be_of_the_next_factor(of: str, verdicts: tuple[str, ...]) -> None:
    page = r"For $A \in \mathbb{R}^{n \times n}$ $$\frac{\partial}{\partial A} \log \det A = \frac{1}{\det A} \det A {(%s)}^T$$"
    assert last(page % of) in verdicts


@pytest.mark.parametrize(("sign", "verdicts"), [("-", ("right", "right-if")), ("+", ("wrong", "unknown"))])
def test_a_derivative_sign_takes_the_call_behind_it(sign: str, verdicts: tuple[str, ...]) -> None:
    page = r"""$$f_k(z) = \exp(-\|z - y_k\|^2)$$ $$q_j = \frac{f_j(u)}{\sum_{k} f_k(u)}$$
$$\nabla_{u} q_{j} =
\frac{\nabla_{u} f_j(u) \sum_{k} f_k(u) %s f_j(u) \sum_{k}\nabla_{u} f_k(u)}{\left( \sum_{k} f_k(u) \right)^2}$$"""
    assert last(page % sign) in verdicts


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_a_sum_ends_before_the_letter_of_the_head(sign: str, verdict: str) -> None:
    page = r"""The softmax is $s_i = \frac{e^{x_i}}{\sum_j e^{x_j}}$. Of the other inputs $x_j$, where $j \neq i$,
$$\frac{\partial s_i}{\partial x_j} = \frac{\sum_j e^{x_j} \cdot 0 %s e^{x_i} e^{x_j}}{(\sum_j e^{x_j})^2}$$"""
    assert last(page % sign) == verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathrm{d}A^{-1} A + A^{-1} \mathrm{d}A = \mathrm{d}I_n",
        r"\mathrm{d} \det A = \mathrm{tr}(\det (A) A^{-1} \mathrm{d}A)",
        r"\mathrm{d}_w[-2X^T(y-Xw)] = 2X^TX \mathrm{d}w",
    ],
)
def test_differentials_are_not_judged(claim: str) -> None:
    assert last(rf"Let $A \in \mathbb{{R}}^{{n \times n}}$. $${claim}$$") == "unknown"


def test_an_upright_d_still_names_gradients() -> None:
    page = r"""$z = W x + b$, $a = \sigma(z)$, $L = \frac{1}{2}\|a - y\|^2$. Then
$\mathrm{d}z = (a - y) \odot a \odot (1 - a)$ and $\mathrm{d}W = \mathrm{d}z x^T$."""
    assert [f.verdict for f in papergrad.read(page).findings[-2:]] == ["right", "right"]


def test_a_nabla_that_does_not_say_by_what_accuses_nobody_of_shapes() -> None:
    page = r"$f(x) = x^2$ and later $$\nabla f = \begin{bmatrix} 2x \\ 2y \end{bmatrix}$$"
    assert last(page) == "unknown"


def test_a_logarithm_under_a_nabla_is_a_number() -> None:
    page = r"""Let $y \in \mathbb{R}^m$, $w \in \mathbb{R}^n$.

$$\nabla_w \log(1 + \exp(-y \langle w, x \rangle)) = -\sigma(-y \langle w, x \rangle) y x$$"""
    assert last(page) in ("unknown", "right", "right-if")


def test_a_lost_sign_is_missed_in_every_link() -> None:
    page = r"""$z = h u + b$ with numbers $h$, $u$ and $b$.

$$\frac{\partial z}{\partial b} = \frac{\partial (h u + b)}{\partial b} = 0 + \frac{b}{\partial b}$$"""
    found = papergrad.read(page).findings[-1]
    assert (found.verdict, found.code) == ("ill-typed", "PG213")
