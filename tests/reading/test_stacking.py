"""A matrix of data and its samples, of which hardly anybody says how they belong together."""

import pytest

import papergrad

LOSS = r"$$E(w) = \frac{1}{2} \sum_{i=1}^{n} (w^\top x_i - y_i)^2$$ "


def last(text):
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("shape", "claim", "verdict"),
    [
        (r"n \times d", r"X^\top (X w - y)", "right"),
        (r"n \times d", r"2 X^\top (X w - y)", "wrong"),
        (r"d \times n", r"X (X^\top w - y)", "right"),
        (r"d \times n", r"2 X (X^\top w - y)", "wrong"),
    ],
)
def test_samples_are_rows_or_columns_as_the_lengths_have_it(shape, claim, verdict):
    declared = rf"Let $X \in \mathbb{{R}}^{{{shape}}}$, $w \in \mathbb{{R}}^d$, $y \in \mathbb{{R}}^n$. "
    assert last(declared + LOSS + rf"$$\nabla_w E = {claim}$$") == verdict


def test_samples_are_rows_where_nothing_says():
    assert last(r"With $x_i \in \mathbb{R}^d$: " + LOSS + r"$$\nabla_w E = X^\top (X w - y)$$") == "right"


def test_a_gradient_of_a_function_of_one_symbol_needs_no_subscript():
    assert last(LOSS + r"$$\nabla^2 E = \sum_{i=1}^{n} x_i x_i^\top$$") == "right"


def test_weights_are_not_the_samples_of_anything():
    text = r"$$h_t = \tanh(H h_{t-1} + x_t), \quad L = \sum_{t=1}^{T} a^\top h_t$$"
    assert "row" not in " ".join(papergrad.read(text).reading.scopes[-1].conventions)


def test_what_is_computed_for_one_example_is_no_row_of_a_matrix():
    """The a^(i) are each the a of their example, here and where A is spoken of."""
    text = r"""
$$z = w^T x + b, \quad \hat y = a = \sigma(z), \quad L(a, y) = -(y \log a + (1 - y) \log (1 - a))$$
$$J(w, b) = \frac1m \sum_{i=1}^m L(a^{(i)}, y^{(i)})$$
$$\frac{da}{dz} = a (1 - a), \quad \frac{dL}{dz} = a - y$$
$$\frac{\partial J}{\partial w} = \frac1m X (A - Y)^T$$
$$\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m (a^{(i)} - y^{(i)})$$
"""
    assert papergrad.read(text).findings[-1].verdict == "right"


NORMAL = r"""## Cost

$$J(\theta) = \frac12 \sum_{i=1}^n (\theta^T x^{(i)} - y^{(i)})^2$$

## Normal equations

Let $X \in \mathbb{R}^{n \times d}$ have the $x^{(i)}$ as its rows.

$$\nabla_\theta J(\theta) = %s$$

Thus the value of $\theta$ that minimizes $J(\theta)$ is

$$\theta = (X^T X)^{-1} X^T \vec{y}$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"X^T X \theta - X^T \vec{y}", "right"),
        (r"X^T (X \theta - \vec{y})", "right"),
        (r"X^T X \theta + X^T \vec{y}", "wrong"),
        (r"2 X^T (X \theta - \vec{y})", "wrong"),
    ],
)
def test_the_normal_equations(slope: str, verdict: str) -> None:
    """They hold of any θ, and not only of the one that is solved for; the y with an arrow is that of all samples."""
    page = papergrad.read(NORMAL % slope)
    assert [f.verdict for f in page.findings if f.kind == "gradient"] == [verdict]
