"""A small t is the sign of a transpose where it is no letter for steps."""

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


KERNEL = r"Let $X \in \mathbb{R}^{d \times n}$. Let $k(\mathbf{x}, \mathbf{y}) = \mathbf{x}^{t} \mathbf{y}$. "


def test_a_kernel() -> None:
    page = KERNEL + r"$$K_{ij} = k(\mathbf{x}_i, \mathbf{x}_j) = \mathbf{x}_i^T \mathbf{x}_j$$"
    assert last(page) == "right"
    assert last(page.replace(r"= \mathbf{x}_i^T", r"= 2 \mathbf{x}_i^T")) == "wrong"


def test_normal_equations() -> None:
    page = r"$J(w) = \frac12 \|X w - y\|^2$, $X \in \mathbb{R}^{m \times n}$, $\nabla J(w) = X^t (X w - y)$"
    assert last(page) == "right"
    assert last(page.replace("= X^t", "= -X^t")) == "wrong"


@pytest.mark.parametrize(
    "page",
    [
        r"$$h^t = \tanh(W x^t + U h^{t-1})$$ $$o^t = V h^t$$",
        r"$$L = \sum_t \|y^t - V h^t\|^2$$ $$\frac{\partial L}{\partial V} = -2 \sum_t (y^t - V h^t) (h^t)^T$$",
    ],
)
def test_steps_stay_steps(page: str) -> None:
    read = " ".join(f.reading for f in papergrad.read(page).findings)
    assert "h^t" in read
    assert "h^T" not in read
