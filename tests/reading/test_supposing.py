"""What writers take as known: names given in passing, losses known by their error signals, orientation from use."""

from __future__ import annotations

import papergrad

LAYER = r"""
$$\frac{\partial E_t}{\partial q} = \frac{\partial E_t}{\partial s} \frac{\partial s}{\partial q}$$

$$\frac{\partial s}{\partial q} = \frac{\partial (g V + q)}{\partial q} = \text{Identity Matrix}$$

$$\frac{\partial s}{\partial g} = \frac{\partial (g V + q)}{\partial g} = V^T$$
"""
SIGNAL = r"""
We know that $\frac{\partial E_t}{\partial s} = \hat{p} - p = \epsilon$.

$$\frac{\partial E_t}{\partial g} = \frac{\partial E_t}{\partial s} \frac{\partial s}{\partial g} = \epsilon V^T$$
"""


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_a_chain_shows_what_lies_and_what_is_a_matrix():
    assert verdicts(LAYER) == ["right"] * 5


def test_an_error_signal_says_what_the_loss_is():
    found = papergrad.read(LAYER + SIGNAL).findings[5:]
    assert [f.verdict for f in found] == ["right-if", "defines", "right", "right"]
    assert found[0].assumption == "p\u0302 = softmax(s) and E_t is its cross entropy"


def test_a_wrong_use_of_the_error_signal_is_wrong():
    assert verdicts(LAYER + SIGNAL.replace(r"= \epsilon V", r"= 2 \epsilon V"))[-1] == "wrong"
    assert verdicts(LAYER + SIGNAL.replace(r"= \epsilon V", r"= -\epsilon V"))[-1] == "wrong"


def test_a_signal_with_the_other_sign_is_not_supposed():
    assert verdicts(LAYER + r"$$\frac{\partial E_t}{\partial s} = p - \hat{p}$$")[-1] == "unknown"


def test_the_name_comes_before_what_it_means():
    text = (
        LAYER
        + r"""$$\frac{\partial E_t}{\partial s} = \hat{p} - p$$
$$\frac{\partial E_t}{\partial q} = \Gamma = \hat{p} - p$$"""
    )
    assert verdicts(text)[-2:] == ["right", "defines"]


def test_a_hadamard_product_with_a_matrix_does_not_make_it_a_vector():
    text = r"""
$$\frac{\partial g}{\partial a} = \sigma'(r K + a M + q) \odot M^T = \sigma'(c) \odot M^T$$
$$\frac{\partial (r K + a M + q)}{\partial r} = K^T$$
"""
    assert verdicts(text)[-1] == "right"
    assert verdicts(text)[:2] in (["ill-typed", "ill-typed"], ["unknown", "unknown"])


def test_two_derivatives_of_the_same():
    chain = r"= \frac{\partial E_t}{\partial g} = \frac{\partial E_t}{\partial s} \frac{\partial s}{\partial g}"
    text = LAYER + r"$$\frac{\partial E_t}{\partial \ell_n} " + chain + "$$"
    assert verdicts(text)[-2:] == ["right-if", "right"]


def test_one_entry_in_brackets_is_an_identity_of_size_one():
    found = papergrad.read(r"$b \in \mathbb{R}^m$ and $$\frac{\partial b}{\partial b} = [1]$$").findings[-1]
    assert (found.verdict, found.assumption) == ("right-if", "m = 1")


def test_vectors_of_another_part_say_nothing_about_a_function_of_one_number():
    text = r"""## Regression
Let $X \in \mathbb{R}^{N \times d}$ and $w \in \mathbb{R}^d$. We minimise $f(w) = \|X w\|^2$.
## One neuron
With $g(t) = \frac{1}{1 + e^{-t}}$ the slope is $g'(t) = g(t) (1 - g(t))$, not $g'(t) = g(t) (1 + g(t))$."""
    assert verdicts(text)[-2:] == ["right", "wrong"]
