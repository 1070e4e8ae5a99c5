"""Updates: a step down the gradient of what is updated, at any rate; other methods are no mistakes."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.verdict import Finding

LAYER = r"""Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b, y \in \mathbb{R}^m$, $h = \sigma(W x + b)$ and
$J = \frac{1}{2} \|h - y\|^2 + \frac{\lambda}{2} \|W\|_F^2$ with $\lambda \in \mathbb{R}$. """
STEP = r"(h - y) \odot h \odot (1 - h)"


def update(claim: str, given: str = LAYER) -> Finding:
    return papergrad.read(f"{given}\n\n$${claim}$$\n").findings[-1]


@pytest.mark.parametrize(
    "claim",
    [
        r"W \leftarrow W - \alpha \frac{\partial J}{\partial W}",
        r"W := W - \eta \nabla_W J",
        rf"W \leftarrow W - \alpha ({STEP} x^T + \lambda W)",
        rf"W \leftarrow W - 2 \alpha ({STEP} x^T + \lambda W)",  # the rate is anybody's choice
        rf"b \leftarrow b - \alpha {STEP}",
        r"b \leftarrow b + \alpha (y - h) \odot h \odot (1 - h)",
    ],
)
def test_a_step_down_the_gradient_is_right(claim: str) -> None:
    found = update(claim)
    assert (found.kind, found.verdict) == ("update", "right"), found.message


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (r"W \leftarrow W + \alpha \frac{\partial J}{\partial W}", "PG202"),
        (rf"b \leftarrow b + \alpha {STEP}", "PG202"),
        (r"b \leftarrow b - \alpha (h - y)", "PG205"),
        (rf"W \leftarrow W - \alpha {STEP} x^T", "PG204"),  # the regulariser is forgotten
        (r"b \leftarrow b - \alpha (h - y) \odot h \odot (1 - y)", "PG210"),
    ],
)
def test_a_slip_in_a_step_is_named(claim: str, code: str) -> None:
    found = update(claim)
    assert (found.verdict, found.code) == ("wrong", code), found.message


@pytest.mark.parametrize(
    "claim", [r"W \leftarrow W - \alpha \frac{\partial J}{\partial b}", rf"W \leftarrow W - \alpha x ({STEP})^T"]
)
def test_a_step_of_another_shape_does_not_conform(claim: str) -> None:
    assert update(claim).verdict == "ill-typed"


@pytest.mark.parametrize(
    "claim",
    [
        r"v \leftarrow \beta v + (1 - \beta) \frac{\partial J}{\partial W}",  # momentum
        r"W \leftarrow W - \alpha v",
        r"W \leftarrow (1 - \alpha \kappa) W - \alpha \frac{\partial J}{\partial W}",  # weight decay
        r"W \leftarrow W - \alpha \frac{v}{\sqrt{s} + \epsilon}",  # Adam
    ],
)
def test_other_methods_remain_definitions(claim: str) -> None:
    assert update(claim).verdict in ("defines", "unknown")


def test_newton_is_no_mistake() -> None:
    given = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric, $w, c \in \mathbb{R}^n$, $J = \frac12 w^T A w - c^T w$."
    assert update(r"w \leftarrow w - \alpha A^{-1} (A w - c)", given).verdict == "defines"
    assert update(r"w \leftarrow w - \alpha (A w - c)", given).verdict == "right"
    assert update(r"w \leftarrow w - \alpha (A w + c)", given).code == "PG202"


def test_what_is_to_be_climbed_is_climbed() -> None:
    given = r"Let $w, c \in \mathbb{R}^n$ and the log-likelihood $\ell = c^T w - \frac12 w^T w$."
    assert update(r"w \leftarrow w + \alpha (c - w)", given).verdict == "defines"
    assert update(r"w \leftarrow w - \alpha (c - w)", given).verdict == "defines"


def test_a_step_over_a_divisor_comes_to_an_end() -> None:
    page = r"$J = w^2$, $v = \frac{\partial J}{\partial w}$ and $$w := w - \alpha / s \, v$$"
    assert papergrad.read(page).findings[-1].verdict in ("defines", "right", "unknown")


def test_a_step_down_something_unknown_is_none_of_what_is_known() -> None:
    page = r"For numbers $w = \mu + \sigma \epsilon$, $D = \frac{\partial f}{\partial w} + \frac{\partial f}{\partial \mu}$. "
    assert papergrad.read(page + r"$$\mu \leftarrow \mu - \alpha D$$").findings[-1].verdict == "defines"
    known = r"Let $J = \frac12 (w - c)^2$ and $D = \frac{\partial J}{\partial w}$. "
    assert papergrad.read(known + r"$$w \leftarrow w - \alpha D$$").findings[-1].verdict == "right"
    assert papergrad.read(known + r"$$w \leftarrow w + \alpha D$$").findings[-1].verdict == "wrong"


def test_a_variable_that_was_first_met_transposed_is_updated_as_it_stands() -> None:
    page = r"$h(x) = \sigma(w^T x)$ and $J(w) = -\sum_i [t_i \log h(x_i) + (1 - t_i) \log(1 - h(x_i))]$. "
    found = [papergrad.read(page + rf"$$w := w {sign} \eta \nabla J$$").findings[-1].verdict for sign in "-+"]
    assert found == ["right", "wrong"]


def test_a_gradient_by_its_short_name_is_that_of_something() -> None:
    page = r"$z^{(i)} = w^T x^{(i)} + b$ with $w \in \mathbb{R}^n$. "
    assert papergrad.read(page + r"Then $w := w - \alpha \cdot dw$").findings[-1].verdict == "defines"
    said = r"$J = \frac12 \|w - c\|^2$ and $dw = \frac{\partial J}{\partial w}$. "
    assert papergrad.read(page + said + r"Then $w := w - \alpha \cdot dw$").findings[-1].verdict == "right"
    assert papergrad.read(page + said + r"Then $w := w + \alpha \cdot dw$").findings[-1].verdict == "wrong"


def test_a_step_down_what_was_only_derived_elsewhere_is_none_of_what_is_known() -> None:
    page = (
        r"For $w, x, y \in \mathbb{R}$: $\frac{\partial E}{\partial w} = \frac{\partial}{\partial w} \frac12 (w x - y)^2$."
        "\n\n# Another\n\n"
        r"Let $B = \beta^2$ with $\beta \in \mathbb{R}$. $$\beta \leftarrow \beta - \eta \frac{\partial %s}{\partial \beta}$$"
    )
    assert papergrad.read(page % "E").findings[-1].verdict == "defines"
    assert papergrad.read(page % "B").findings[-1].verdict == "right"
    assert papergrad.read((page % "B").replace(r"\beta - ", r"\beta + ")).findings[-1].verdict == "wrong"
