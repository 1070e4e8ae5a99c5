"""Nablas that do not say by what."""

import papergrad

VALUE = r"$$\hat v(s, w) = w^T x(s), \quad E(w) = \sum_s m(s) [v(s) - \hat v(s, w)]^2$$"


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


def test_one_nabla_is_by_what_the_others_are_by():
    text = (
        VALUE
        + r"""
$$\nabla E(w) = -2 \sum_s m(s) [v(s) - \hat v(s, w)] x(s), \quad \nabla \hat v(s, w) = x(s)$$
"""
    )
    assert verdicts(text) == ["right", "right"]


def test_where_no_other_says_it_is_not_known():
    assert verdicts(VALUE + r"$$\nabla \hat v(s, w) = x(s)$$") == ["unknown"]
    text = r"$$\nabla_w g = w, \quad \nabla_s g = s, \quad \hat v(s, w) = w^T s, \quad \nabla \hat v(s, w) = s$$"
    assert verdicts(text)[-1] == "unknown"
