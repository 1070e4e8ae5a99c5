"""Functions of lists: ``E(w_1, …, w_K)``."""

import papergrad


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings]


def test_all_that_is_listed_is_in_the_value():
    text = r"""
$$L(\theta_1, \dots, \theta_K) = \sum_{k=1}^K n_k \log \theta_k$$
$$\frac{\partial L(\theta_1, \dots, \theta_K)}{\partial \theta_k} = \frac{n_k}{\theta_k}$$
$$\frac{\partial L}{\partial \theta_k} = n_k \theta_k$$
"""
    assert verdicts(text) == ["defines", "right", "wrong"]


def test_a_value_elsewhere_is_another():
    text = r"""
$$f(x_1, \dots, x_n) = \sum_{i=1}^n x_i^2$$
$$f(y) = 0, \quad f(x_1, \dots, x_n) = \|x\|^2$$
"""
    assert "wrong" not in verdicts(text)
