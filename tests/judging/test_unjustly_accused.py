"""Right statements that documents of other people were accused of, each with a slip beside it that is still found."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in papergrad.read(text).findings if one.verdict not in ("defines", "declares")]


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


NORMS = r"""$\|\mathbf{x}\|_2 = \sqrt{\sum_{i=1}^n x_i^2}.$

$\|\mathbf{x}\|_1 = %s$

$\|\mathbf{X}\|_F = \sqrt{\sum_{i=1}^m \sum_{j=1}^n x_{ij}^2}.$
"""


def test_entries_of_bold_tables_go_by_the_small_letter() -> None:
    assert verdicts(NORMS % r"\sum_{i=1}^n |x_i|") == ["right", "right", "right"]
    assert verdicts(NORMS % r"\sum_{i=1}^n x_i^2")[1] != "right"


def test_what_is_raised_is_a_number() -> None:
    assert verdicts("Split it by $e^{A+B} = e^A e^B$.") == ["right"]
    assert verdicts("Split it by $e^{A+B} = e^A + e^B$.") == ["wrong"]
    matrices = r"Let $A, B \in \mathbb{R}^{n \times n}$ commute. Then $e^{A+B} = e^A e^B$."
    assert verdicts(matrices) == ["unknown"]  # of matrices, it is another exponential


LAGRANGIAN = r"""## Projection

The length is $\alpha = \frac{w^T x + b}{w^T w}$.

## Dual

$$\mathcal{L}(w, b, \alpha) = \frac{1}{2} w^T w - \alpha (w^T x + b - 1)$$
$$\nabla_w \mathcal{L}(w, b, \alpha) = w %s \alpha x$$
"""


def test_the_other_arguments_of_a_function_are_held_fixed() -> None:
    assert last(LAGRANGIAN % "-") in ("right", "right-if")
    assert last(LAGRANGIAN % "+") == "wrong"


def test_nothing_is_refuted_where_a_side_is_not_defined() -> None:
    binary = r"Let $p = t$, where $t$ is binary, $t \in \{0, 1\}$. $$\frac{1-p}{p} t = 1 - t$$"
    assert last(binary) != "wrong"


JACOBIAN = r"""Let $y = f(x)$ with $f: \mathbb{R}^N \to \mathbb{R}^M$ and

$$J = \begin{bmatrix} \frac{\partial y_1}{\partial x_1} & \cdots & \frac{\partial y_1}{\partial x_N} \\ \vdots & & \vdots \\
\frac{\partial y_M}{\partial x_1} & \cdots & \frac{\partial y_M}{\partial x_N} \end{bmatrix}$$

The dimension of $J$ is $M \times N$.
"""


def test_a_shape_that_words_say_stands_beside_a_definition_that_was_not_read() -> None:
    assert last(JACOBIAN) != "wrong"


CONDITIONS = [
    (r"Setting this to zero gives $a^T u = b^T u$.", "equality"),
    (r"All the weight is on one source: $y = s$ or $y = r$, with $y = w^T x$ and $s = v^T x$.", "alternatives"),
    (r"Let $f(x) = x^2$. For the second, if $f'(x) = 0$, the claim follows.", "slope"),
    (r"Let $w = \exp(-y h)$. Then we update $w = \exp(-y h) / Z$ for the next step.", "step"),
]


@pytest.mark.parametrize("text", [text for text, _ in CONDITIONS], ids=[name for _, name in CONDITIONS])
def test_what_words_make_a_condition_is_no_slip(text: str) -> None:
    assert "wrong" not in verdicts(text) and "ill-typed" not in verdicts(text)


EXAMPLE = r"""Let $W \in \mathbb{R}^{m \times n}$, $z = W x$ and $L = c^T z$, so that $\frac{\partial L}{\partial W} = c x^T$.

With the numbers of the first section $\frac{\partial L}{\partial W} = -0.0516 + 0$.
"""


def test_a_matrix_may_be_a_number_in_an_example() -> None:
    assert verdicts(EXAMPLE) == ["right", "unknown"]


SEVERAL = r"""The inputs are
$$x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$$ $$W = \begin{bmatrix} 1 & 1 \end{bmatrix}$$
$$z = W x = \begin{bmatrix} 1 & 1 \end{bmatrix}
\begin{bmatrix} 1 \\ 2 \end{bmatrix} = \begin{bmatrix} %s \end{bmatrix}$$

Another observation:
$$x = \begin{bmatrix} 2 \\ 2 \end{bmatrix}$$
"""


def test_a_vector_of_numbers_may_be_that_of_another_example() -> None:
    assert "wrong" not in verdicts(SEVERAL % "3")
    assert "wrong" in verdicts(SEVERAL % "4")


GIVEN = r"""Let $f(x, y) = (x + y) \max(x, y)$. At $x = 1$ and $y = 2$ we find $\frac{\partial f}{\partial x} = %s$."""


def test_a_slope_at_the_numbers_of_an_example() -> None:
    assert last(GIVEN % "2") in ("right", "right-if", "unknown")


MEANS = r"""$Z = W X + b$, $A = \sigma(Z)$ and $J = -\frac{1}{m} \sum_{i=1}^m (y_i \log a_i + (1 - y_i) \log(1 - a_i))$.

$$dZ = A - Y$$ $$dW = %s dZ X^T$$ $$db = %s \sum_{i=1}^m dz_i$$
"""


def test_gradients_by_short_names_are_of_the_mean_or_of_the_sum() -> None:
    assert "wrong" not in verdicts(MEANS % (r"\frac{1}{m}", r"\frac{1}{m}"))
    assert "wrong" not in verdicts(MEANS % ("", ""))


LATER = r"$$y = \sum_{i=1}^M z_i u_i + \sum_{i=M+1}^D b_i u_i$$ $$\frac{\partial y}{\partial b_j} = u_j$$"


def test_which_entry_it_is_words_may_say() -> None:
    assert last(LATER) == "unknown"


@pytest.mark.parametrize(
    "text", [r"$\vert \vert x \vert\vert^2 = x^T x$", r"$\lvert\lvert x \rvert \rvert ^2 = x^T x$"]
)
def test_two_bars_are_a_norm(text: str) -> None:
    assert verdicts(text) == ["right"]


def test_a_divergence_is_no_function_of_two_letters() -> None:
    page = r"$\mathcal{L} = \mathbb{E}[\log p(x|z)] - KL(q(z|x) \| p(z))$ and "
    page += r"$KL = \frac12 \sum_j (\mu_j^2 + \sigma_j^2 - \log \sigma_j^2 - 1)$. "
    assert last(page + r"$\frac{\partial KL}{\partial \mu_j} = \mu_j$") == "right"
    assert last(page + r"$\frac{\partial KL}{\partial \mu_j} = 2 \mu_j$") == "wrong"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (r"Let $a = M c$ and $b = N c + c$. Setting this to zero gives $a^T u = b^T u$.", "set something to zero"),
        (r"Let $y = w^T x$, $s = v^T x$ and $r = u^T x$. It is $y = s$ or $y = r$.", "another one stands beside it"),
        (r"Let $A, B \in \mathbb{R}^{n \times n}$. Then $e^{A+B} = e^A e^B$.", "is meant entry by entry is not said"),
        (LATER, "where b begins is not said"),
        (
            r"Let $b \in \mathbb{R}$. $$(1 - b) \sum_{k=0}^{n-1} b^k = 1 - b^n$$",
            "is a power or has a label is not said",
        ),
    ],
)
def test_why_it_is_left_open_is_said(page: str, why: str) -> None:
    assert any(why in one.message for one in papergrad.read(page).findings if one.verdict == "unknown")
