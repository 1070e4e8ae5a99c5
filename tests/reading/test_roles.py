"""What is no equation of numbers: products of shapes, maps, and arrows."""

from __future__ import annotations

import pytest

import papergrad


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"(N\times M) \times (M \times 1) = N \times 1", "right"),
        (r"(1 \times M)(M \times N) = 1 \times N", "right"),
        (r"(N, D) \cdot (D, M) \rightarrow (N, M)", "right"),
        (r"(N\times M) \times (K \times 1) = N \times 1", "ill-typed"),
        (r"(a \times b) \times (b \times c) = (a \times b)", "wrong"),
        (r"\mathbb{R}^N \rightarrow \mathbb{R}", "declares"),
        (r"z \sim \mathcal{N}(0, 1)", "declares"),
    ],
)
def test_verdicts(text: str, verdict: str) -> None:
    assert [f.verdict for f in papergrad.read(f"Here ${text}$.").findings] == [verdict]


def test_an_arrow_claims_nothing() -> None:
    assert papergrad.read(r"The path $a \to b \to c$.").findings == ()


def test_a_shape_in_one_case_of_several_contradicts_nothing() -> None:
    page = r"""Let $x \in \mathbb{R}^N$ and $W \in \mathbb{R}^{M \times N}$. If $x$ has dimension $N \times K$, much is the same."""
    assert all(f.verdict == "declares" for f in papergrad.read(page).findings)
    page = page.replace("If $x$ has", "Here $x$ has")
    assert [f.verdict for f in papergrad.read(page).findings][-1] == "wrong"


def test_the_shape_of_a_transpose_is_that_of_the_symbol_turned() -> None:
    page = r"""$W \in \mathbb{R}^{m \times n}$, $u^T \in \mathbb{R}^{1 \times n}$, $z = W u$, $J = \|z\|^2$.
    $$\frac{\partial J}{\partial W} = \frac{\partial J}{\partial z} u^T$$"""
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("u^T$$", "u$$").replace("} u^T", "} u")).findings[-1].bad


def test_a_range_is_no_formula_that_an_equality_goes_on_from() -> None:
    page = r"For $l \geq 2$: $$\frac{\partial e}{\partial w} = \delta x$$ $$= 0$$"
    assert not [f for f in papergrad.read(page).findings if f.bad]


def test_an_upright_d_is_the_sign_of_a_differential_where_another_is_a_size() -> None:
    page = r"For $x \in \mathbb{R}^d$ and $A \in \mathbb{R}^{d \times d}$: $f(x) = A x$. $$\mathrm{d} f(x) = f(\mathrm{d} x)$$"
    found = papergrad.read(page).findings[-1]
    assert found.verdict == "unknown" and "differentials" in found.message
    assert papergrad.read(page + r" $$\nabla \|x\|^2 = 2 x$$").findings[-1].verdict == "right"
    assert papergrad.read(page + r" $$\nabla \|x\|^2 = 3 x$$").findings[-1].verdict == "wrong"
