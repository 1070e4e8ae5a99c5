r"""``\Delta w`` is the change of w, one symbol, where a document has no Δ of its own."""

from __future__ import annotations

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_a_change_is_defined_and_derived_by() -> None:
    page = r"$\Delta w = -\eta g$ and $v = w + \Delta w$ for numbers $w$, $g$ and $\eta$. "
    assert verdicts(page + r"$\frac{\partial v}{\partial \Delta w} = 1$")[-1] == "right"
    assert verdicts(page + r"$\frac{\partial v}{\partial g} = -\eta$")[-1] == "right"
    assert verdicts(page + r"$\frac{\partial v}{\partial g} = \eta$")[-1] == "wrong"


def test_with_scripts() -> None:
    paper = papergrad.read(r"$\Delta w_{ij} = -\eta g_{ij}$")
    assert [f.verdict for f in paper.findings] == ["defines"]
    assert r"\Delta w" in paper.findings[0].reading


def test_a_delta_of_its_own_stays_a_symbol() -> None:
    page = r"$\Delta \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $J = u^T \Delta x$. "
    assert verdicts(page + r"$\frac{\partial J}{\partial x} = \Delta^T u$")[-1] in ("right", "right-up-to-layout")


def test_a_small_delta_is_a_letter_where_it_stands_in_no_direction() -> None:
    page = r"Let $L = \delta x^2$ for numbers $x$ and $\delta$. $$\frac{\partial L}{\partial x} = %s \delta x$$"
    assert verdicts(page % "2")[-1] == "right"
    assert verdicts(page % "3")[-1] == "wrong"
