"""What one part says, and another one derives."""

from __future__ import annotations

import pytest

import papergrad

PAGE = "## Model\n\n%s\n\n## Derivation\n\n%s\n"
LAYERS = (
    r"$z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$, $a^{(l)} = g(z^{(l)})$, $J = \frac12 \|a^{(L)} - y\|^2$ and "
    r"$\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}$."
)
NORM = r"$R = \frac{\alpha}{2}\sum_{l=1}^L \sum_i \sum_j (w_{ij}^l)^2$ and "
SVM = r"$s = W x$ and $L = \sum_{j \neq y} \max(0, s_j - s_y + 1)$"
BASIS = r"$E = \frac12 \sum_{n=1}^N (t_n - w^T \phi(x_n))^2 + \frac{\lambda}{2} w^T w$"
UNITS = r"$a_i^l = \sigma(z_i^l)$ with $z_i^l = \sum_j w_{ij}^l a_j^{l-1} + b_i^l$ and $C = \frac{1}{2}\sum_j (y_j - a_j^L)^2$"


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("model", "right", "wrong"),
    [
        (LAYERS, r"$\delta^{(L)} = (a^{(L)} - y) \odot g'(z^{(L)})$", r"$\delta^{(L)} = (y - a^{(L)}) \odot g'(z^{(L)})$"),
        (
            LAYERS,
            r"$\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot g'(z^{(l)})$",
            r"$\delta^{(l)} = W^{(l+1)} \delta^{(l+1)} \odot g'(z^{(l)})$",
        ),
        (
            SVM,
            r"$\frac{\partial L}{\partial s_j} = 1[s_j - s_y + 1 > 0]$",
            r"$\frac{\partial L}{\partial s_j} = -1[s_j - s_y + 1 > 0]$",
        ),
        (
            BASIS,
            r"$\frac{\partial E}{\partial w} = -\sum_{n=1}^N (t_n - w^T \phi(x_n)) \phi(x_n) + \lambda w$",
            r"$\frac{\partial E}{\partial w} = -\sum_{n=1}^N (t_n - w^T \phi(x_n)) \phi(x_n) - \lambda w$",
        ),
        (
            UNITS,
            r"$R = \frac{\alpha}{2}\sum_{i,j,l} (w_{ij}^l)^2$ and $\frac{\partial R}{\partial w_{ij}^l} = \alpha w_{ij}^l$",
            r"$R = \frac{\alpha}{2}\sum_{i,j,l} (w_{ij}^l)^2$ and $\frac{\partial R}{\partial w_{ij}^l} = 2 \alpha w_{ij}^l$",
        ),
        (
            UNITS,
            NORM + r"$\frac{\partial R}{\partial w_{ij}^l} = \alpha w_{ij}^l$",
            NORM + r"$\frac{\partial R}{\partial w_{ij}^l} = \alpha$",
        ),
    ],
)  # fmt: skip
def test_it_is_judged(model: str, right: str, wrong: str) -> None:
    assert last(PAGE % (model, right)) in ("right", "right-if")
    assert last(PAGE % (model, wrong)) in ("wrong", "ill-typed")


def test_what_is_declared_anew_is_no_number_of_before() -> None:
    page = PAGE % (
        r"$f(x) = x^3$ and $y = f(x)$",
        r"""- $\mathbf{y} \in \mathbb{R}^n$
- $\mathbf{X} \in \mathbb{R}^{n \times p}$
- $\beta \in \mathbb{R}^{p}$

$J(\beta) = \|\mathbf{y} - \mathbf{X} \beta\|^2 = (\mathbf{y} - \mathbf{X} \beta)^T (\mathbf{y} - \mathbf{X} \beta)$""",
    )
    assert last(page) == "right"


@pytest.mark.parametrize("space", [r"y \in \{-1, 1\}", r"y \in \mathbb{R}"])
@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
def test_what_is_only_declared_keeps_its_shape(space: str, sign: str, verdict: str) -> None:
    slope = rf"$$\frac{{\partial g}}{{\partial w}} = {sign}\frac{{y x}}{{1 + e^{{y w^T x}}}}$$"
    assert last(f"Let ${space}$.\n\n## Loss\n\n$g = \\log(1 + e^{{-y w^T x}})$\n\n{slope}") == verdict


def test_samples_that_are_only_declared() -> None:
    declared = r"$x_i \in \mathbb{R}^d$, $y_i \in \{-1, 1\}$, $w \in \mathbb{R}^d$ and $X \in \mathbb{R}^{n \times d}$."
    loss = r"$$L = \frac1n \sum_{i=1}^n \log(1 + e^{-y_i w^T x_i})$$"
    slope = r"$$\frac{\partial L}{\partial w} = -\frac1n \sum_{i=1}^n \frac{y_i x_i}{1 + e^{y_i w^T x_i}}$$"
    squares = r"$$J = \|X w - y\|^2$$ $$\frac{\partial J}{\partial w} = 2 X^T (X w - y)$$"
    paper = papergrad.read(f"## Notation\n\n{declared}\n\n## Loss\n\n{loss}\n\n{slope}\n\n## Squares\n\n{squares}")
    assert [f.verdict for f in paper.findings if f.kind == "gradient"] == ["right", "right"]
