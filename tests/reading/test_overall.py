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
