"""Functions about which nothing is said."""

import pytest

import papergrad


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


@pytest.mark.parametrize("features", [r"\phi(s)", r"\phi(s, a)"])
def test_what_is_multiplied_with_a_vector_that_lies_is_a_vector(features):
    text = rf"""
$$\pi_\theta(a|s) = \frac{{1}}{{\sqrt{{2\pi}}\sigma}} \exp\left(-\frac{{(a - \theta^T {features})^2}}{{2\sigma^2}}\right)$$
$$\nabla_\theta \log \pi_\theta(a|s) = \frac{{(a - \theta^T {features}) {features}}}{{\sigma^2}}$$
$$\nabla_\theta \log \pi_\theta(a|s) = \frac{{(a - \theta^T {features}) {features}}}{{2 \sigma^2}}$$
"""
    right, halved = verdicts(text)
    assert right == "right"
    assert halved != "right"


def test_a_policy_at_another_action():
    text = r"""
$$\pi_\theta(a|s) = \frac{e^{\theta^T \phi(s, a)}}{\sum_{b} e^{\theta^T \phi(s, b)}}$$
$$\nabla_\theta \log \pi_\theta(a|s) = \phi(s, a) - \sum_b \pi_\theta(b|s) \phi(s, b)$$
"""
    assert verdicts(text) == ["right"]


def test_a_kernel_is_symmetric_and_other_functions_are_not():
    text = r"""
$$f(x) = \sum_{i=1}^n \alpha_i k(x_i, x), \quad J(\alpha) = \frac12 \sum_{j=1}^n (f(x_j) - y_j)^2$$
$$\frac{\partial J}{\partial \alpha_i} = \sum_{j=1}^n (f(x_j) - y_j) k(x_j, x_i)$$
"""
    assert verdicts(text) == ["right"]
    assert verdicts(text.replace("k(", "g(")) != ["right"]


def test_a_sum_in_a_function_binds_nothing_outside_of_it():
    """The i of f is its own; that of the kernel is the one on the left side."""
    text = r"""
$$f(x) = \sum_{i=1}^n \alpha_i g(x_i, x)$$
$$\sum_{j=1}^n f(x_j) g(x_i, x_j) = \sum_{j=1}^n g(x_i, x_j) f(x_j)$$
$$\sum_{j=1}^n f(x_j) \alpha_i = \alpha_i \sum_{j=1}^n f(x_j)$$
"""
    assert verdicts(text) == ["right", "right"]


def test_entries_of_the_identity():
    text = r"$$y_k = \frac{\exp(a_k)}{\sum_j \exp(a_j)}$$ $$\frac{\partial y_k}{\partial a_j} = y_k (I_{kj} - y_j)$$"
    assert verdicts(text) == ["right"]
    image = r"$$S_{ij} = \sum_m \sum_n I_{i+m,j+n} K_{mn}$$ $$I_{ij} = 0$$"
    assert verdicts(image) != ["wrong"]


def test_one_of_many_functions():
    """The p_j of a sum is p_k where j is k."""
    text = r"""
$$\ell(\pi) = \sum_{i=1}^n \log \sum_{k=1}^K \pi_k p_k(x_i)$$
$$\frac{\partial \ell}{\partial \pi_k} = \sum_{i=1}^n \frac{p_k(x_i)}{\sum_{j=1}^K \pi_j p_j(x_i)}$$
$$\frac{\partial \ell}{\partial \pi_k} = \sum_{i=1}^n \frac{p_k(x_i)}{\sum_{j=1}^K p_j(x_i)}$$
"""
    right, slipped = verdicts(text)
    assert right == "right"
    assert slipped != "right"
