"""Losses that nobody defines: what is claimed of their derivatives holds for every loss, or for none."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


PRODUCT = "Let $X \\in \\mathbb{R}^{n \\times d}$, $Y \\in \\mathbb{R}^{d \\times m}$ and $Z = XY$. "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Z} Y^T", "right"),
        (r"\frac{\partial L}{\partial Y} = X^T \frac{\partial L}{\partial Z}", "right"),
        (r"\frac{\partial L}{\partial Y} = 2 X^T \frac{\partial L}{\partial Z}", "wrong"),
        (r"\frac{\partial L}{\partial Y} = X \frac{\partial L}{\partial Z}", "ill-typed"),
        (r"\frac{\partial L}{\partial Y} = X^T \frac{\partial L}{\partial Z} + \lambda Y", "unknown"),  # a regulariser
    ],
)
def test_a_loss_is_a_function_of_what_is_computed_last(claim: str, verdict: str) -> None:
    page = PRODUCT + r"$\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Z} Y^T$. " + f"${claim}$"
    assert verdicts(page)[-1] == verdict


def test_an_error_signal_is_named_by_a_derivative() -> None:
    page = r"""# Columns
Let $x \in \mathbb{R}^{n \times 1}$, $W \in \mathbb{R}^{m \times n}$.
$$y = W x$$
$$\frac{\partial L}{\partial y} = \delta$$
$$\frac{\partial L}{\partial x} = W^T \delta$$
# Rows
Let $x \in \mathbb{R}^{1 \times n}$, $W \in \mathbb{R}^{n \times m}$.
$$y = x W + b$$
$$\frac{\partial L}{\partial y} = \delta$$
$$\frac{\partial L}{\partial x} = \delta W^T$$
$$\frac{\partial L}{\partial W} = x^T \delta$$
"""
    found = [v for v in verdicts(page) if v != "declares"]
    assert found == ["defines", "defines", "right", "defines", "defines", "right", "right"]


def test_a_part_does_not_guess_what_was_explained_before_it() -> None:
    page = r"""# Network
$$z = W x + b, \qquad \hat y = \text{softmax}(z)$$
The loss is $$\mathcal{L}(\hat y, y) = -\sum_{k=1}^n y_k \log \hat y_k$$
# Output
$$\frac{\partial \mathcal{L}}{\partial z_j} = \hat y_j - y_j$$
$$\frac{\partial \mathcal{L}}{\partial z_j} = y_j - \hat y_j$$
"""
    found = papergrad.read(page).findings
    assert [f.verdict for f in found[-2:]] == ["right-if", "wrong"]


def test_a_prediction_by_a_function_nobody_defines_has_the_shape_of_its_entries() -> None:
    page = r"""$\hat y = f(x, \theta)$, $L = -\sum_{k=1}^K y_k \log \hat y_k$.
    $\frac{\partial L}{\partial \hat y_k} = -\frac{y_k}{\hat y_k}$"""
    assert verdicts(page)[-1] == "right"


def test_what_a_later_part_defines_is_no_longer_open() -> None:
    page = r"""# Chains
$$\frac{\partial C}{\partial a} = \frac{\partial C}{\partial b} \frac{\partial b}{\partial a}$$
# A network
$$z = w x + b, \quad y = \sigma(z), \quad C = \frac{1}{2} (y - t)^2$$
$$\frac{\partial C}{\partial b} = (y - t) y (1 - y)$$
$$\frac{\partial C}{\partial b} = (y - t) y (1 + y)$$
"""
    assert verdicts(page)[-2:] == ["right", "wrong"]


@pytest.mark.parametrize(("slope", "verdict"), [("y^2", "right"), ("x", "wrong")])
def test_a_quantity_may_be_derived_by_the_value_of_a_function(slope: str, verdict: str) -> None:
    page = rf"""$$f(x, y) = x y^2$$
$$\frac{{\partial \ell}}{{\partial x}} = \frac{{\partial \ell}}{{\partial f(x, y)}} \frac{{\partial f(x, y)}}{{\partial x}}$$
$$\frac{{\partial \ell}}{{\partial x}} = \frac{{\partial \ell}}{{\partial f(x, y)}} {slope}$$"""
    assert verdicts(page) == ["defines", "right", verdict]


def test_a_value_that_stands_in_the_numerator_is_derived_by_as_it_stands() -> None:
    page = r"""$g(x) = x^2$, $h = \sin(g(x))$, $\frac{dh}{dg(x)} = \cos(g(x))$, $\frac{dh}{dg(x)} = \sin(g(x))$"""
    assert verdicts(page) == ["defines", "defines", "right", "wrong"]


def test_what_nobody_defines_goes_with_symbols_that_are_said_anew() -> None:
    page = r"""# Numbers
With $z = x y$: $\frac{\partial L}{\partial x} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial x}$
# Vectors
$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z = W x$. $\frac{\partial L}{\partial x} = W^T \frac{\partial L}{\partial z}$,
$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^T$,
$\frac{\partial L}{\partial W} = 2 \frac{\partial L}{\partial z} x^T$
"""
    assert verdicts(page)[-3:] == ["right", "right", "wrong"]


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        (r"\frac{\partial r_1}{\partial s} \\ \vdots \\ \frac{\partial r_n}{\partial s}", "right"),
        (r"\frac{\partial r_1}{\partial s} & \cdots & \frac{\partial r_n}{\partial s}", "right"),
    ],
)
def test_a_vector_that_is_derived_entry_by_entry_depends_on_what_it_is_derived_by(entries: str, verdict: str) -> None:
    page = r"The vector $r$ changes with $s$. $$\frac{\partial r}{\partial s} = \begin{bmatrix} %s \end{bmatrix}$$"
    assert papergrad.read(page % entries).findings[-1].verdict == verdict
    slip = entries.replace(r"\frac{\partial r_n}{\partial s}", r"\frac{\partial r_1}{\partial s}")
    assert papergrad.read(page % slip).findings[-1].verdict not in ("right", "right-if", "right-up-to-layout")


ATTENTION = r"""$$Q = X W_Q, \quad K = X W_K, \quad V = X W_V, \quad S = Q K^T, \quad A = softmax(S), \quad O = A V$$
$$\frac{\partial L}{\partial X} = %s$$"""
SHOWN = r"\frac{\partial L}{\partial Q} W_Q^T + \frac{\partial L}{\partial K} W_K^T"


@pytest.mark.parametrize(
    ("gradient", "verdict"),
    [(SHOWN, "unknown"), (SHOWN + r" + \frac{\partial L}{\partial V} W_V^T", "right")],
)
def test_a_way_that_is_not_shown_is_asked_for(gradient: str, verdict: str) -> None:
    assert papergrad.read(ATTENTION % gradient).findings[-1].verdict == verdict
