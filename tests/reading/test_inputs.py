"""An input and the inputs of the data: ``h(x)`` beside ``h(x_i)``."""

import pytest

import papergrad

LINEAR = r"$$h(x) = \theta^T x, \quad J(\theta) = \frac12 \sum_{i=1}^n (h(x_i) - y_i)^2$$"


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_\theta J(\theta) = \sum_{i=1}^n (h(x_i) - y_i) x_i", "right"),
        (r"\frac{\partial J}{\partial \theta_j} = \sum_{i=1}^n (h(x_i) - y_i) x_{ij}", "right"),
        (r"\nabla_\theta J(\theta) = X^T (X \theta - y)", "right"),
        (r"\frac{\partial h(x)}{\partial \theta} = x", "right"),
        (r"\nabla_\theta J(\theta) = \sum_{i=1}^n (y_i - h(x_i)) x_i", "wrong"),
        (r"\nabla_\theta J(\theta) = \sum_{i=1}^n (h(x_i) - y_i)^2 x_i", "wrong"),
    ],
)
def test_what_is_put_in_for_an_input_is_what_the_input_is(claim, verdict):
    assert verdicts(f"{LINEAR}\n$${claim}$$") == [verdict]


def test_densities_too():
    text = r"""
$$p(x; \beta) = \frac{e^{\beta^T x}}{1 + e^{\beta^T x}}$$
$$\ell(\beta) = \sum_{i=1}^N \{y_i \log p(x_i; \beta) + (1 - y_i) \log (1 - p(x_i; \beta))\}$$
$$\frac{\partial \ell(\beta)}{\partial \beta} = \sum_{i=1}^N x_i (y_i - p(x_i; \beta))$$
$$\frac{\partial^2 \ell(\beta)}{\partial \beta \partial \beta^T} = - \sum_{i=1}^N x_i x_i^T p(x_i; \beta) (1 - p(x_i; \beta))$$
"""
    assert verdicts(text) == ["right", "right"]


def test_an_input_that_meets_the_data():
    text = r"""
$$f(x) = \sum_{i=1}^n \alpha_i k(x_i, x), \quad J(\alpha) = \frac12 \sum_{j=1}^n (f(x_j) - y_j)^2$$
$$\frac{\partial J}{\partial \alpha_i} = \sum_{j=1}^n (f(x_j) - y_j) k(x_i, x_j)$$
"""
    assert verdicts(text) == ["right"]


@pytest.mark.parametrize(
    "text",
    [
        r"$$g(x) = x^2, \quad f(x) = \sum_{i=1}^n g(x_i)$$ $$\frac{\partial f}{\partial x_i} = 2 x_i$$",
        r"$$g(x) = x^2, \quad L = \sum_{i=1}^n g(x_i)$$ $$\frac{\partial L}{\partial x} = 2 x$$",
    ],
)
def test_entries_stay_entries(text):
    assert verdicts(text) == ["right"]


def test_data_that_are_taken_off_an_input():
    kernel = r"$$f(x) = \sum_{i=1}^n \alpha_i \exp(-\gamma \|x - x_i\|^2)$$ "
    slope = r"\gamma \sum_{i=1}^n \alpha_i \exp(-\gamma \|x - x_i\|^2) (x - x_i)"
    assert verdicts(kernel + rf"$$\nabla f(x) = -2 {slope}$$") == ["right"]
    assert verdicts(kernel + rf"$$\nabla f(x) = 2 {slope}$$") == ["wrong"]


def test_steps_of_an_input_are_no_entries_of_what_comes_later():
    text = r"""
# Newton
$$f(x) = \log(1 + e^{-x}), \quad x_{k+1} = x_k - \frac{f'(x_k)}{f''(x_k)}$$
# Standardized
$$\mu = \frac1n \sum_i x_i, \quad \frac{\partial \mu}{\partial x_i} = \frac1n$$
"""
    assert verdicts(text) == ["right"]
