"""Numbers that are too small for floats decide nothing."""

import papergrad


def test_the_derivative_of_the_logarithm_of_a_density():
    """Where σ is small, the density is 0 as a float, and so is its derivative, divided by it."""
    text = r"""
$$\pi(a|s) = \frac{1}{\sigma \sqrt{2\pi}} \exp\left(-\frac{(a - \mu)^2}{2\sigma^2}\right)$$
$$\mu = u^T x(s), \quad \sigma = \exp(v^T x(s)), \quad \nabla_u \ln \pi(a|s) = \frac{1}{\sigma^2} (a - \mu) x(s)$$
"""
    assert papergrad.read(text).findings[-1].verdict == "right"
