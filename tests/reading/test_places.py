"""Derivatives at a place and at one step."""

import pytest

import papergrad


def last(text):
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(("value", "verdict"), [("6", "right"), ("2x", "wrong"), ("3", "wrong")])
def test_a_derivative_at_a_place_has_a_value(value, verdict):
    text = rf"$f(x) = x^2$ and so $\left.\frac{{df}}{{dx}}\right|_{{x=3}} = {value}$"
    assert last(text) == verdict


def test_a_derivative_at_one_step_holds_the_states_before():
    text = r"""$$h^{(t)} = \tanh(H h^{(t-1)} + x^{(t)}), \quad J^{(t)} = \frac{1}{2} \|h^{(t)}\|^2, \quad J = \sum_t J^{(t)}$$
$$\left.\frac{\partial J^{(t)}}{\partial H}\right|_{(t)} = (h^{(t)} \odot (1 - (h^{(t)})^2)) (h^{(t-1)})^T$$"""
    assert last(text) == "right"
    assert last(text.replace(r"\left.", "").replace(r"\right|_{(t)}", "")) != "right"
