"""What looks like a claim and is none: growth, start values, labels told apart, numbers of an example."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize("order", ["O(n^2)", r"\mathcal{O}(n^2)", r"\Theta(n^2)"])
def test_growth_is_not_judged(order: str) -> None:
    page = rf"Let $n, k \in \mathbb{{R}}$. There are $n^2 + 3 n k = {order}$ of them, and $n (n + 3 k) = n^2 + 3 n k$."
    assert verdicts(page)[-2:] == ["unknown", "right"]


def test_a_start_value_has_no_shape() -> None:
    page = r"Let $X \in \mathbb{R}^{m \times n}$, $y \in \mathbb{R}^m$. Start with $\theta \leftarrow 0$. "
    page += r"Then $\theta \leftarrow \theta - \eta X^T %s$"
    assert verdicts(page % r"(X \theta - y)")[-1] == "defines"
    assert verdicts(page % r"X (X \theta - y)")[-1] in ("unknown", "ill-typed")


def test_labels_tell_apart() -> None:
    page = r"Let $L(\theta) = \theta^2$ with $\theta \in \mathbb{R}$. $$L_{\text{train}}(\theta) \neq L_{\text{test}}(\theta)$$"
    assert verdicts(page)[-1] in ("declares", "unknown")
    assert verdicts(r"Let $a, b \in \mathbb{R}$. $$(a + b)^2 \neq a^2 + 2 a b + b^2$$")[-1] == "wrong"


def test_values_of_a_function_at_numbers() -> None:
    page = r"$$y(0) = w x(0)$$ $$y(1) = w x(1) + v y(0)$$ Note that $x(1) = x(2) = \cdots = 0$."
    assert {"wrong", "ill-typed"}.isdisjoint(verdicts(page))


@pytest.mark.parametrize(("slope", "verdict"), [("X^T (X w - y)", "right"), ("X^T (y - X w)", "wrong")])
def test_a_nabla_is_by_what_its_loss_is_called_with(slope: str, verdict: str) -> None:
    page = r"Let $L = \frac12 (X w - y)^T (X w - y)$. Then $\nabla L(w) = %s$."
    assert verdicts(page % slope)[-1] == verdict


STEP = r"""The update is $w_{new} = w_{old} - \alpha \frac{\partial L}{\partial w}$. Example: $w_{old} = 0.5$, $\alpha = 0.1$.

- If $\frac{\partial L}{\partial w} = 2.0$: the update is $w_{new} = w_{old} - \alpha \cdot 2.0$
"""


def test_a_slope_in_numbers() -> None:
    assert verdicts(STEP)[-1] != "wrong"


EXAMPLE = r"""Let $f = \max(0, z)$ with $z = m x + b$. Given:
- $x = -1$
- $m = -3$
- $b = -4$

$$\frac{\partial f}{\partial m} = \frac{\partial f}{\partial z} \frac{\partial z}{\partial m} = %s$$
"""


def test_a_slope_of_an_example_in_a_product() -> None:
    assert verdicts(EXAMPLE % r"0 \cdot x")[-1] == "unknown"
    assert verdicts(EXAMPLE % r"2 \cdot x")[-1] == "wrong"


def test_what_belongs_to_a_function_is_not_the_function() -> None:
    assert verdicts("All is lost because the input to the ReLU function is negative.") == []
    assert verdicts("The output of the sigmoid is positive.") == ["right"]
    assert verdicts("The output of the sigmoid is negative.") == ["wrong"]


def test_what_is_the_same_of_two_things_is_no_wrong_symbol() -> None:
    page = r"Let $w \in \mathbb{R}^n$. We have $<w,u> + b = 0$ and $<w,v> + b = 0$, hence $<w,u> = <w,v>$."
    assert verdicts(page)[-1] == "unknown"


def test_what_vanishes_in_a_square_is_no_number() -> None:
    page = r"Let $a, b, c, d \in \mathbb{R}$. %s $$(a + b \epsilon)(c + d \epsilon) = a c + (a d + b c) \epsilon$$"
    found = papergrad.read(page % r"Here $\epsilon^2 = 0$.").findings[-1]
    assert found.verdict == "unknown"
    assert verdicts(page % r"Let $\epsilon \in \mathbb{R}$.")[-1] == "wrong"


def test_the_slope_of_a_function_whose_formula_lacks_its_argument_is_not_left_out() -> None:
    page = r"$p(y; \eta) = b(y)\exp(\eta T(y) - a(\eta))$ with $T(y) = y$, $a(\eta) = \lambda$, $\eta = \theta^T x$. "
    page += r"$$\frac{\partial \log p(y;\eta)}{\partial\theta_j} = y x_j - \frac{\partial a(\eta)}{\partial\eta} x_j$$"
    assert verdicts(page)[-1] == "unknown"


def test_a_share_of_a_batch_beside_a_loss_of_which_nothing_is_said() -> None:
    page = r"$z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}$, $a^{[l]} = g(z^{[l]})$ and $m$ is the batch size. "
    page += r"$$\frac{\partial L}{\partial W^{[l]}} = \frac{1}{m} \frac{\partial L}{\partial z^{[l]}} (a^{[l-1]})^T$$"
    assert verdicts(page)[-1] == "unknown"


def test_what_a_let_supposes() -> None:
    page = r"Let $A \in \mathbb{R}^{n \times n}$. %s $B = A^T = A^{-1}$."
    assert verdicts(page % "Let") == ["declares", "defines", "unknown"]
    assert verdicts(page % "Thus")[-1] == "wrong"
    assert verdicts(r"Let $x \in \mathbb{R}$ and let $f(x) = (x + 1)^2 = x^2 + 1$.")[-1] == "wrong"
