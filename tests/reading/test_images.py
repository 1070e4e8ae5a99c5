"""Derivatives by what is a function of the variable: by the log of a deviation, by a logit."""

from __future__ import annotations

import pytest

import papergrad

LOGIT = r"For a number $p$ let $u = \log \frac{p}{1-p}$ and $E = -t \log p - (1-t) \log(1-p)$. "
SPREAD = r"$L = \frac12 \sum_{j=1}^d (\sigma_j^2 - \log \sigma_j^2)$ with $\ell_j = \log \sigma_j^2$. "

VECTOR = r"$\sigma \in \mathbb{R}^d$, " + SPREAD


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (LOGIT, r"\frac{dE}{du} = p - t", "right"),
        (LOGIT, r"\frac{dE}{du} = t - p", "wrong"),
        (LOGIT, r"\frac{dE}{du} = \frac{p - t}{p - p^2}", "wrong"),  # by p itself
        (SPREAD, r"\frac{\partial L}{\partial \ell_j} = \frac12 (e^{\ell_j} - 1)", "right-if"),
        (SPREAD, r"\frac{\partial L}{\partial \ell_j} = \frac12 (\sigma_j^2 - 1)", "right-if"),
        (SPREAD, r"\frac{\partial L}{\partial \ell_j} = \frac12 (1 - \sigma_j^2)", "wrong"),
        (SPREAD, r"\frac{\partial L}{\partial \ell_j} = \frac12 (\sigma_j - 1)", "wrong"),
        (VECTOR, r"\frac{\partial L}{\partial \ell_j} = \frac12 (e^{\ell_j} - 1)", "right-if"),
    ],
)
def test_by_an_image(page: str, claim: str, verdict: str) -> None:
    assert papergrad.read(page + f"$${claim}$$").findings[-1].verdict == verdict


def test_an_image_along_an_axis() -> None:
    page = r"Let $p \in \mathbb{R}^K$, $u_i = \log \frac{p_i}{1-p_i}$, $E = -\sum_i t_i \log p_i - \sum_i (1-t_i) \log(1-p_i)$. "
    found = papergrad.read(
        page + r"$\frac{\partial E}{\partial u} = p - t$, $\frac{\partial E}{\partial u_i} = t_i - p_i$."
    )
    assert [one.verdict for one in found.findings[-2:]] == ["right", "wrong"]
