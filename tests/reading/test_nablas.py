"""Nablas that do not say by what."""

import pytest

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


STEPS = r"""
$$w_{t+1} = w_t - \eta \nabla w_t$$
$$u_1 = \eta \nabla w_1$$
$$u_2 = \gamma u_1 + \eta \nabla w_2 = CLAIM$$
"""


def test_a_gradient_that_has_a_name_of_its_own() -> None:
    right = papergrad.read(STEPS.replace("CLAIM", r"\gamma \eta \nabla w_1 + \eta \nabla w_2")).findings[-1]
    assert right.verdict == "right"
    assert r"\nabla w_1" in right.reading
    for wrong in (r"\gamma \nabla w_1 + \eta \nabla w_2", r"\gamma \eta \nabla w_2 + \eta \nabla w_1"):
        assert papergrad.read(STEPS.replace("CLAIM", wrong)).findings[-1].verdict == "wrong"


@pytest.mark.parametrize("nabla", [r"\nabla", r"\vec{\nabla}", r"\boldsymbol{\nabla}", r"\vec\nabla"])
def test_a_nabla_is_one_however_it_is_set(nabla: str) -> None:
    page = rf"$$J(w) = \frac12 \|X w - y\|^2, \qquad {nabla} J(w) = SIGNX^T (X w - y)$$"
    assert papergrad.read(page.replace("SIGN", "")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "wrong"
