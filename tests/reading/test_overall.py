r"""A loss of all samples and that of one by the same letter, told apart by what they are called with."""

from __future__ import annotations

import pytest

import papergrad

BOTH = r"""
For one sample $E(w; x, y) = \frac{1}{2} (w^T x - y)^2$, and for all of them, with $x \in \mathbb{R}^d$,
$$E(w) = \frac{1}{m} \sum_{i=1}^m E(w; x^{(i)}, y^{(i)}) + \frac{\lambda}{2} w^T w$$
$$CLAIM$$
"""
TERMS = r"""
The targets are $T$ and the outputs are $Y$.
$$E(T, Y) = \sum_{i=1}^n E(t_i, y_i) = -\sum_{i=1}^n \sum_{c=1}^C t_{ic} \log y_{ic}$$
$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_w E(w; x, y) = (w^T x - y) x", "right"),
        (r"\nabla_w E(w; x, y) = (y - w^T x) x", "wrong"),
        (r"\nabla_w E(w) = \frac{1}{m} \sum_{i=1}^m \nabla_w E(w; x^{(i)}, y^{(i)}) + \lambda w", "right"),
        (r"\nabla_w E(w) = \frac{1}{m} \sum_{i=1}^m \nabla_w E(w; x^{(i)}, y^{(i)}) - \lambda w", "wrong"),
    ],
)
def test_both_are_defined(claim: str, verdict: str) -> None:
    found = papergrad.read(BOTH.replace("CLAIM", claim)).findings
    assert [one.verdict for one in found][-1:] == [verdict]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial E}{\partial y_{ic}} = -\frac{t_{ic}}{y_{ic}}", "right"),
        (r"\frac{\partial E}{\partial y_{ic}} = \frac{t_{ic}}{y_{ic}}", "wrong"),
    ],
)
def test_the_terms_are_only_named(claim: str, verdict: str) -> None:
    found = papergrad.read(TERMS.replace("CLAIM", claim)).findings
    assert [one.verdict for one in found][-1:] == [verdict]


MEAN = r"Let $f(w) = \frac1n \sum_{i=1}^n f_i(w)$ with $f_i(w) = \log(1 + e^{-y_i w^T x_i})$. $$CLAIM$$"
RIGHT_AND_WRONG = [
    (r"\nabla f(w) = \frac1n \sum_{i=1}^n \nabla f_i(w)", "right"),
    (r"\nabla f(w) = \sum_{i=1}^n \nabla f_i(w)", "wrong"),
    (r"\nabla f_i(w) = -y_i \sigma(-y_i w^T x_i) x_i", "right"),
    (r"\nabla f_i(w) = y_i \sigma(-y_i w^T x_i) x_i", "wrong"),
    (r"\nabla f(w) = -\frac1n \sum_{i=1}^n y_i \sigma(-y_i w^T x_i) x_i", "right"),
    (r"\nabla f(w) = -\sum_{i=1}^n y_i \sigma(-y_i w^T x_i) x_i", "wrong"),
    (r"\frac{\partial f}{\partial w} = \frac1n \sum_{i=1}^n \frac{\partial f_i}{\partial w}", "right"),
    (r"\frac{\partial f}{\partial w} = \sum_{i=1}^n \frac{\partial f_i}{\partial w}", "wrong"),
]


@pytest.mark.parametrize(("claim", "verdict"), RIGHT_AND_WRONG)
@pytest.mark.parametrize("letters", [("f", "w"), ("J", r"\theta"), (r"\mathcal{L}", r"\beta")])
def test_what_is_a_sum_of_itself_with_a_letter_below_is_another(letters, claim, verdict):
    text = MEAN.replace("CLAIM", claim)
    for head in ("f(w)", "f_i", "nabla f", "partial f}"):
        text = text.replace(head, head.replace("f", letters[0], 1))
    for part in ("(w)", "w^T", "partial w}"):
        text = text.replace(part, part.replace("w", letters[1]))
    assert papergrad.read(text).findings[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla J = \frac1m \sum_{i=1}^m \nabla J_i(\theta) + 2 \lambda \theta", "right"),
        (r"\nabla J(\theta) = \frac1m \sum_{i=1}^m \nabla J_i(\theta) + \lambda \theta", "wrong"),
        (
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m \frac{\partial J_i}{\partial \theta_j} + 2 \lambda \theta_j",
            "right",
        ),
        (
            r"\frac{\partial J}{\partial \theta_j} = \sum_{i=1}^m \frac{\partial J_i}{\partial \theta_j} + 2 \lambda \theta_j",
            "wrong",
        ),
    ],
)
def test_of_what_is_summed_nothing_need_be_said(claim, verdict):
    text = r"$$J(\theta) = \frac1m \sum_{i=1}^m J_i(\theta) + \lambda \theta^T \theta$$"
    found = papergrad.read(text + f"$${claim}$$").findings[-1]
    assert found.verdict == verdict
    assert found.correct is None  # it would speak of functions that are made up


def test_losses_of_one_sample_that_depend_on_more_are_no_functions_of_what_the_sum_is_called_with():
    text = r"""$a_j = \sum_i w_{ji} z_i$, $z_j = h(a_j)$ and $E(w) = \sum_{n=1}^N E_n(w)$.
$$\frac{\partial E_n}{\partial w_{ji}} = \frac{\partial E_n}{\partial a_j} \frac{\partial a_j}{\partial w_{ji}}$$"""
    assert papergrad.read(text).findings[-1].verdict == "right"
