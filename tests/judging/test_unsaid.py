"""What is not said stays open, unless one slip explains the claim and it holds without the slip whatever is not said."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.judging.verdict import Finding

NET = r"""Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^m$, $z = W x$, $a = \sigma(z)$ and
$E = \frac{1}{2} \|a - y\|^2$. """


def last(claim: str, given: str = NET) -> Finding:
    return papergrad.read(f"{given}\n\n$${claim}$$\n").findings[-1]


@pytest.mark.parametrize(
    ("claim", "verdict", "code"),
    [
        (r"\frac{\partial E}{\partial a} = a - y + \kappa a", "wrong", "PG215"),  # κ would have to be 0
        (r"\frac{\partial E}{\partial x} = W^T \frac{\partial z}{\partial E}", "wrong", "PG217"),
        (r"\frac{\partial E}{\partial x} = W^T \frac{\partial E}{z}", "ill-typed", "PG213"),
        (r"\frac{\partial E}{\partial a} = \kappa (a - y)", "unknown", "PG302"),  # κ may be 1
        (r"\frac{\partial E}{\partial a} = \kappa", "unknown", "PG101"),  # a name for the right thing
    ],
)
def test_one_slip_settles_what_would_be_open(claim: str, verdict: str, code: str) -> None:
    found = last(claim)
    assert (found.verdict, found.code) == (verdict, code), found.message


def test_what_would_be_a_condition_is_a_slip_where_one_edit_makes_it_an_identity() -> None:
    given = r"Let $A, B \in \mathbb{R}^{n \times n}$ and $u \in \mathbb{R}^n$."
    assert last(r"(A B)^T = A^T", given).verdict == "wrong"
    assert last(r"A u = B u", given).code in ("PG304", "PG210")
    assert last(r"A u = 0", given).verdict in ("unknown", "defines", "declares")


def test_two_numbers_that_differ_are_no_condition() -> None:
    given = r"Let $u \in \mathbb{R}^n$ and $p = \mathrm{softmax}(u)$."
    assert last(r"\sum_i \mathrm{softmax}(u)_i = 2", given).verdict == "wrong"
    assert last(r"\sum_i \mathrm{softmax}(u)_i = 1", given).verdict == "right"


def test_a_condition_that_gives_a_value_is_put_in() -> None:
    given = r"The sigmoid is $\sigma(z) = \frac{1}{1 + e^{-z}}$. At $z = 0$ we get"
    assert last(r"\sigma'(0) = \frac{1}{4}", given).verdict == "right"
    assert last(r"\sigma'(0) = -\frac{1}{4}", given).verdict == "wrong"


def test_logits_are_not_taken_for_a_distribution() -> None:
    given = r"Let $\theta \in \mathbb{R}^n$, $y$ be one-hot with $y_k = 1$, $\hat y = \mathrm{softmax}(\theta)$, $J = -\log \hat y_k$."
    found = last(r"J = \theta_k + \log \sum_{i=1}^n e^{\theta_i}", given)
    assert "θ is one-hot" not in found.assumption


def test_the_layout_of_an_inner_derivative_is_a_convention() -> None:
    given = r"Let $V \in \mathbb{R}^{k \times m}$, $h \in \mathbb{R}^m$, $y \in \mathbb{R}^k$, $z = V h$, $J = \frac12 \|z - y\|^2$."
    assert last(r"\frac{\partial J}{\partial h} = \frac{\partial z}{\partial h} (z - y)", given).verdict != "ill-typed"
    assert last(r"\frac{\partial J}{\partial h} = V (z - y)", given).verdict == "ill-typed"


def test_nobody_meant_to_derive_something_by_itself() -> None:
    chain = r"\frac{\partial e}{\partial W_{ij}} = \sum_k \frac{\partial e}{\partial Z_k} \frac{\partial Z_k}{\partial W_{ij}}"
    claim = r"\partial e/\partial Z \gets \partial A/\partial Z \cdot \partial e/\partial A"
    found = papergrad.read(f"# A\n\n$${chain}$$\n\n## B\n\n$$A \\gets f(Z)$$\n\n$${claim}$$").findings[-1]
    assert found.verdict in ("right", "unknown") and found.correct_node is None
