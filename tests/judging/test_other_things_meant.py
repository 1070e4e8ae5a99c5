"""What is meant otherwise than it looks, and so is no mistake: convolutions, examples of some length, names, special values."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.verdict import Finding


def last(text: str) -> Finding:
    return papergrad.read(text).findings[-1]


def test_lists_of_other_lengths_may_be_convolved() -> None:
    assert last("$$[0, 2, 1, 3] * [1, 2] = [2, 5, 5]$$").verdict == "unknown"
    assert last("$$[0, 2, 1, 3] + [1, 2] = [2, 5, 5]$$").verdict != "right"


def test_the_gradient_of_a_loss_by_its_argument() -> None:
    text = r"Let $\mathcal{J}(W) = \frac12 \|W x - y\|^2$. $$\nabla_\mathcal{J}(W) = %s$$"
    assert [last(text % r).verdict for r in ("(W x - y) x^T", "(y - W x) x^T")] == ["right", "wrong"]


def test_a_value_at_a_number_is_no_law() -> None:
    assert not last(r"Let $y = \ln(x)$ for $x > 0$. For example $$\ln(1) = y$$").bad


def test_a_length_may_be_that_of_an_example() -> None:
    text = r"Let $s = \mathrm{softmax}(z)$ for $z \in \mathbb{R}^C$. "
    text += r"$$\frac{\partial s}{\partial z} = \begin{bmatrix} s_1 (1 - s_1) & -s_1 s_2 \\ -s_2 s_1 & s_2 (1 - s_2) \end{bmatrix}$$"
    assert last(text).verdict == "unknown"


def test_a_raised_letter_may_be_a_label() -> None:
    text = r"Let $y = \theta^T v$ with $\theta \in \mathbb{R}^n$. The rates are $\alpha^\theta > 0$."
    assert not any(found.bad for found in papergrad.read(text).findings)


def test_what_is_required_to_differ() -> None:
    assert last(r"Let $h(x) = w x$. Choose $h_1$ such that $h_0(x) \ne h_1(x)$").verdict != "wrong"
    assert last(r"For numbers $a b \neq b a$").verdict == "wrong"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"|\tanh(x)| < |x|", "right-if"), (r"|\tanh(x)| < |x| / 2", "wrong"), (r"\sigma'(x) < \frac14", "wrong")],
)
def test_a_strict_bound_by_what_vanishes_as_well(claim: str, verdict: str) -> None:
    assert last(f"For a number $x$: ${claim}$").verdict == verdict


def test_rows_and_entries_of_two_matrices() -> None:
    text = r"Let $U \in \mathbb{R}^{N \times F}$, $V \in \mathbb{R}^{M \times F}$. With rows $\mathbf{u}_n$ and $\mathbf{v}_m$, "
    text += r"$$r_{nm} = \mathbf{u}_n^\top \mathbf{v}_m = \sum_{f=1}^F u_{nf} v_{mf}$$"
    assert (last(text).verdict, last(text).assumption) == ("right-if", "U is u; V is v")


def test_sides_are_called_alike_in_every_proof() -> None:
    text = r"$\text{LHS} = a (b + c) = a b + a c = \text{RHS}$." + "\n\n# Another\n\n"
    text += r"For numbers $\text{LHS} = (u + v)^2 = u^2 + 2 u v + v^2 = \text{RHS}$."
    assert not any(found.bad for found in papergrad.read(text).findings)


def test_links_that_meet_are_not_exchanged() -> None:
    text = r"By the chain rule $\frac{dL}{du} = \frac{dL}{dg} \frac{dg}{du}$, and later $\frac{dL}{dg} = \frac{dL}{du} \frac{du}{dg}$."
    assert not any(found.bad for found in papergrad.read(text).findings)


def test_a_star_may_be_a_convolution_where_a_document_speaks_of_such() -> None:
    text = r"For numbers let $y = w x$ and $L = y^2$. $$\frac{\partial L}{\partial w} = y * x$$"
    assert last(text).verdict == "wrong"
    assert last(f"A convolution. {text}").verdict == "unknown"


def test_a_loss_of_rows_is_no_vector() -> None:
    text = r"Let $Q = \frac{1}{n} \sum_{i=1}^n (w_1 x_i + w_0 - y_i)^2$. Other data have features $x_{i1}, x_{i2}$. "
    assert not last(text + r"$$\frac{\partial Q}{\partial w_0} = \frac{2}{n} \sum_{i=1}^n (w_1 x_i + w_0 - y_i)$$").bad
