"""Matrices of which only the diagonal is said."""

import papergrad

LOGISTIC = r"""
$$\mu_i = \sigma(w^T x_i), \quad S_{ii} = \mu_i (1 - \mu_i)$$
$$L(w) = -\sum_{i=1}^N [y_i \log \mu_i + (1 - y_i) \log (1 - \mu_i)]$$
$$g = \nabla_w L(w) = \sum_i (\mu_i - y_i) x_i = X^T (\mu - y)$$
"""


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.verdict not in ("defines", "declares")]


def test_the_other_entries_are_zero():
    hessian = r"H = \sum_i \mu_i (1 - \mu_i) x_i x_i^T"
    assert verdicts(LOGISTIC + rf"$${hessian} = X^T S X$$") == ["right"] * 3
    assert verdicts(LOGISTIC + rf"$${hessian} = 2 X^T S X$$") == ["right", "right", "wrong"]


def test_where_they_are_said_they_are_not():
    text = r"""
$$s_i = \frac{e^{z_i}}{\sum_k e^{z_k}}, \quad J_{ii} = s_i (1 - s_i), \quad J_{ij} = -s_i s_j \quad (i \neq j)$$
$$J = \mathrm{diag}(s) - s s^T$$
"""
    assert "wrong" not in verdicts(text)
