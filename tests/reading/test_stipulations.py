"""Relations that say what is given, and relations other than equality that can be judged."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize(
    "given",
    [
        r"g: \mathbb{R}^n \to \mathbb{R}",
        r"w \sim \mathcal{N}(0, 1)",
        r"x \neq 0",
        r"\eta > 0",
        r"|w| \le 1",
    ],
)
def test_what_is_given_is_a_declaration(given):
    assert verdicts(f"Here ${given}$.") == ["declares"]


def test_that_two_things_differ_is_judged():
    text = r"$A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$, $A B \neq B A$, $A + B \neq B + A$"
    assert verdicts(text)[2:] == ["right", "wrong"]


def test_nearly_the_same_is_right_where_it_is_the_same():
    assert verdicts(r"$\sqrt{x} \approx x^{1/2}$ and $\log(1 + x) \approx x$") == ["right", "unknown"]


def test_a_bound_of_a_function_is_still_judged():
    assert verdicts(r"$\tanh(z) < 1/2$") == ["wrong"]


def test_letters_with_signs_are_names_and_errors_of_iterations_no_exponentials():
    text = r"$u^{+} = u + h$, $u^{-} = u - h$, $u^{+} - u^{-} = 2h$, $e^{(k)} = u^{(k)} - u^*$"
    assert verdicts(text) == ["defines", "defines", "right", "defines"]


def test_a_link_whose_chain_nobody_can_judge_is_judged_by_the_link_before():
    text = r"$$\frac{\partial Q}{\partial v} = \frac{1}{1+e^{-v}} - t = \sigma(v) - t = \sigma(v) + t$$"
    assert verdicts(text) == ["unknown", "right", "unknown"]
