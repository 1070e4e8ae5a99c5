"""Inverses of matrices that are derived by, and of functions."""

import pytest

import papergrad

GAUSSIAN = r"""
$$\ell(\mu, \Sigma) = -\frac{n}{2} \log |\Sigma| - \frac{1}{2} \sum_{i=1}^n (x_i - \mu)^T \Sigma^{-1} (x_i - \mu)$$
where $\Sigma$ is symmetric.
"""


def last(text):
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \ell}{\partial \Sigma^{-1}} = \frac{n}{2} \Sigma - \frac{1}{2} \sum_i (x_i - \mu)(x_i - \mu)^T", "right"),
        (r"\nabla_{\Sigma^{-1}} \ell = n \Sigma - \frac{1}{2} \sum_i (x_i - \mu)(x_i - \mu)^T", "wrong"),
        (r"\frac{\partial}{\partial A^{-1}} \log |A| = -A^T", "right"),
        (r"\frac{\partial}{\partial A^{-1}} \mathrm{tr}(A^{-1} B) = B^T", "right"),
    ],
)  # fmt: skip
def test_derivatives_by_an_inverse(claim, verdict):
    assert last(f"{GAUSSIAN}$${claim}$$") == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sigma^{-1}(x) = \log \frac{x}{1 - x}", "right"),
        (r"\sigma^{-1}(x) = \log \frac{1 - x}{x}", "wrong"),
        (r"\sigma^{-1}(\sigma(z)) = z", "right"),
        (r"\tanh^{-1}(y) = \frac12 \log \frac{1+y}{1-y}", "right"),
        (r"\sigma^{-1}(x - \mu) = \frac{x - \mu}{\sigma}", "unknown"),  # a deviation
    ],
)
def test_inverses_of_functions(claim, verdict):
    assert last(f"$${claim}$$") == verdict
