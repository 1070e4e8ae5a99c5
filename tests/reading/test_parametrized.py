"""Functions called without their parameters."""

import papergrad


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


def test_the_parameters_may_be_left_out():
    text = r"""
$$f_W(x) = W x, \quad L = \frac12 \|f(x) - y\|^2$$
$$\frac{\partial L}{\partial W} = (f(x) - y) x^T, \quad \frac{\partial L}{\partial W} = (f(x) + y) x^T$$
"""
    assert verdicts(text) == ["right", "wrong"]


def test_another_function_is_another():
    text = r"""
$$f_W(x) = W x, \quad f(x) = 2 x, \quad L = \frac12 \|f(x) - y\|^2$$
$$\frac{\partial L}{\partial x} = 2 (f(x) - y)$$
"""
    assert verdicts(text) == ["right"]
