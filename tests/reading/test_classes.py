"""The parameter of the class that a sample has, labels that are counted, and numbers of what runs."""

from __future__ import annotations

import pytest

import papergrad


def last(page: str) -> papergrad.Finding:
    return papergrad.read(page).findings[-1]


GDA = r"""
We have $x^{(i)} \in \mathbb{R}^n$, $y^{(i)} \in \{LOW, 1\}$ and the means $\mu_{LOW}, \mu_1 \in \mathbb{R}^n$, and
$$\ell(\mu_{LOW}, \mu_1) = -\frac12 \sum_{i=1}^m (x^{(i)} - \mu_{y^{(i)}})^T S^{-1} (x^{(i)} - \mu_{y^{(i)}})$$ where $S$ is symmetric.
"""


@pytest.mark.parametrize("low", ["0", "-1"])
@pytest.mark.parametrize(("slope", "holds"), [("", True), ("2", False), ("-", False)])
def test_the_mean_of_a_class(low: str, slope: str, holds: bool) -> None:
    page = GDA.replace("LOW", low)
    claim = rf"$$\nabla_{{\mu_1}} \ell = {slope} \sum_{{i=1}}^m S^{{-1}} (x^{{(i)}} - \mu_1) 1\{{y^{{(i)}} = 1\}}$$"
    assert (last(page + claim).verdict in ("right", "right-if")) == holds


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sum_{i=1}^m 1\{y^{(i)} = 1\} + \sum_{i=1}^m 1\{y^{(i)} = -1\} = m", "right"),
        (r"\sum_{i=1}^m 1\{y^{(i)} = 1\} = \sum_{i=1}^m 1\{y^{(i)} = -1\}", "wrong"),
        (r"\sum_{i=1}^m 1\{y^{(i)} = 1\} x_i = \sum_{i=1}^m 1\{y^{(i)} = -1\} x_i", "wrong"),
    ],
)
def test_what_is_counted_where_it_is_a_number_has_such_values(claim: str, verdict: str) -> None:
    for said in (r"The labels are $y^{(i)} \in \{-1, 1\}$. ", ""):
        if said or verdict == "wrong":
            assert last(f"{said}$${claim}$$").verdict == verdict


def test_a_label_may_be_negative() -> None:
    page = r"$k_1 = \sum_i 1\{y_i = 1\}$ and $k_{-1} = \sum_i 1\{y_i = -1\}$."
    assert [f.verdict for f in papergrad.read(page).findings] == ["defines", "defines"]


SMOOTHED = r"$q_k = (1-\epsilon) y_k + \epsilon / K$, $p = \mathrm{softmax}(z)$, $H = -\sum_k q_k \log p_k$. "


def test_a_capital_that_only_divides_counts_what_runs() -> None:
    found = last(SMOOTHED + r"$$\frac{\partial H}{\partial z_k} = p_k - q_k$$")
    assert (found.verdict, found.assumption) == ("right-if", "the entries of y add up to 1")
    assert last(SMOOTHED + r"$$\frac{\partial H}{\partial z_k} = q_k - p_k$$").verdict == "wrong"
    other = SMOOTHED.replace("$q_k", "$K = 3 a$, $q_k")  # here it is something else
    assert last(other + r"$$\frac{\partial H}{\partial z_k} = p_k - q_k$$").verdict not in ("right", "right-if")


@pytest.mark.parametrize(
    ("factor", "counts"), [(r"\frac1n", True), (r"\frac{1}{\lambda}", False), (r"\frac{c}{n}", False)]
)
def test_what_divides_a_sum_counts_only_where_it_makes_a_mean(factor: str, counts: bool) -> None:
    """Of entries that are all 1, the mean is 1; divided by anything else they come to anything else."""
    page = rf"$s = {factor} \sum_i (x_i + 1 - x_i)$. "
    assert (last(page + "$$s - 1 = 0$$").verdict in ("right", "right-if")) == counts
