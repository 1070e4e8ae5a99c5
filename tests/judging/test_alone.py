"""Claims that cannot be judged with what stands around them, and hold, or do not, as they stand alone."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.verdict import Finding
from papergrad.reading.alone import _loose

# In this part z_i is one of many numbers, and later z is a number.
AROUND = r"""
# Scores

Sample $i$ has the score $z_i = w_1 x_{i1} + w_2 x_{i2}$, and $f = \ln(1 + e^{-z_i}) + (1 - y_i) z_i$.

# Slopes

$$\frac{d}{du} e^u = e^u$$ with $u = -z$
"""


def last(text: str) -> Finding:
    return papergrad.read(text).findings[-1]


@pytest.mark.parametrize(
    ("right", "verdict"), [(r"-\frac{1}{1 + e^{z_i}}", "right"), (r"-\frac{1}{1 - e^{z_i}}", "unknown")]
)
def test_what_holds_alone_is_right_and_what_does_not_accuses_nobody(right: str, verdict: str) -> None:
    found = last(AROUND + rf"$$\frac{{d}}{{dz_i}} \ln(1 + e^{{-z_i}}) = {right}$$")
    assert found.verdict in (verdict, "wrong" if verdict == "unknown" else verdict)
    assert found.verdict != "right" or verdict == "right"


# Here x is computed from q, and later q from x.
CHAIN = r"""
$\frac{\partial M}{\partial q} = \frac{\partial M}{\partial x} \frac{\partial x}{\partial q}$

"""


def test_a_chain_of_what_nobody_defines_takes_for_granted_that_it_is_all() -> None:
    found = last(
        CHAIN + r"$$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial q} \frac{\partial q}{\partial x}$$"
    )
    assert found.verdict == "right-if"
    assert found.assumption == "L depends on x only as is shown here"


@pytest.mark.parametrize(
    "chain",
    [
        r"\frac{\partial L}{\partial q} \frac{\partial x}{\partial q}",  # the last link stands on its head
        r"\frac{\partial L}{\partial q} \frac{\partial r}{\partial x}",  # the links do not meet
        r"2 \frac{\partial L}{\partial q} \frac{\partial q}{\partial x}",
    ],
)
def test_chains_that_do_not_join_are_not_right(chain: str) -> None:
    assert not last(CHAIN + rf"$$\frac{{\partial L}}{{\partial x}} = {chain}$$").verdict.startswith("right")


def test_another_way_that_the_text_shows_makes_a_chain_no_law() -> None:
    known = r"$L = q(x) + x$ where $q$ is unknown, $x$ is a vector in one place, $x \in \mathbb{R}$ in another. "
    claim = r"$$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial q} \frac{\partial q}{\partial x}$$"
    assert not last(known + claim).verdict.startswith("right")


def test_a_slope_that_is_zero_because_nothing_is_known_says_nothing() -> None:
    text = (
        r"Let $\frac{\partial L}{\partial x} = 0$ and, with a multiplier, $$\frac{\partial L}{\partial \lambda} = 0.$$"
    )
    assert not any(f.verdict.startswith("right") for f in papergrad.read(text).findings)


def test_a_function_depends_on_the_parameter_that_hangs_on_its_name() -> None:
    trick = r"$$\nabla_\theta \log p_\theta(x) = \frac{\nabla_\theta p_\theta(x)}{%s}$$"
    assert last(trick % r"p_\theta(x)").verdict == "right"
    assert last(trick % r"p_\theta(x)^2").verdict == "unknown"
    assert last(trick % r"q_\theta(x)").verdict == "unknown"


@pytest.mark.parametrize(
    "condition",
    [
        r"\sum_k \pi_k - 1 = 0",
        "U^{-1} = U^T",
        "P^2 = P",
        r"0 = \sum_i (x_i - \mu)",
        r"1 \leq j \leq n_l",
    ],
)
def test_what_is_required_of_inputs_is_declared(condition: str) -> None:
    assert last(f"We look at ${condition}$").verdict == "declares"


def test_what_follows_is_claimed() -> None:
    assert last("Hence $w^T x = 0$").verdict == "unknown" or last("Hence $w^T x = 0$").verdict == "defines"
    assert last(r"Then $\sum_k \pi_k - 1 = 0$").verdict == "unknown"


@pytest.mark.parametrize("claim", [r"2 a = 1", r"\frac{\partial a}{\partial z} = 0", r"a \leq 0.5"])
def test_of_what_is_computed_it_is_a_claim(claim: str) -> None:
    assert last(rf"$a = \sigma(z)$ with $z = w x$. $${claim}$$").verdict in ("unknown", "wrong")


def test_a_slope_that_was_worked_out_is_required_to_vanish() -> None:
    text = r"$J = \frac{1}{2} \|X w - y\|^2$, $$\frac{\partial J}{\partial w} = %s = 0$$"
    assert [f.verdict for f in papergrad.read(text % "X^T (X w - y)").findings][-2:] == ["right", "declares"]


def test_what_is_said_but_for_a_factor_says_what_something_is() -> None:
    found = papergrad.read(r"$p(y | x) \propto e^{w^T x}$ and $p(y | x) = e^{w^T x} / Z$").findings
    assert [f.verdict for f in found] == ["defines", "defines"]


def test_a_gradient_is_by_what_the_function_is_called_with() -> None:
    text = r"$C(W^{(2)}) = \frac{1}{2} \|W^{(2)} x - t\|^2$ and $$\nabla C(W^{(2)}) = %s x^T$$"
    assert last(text % "(W^{(2)} x - t)").verdict == "right"
    assert last(text % "(W^{(2)} x + t)").verdict == "wrong"


def test_terms_with_dots_among_others_are_a_sum() -> None:
    text = r"$f = b + w_1 x_1 + w_2 x_2 + \dots + w_n x_n$ and $$\frac{\partial f}{\partial w_i} = %s$$"
    assert last(text % "x_i").verdict == "right"
    assert last(text % "w_i").verdict == "wrong"


def test_a_sum_with_dots_starts_where_its_first_term_is() -> None:
    assert last(r"$s = z_0 + z_1 + \dots + z_k$, so that $$2 s = 2 \sum_{i=0}^k z_i$$").verdict == "right"


def test_what_words_speak_of_is_said_by_a_formula() -> None:
    found = papergrad.read(r"$$\text{output length} = n - k + 1 = n + 1 - k$$").findings
    assert [f.verdict for f in found] == ["defines", "right"]


@pytest.mark.parametrize(("total", "loose"), [(r"\sum_i ", set()), ("", {"i"})])
def test_a_letter_of_a_chain_that_nothing_sums_over_is_loose(total: str, loose: set[str]) -> None:
    links = r"\frac{\partial J}{\partial q_i} \frac{\partial q_i}{\partial z_j}$"
    chain = r"$\frac{\partial J}{\partial z_j} = " + total + links
    assert _loose(papergrad.read(chain).reading.reads[0]) == loose
