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


@pytest.mark.parametrize("others", [r"\{1, \dots, K\}", r"\{w_1, \dots, w_K\}", "{w_1, ..., w_K}"])
def test_a_letter_outside_of_what_the_others_run_over(others: str) -> None:
    page = rf"""Note that $o \notin {others}$. $$J = -\log \sigma(u_o^T v) - \sum_{{k=1}}^K \log \sigma(-u_k^T v)$$
$$\frac{{\partial J}}{{\partial u_o}} = (\sigma(u_o^T v) - 1) v$$ $$\frac{{\partial J}}{{\partial u_o}} = \sigma(u_o^T v) v$$"""
    assert [f.verdict for f in papergrad.read(page).findings][-2:] == ["right", "wrong"]
