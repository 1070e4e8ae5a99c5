"""A function and its values by one letter."""

import pytest

import papergrad


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (r"f(x) = w^T x", "f_n = f(x_n)"),
        (r"f(x, w) = w^T x", "f_n = f(x_n, w)"),
        (r"f_w(x) = w^T x", "f_n = f_w(x_n)"),
    ],
)
def test_the_values_are_no_function(function, value):
    text = rf"""
$${function}, \quad {value}, \quad E = \frac12 \sum_{{n=1}}^N (f_n - t_n)^2$$
$$\nabla_w E = \sum_{{n=1}}^N (f_n - t_n) x_n = X^T (f - t)$$
$$\nabla_w E = X^T (t - f)$$
"""
    assert verdicts(text) == ["right", "right", "wrong"]


def test_features_of_which_nothing_is_said():
    text = r"""
$$y(x, w) = w^T \phi(x), \quad E(w) = \frac{1}{2} \sum_{n=1}^N \{t_n - y(x_n, w)\}^2, \quad \phi_n = \phi(x_n)$$
$$\nabla E(w) = - \sum_{n=1}^N \{t_n - w^T \phi_n\} \phi_n = -\Phi^T (t - \Phi w)$$
$$\nabla E(w) = \sum_{n=1}^N \{t_n - w^T \phi_n\} \phi_n$$
"""
    assert verdicts(text) == ["right", "right", "wrong"]


def test_a_derivative_is_of_the_function():
    text = r"$$y(x, w) = w^T x, \quad y_n = y(x_n, w)$$ $$\frac{\partial y}{\partial w} = x$$"
    assert verdicts(text) == ["right"]


def test_turned_values_and_factors_in_brackets():
    text = r"""
$$y(x, w) = \sum_{j=0}^{M-1} w_j \phi_j(x), \quad E(w) = \frac{1}{2} \sum_{n=1}^N \{t_n - w^T \phi(x_n)\}^2, \quad \phi_n = \phi(x_n)$$
$$\nabla E(w) = -\sum_{n=1}^N \{t_n - w^T \phi(x_n)\} \phi(x_n)^T$$
# Logistic
$$y_n = \sigma(w^T \phi_n), \quad \frac{\partial y_n}{\partial w} = y_n (1 - y_n) \phi_n$$
"""
    assert verdicts(text) == ["right-up-to-layout", "right"]
