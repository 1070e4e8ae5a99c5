"""Two capitals are the name of a loss where they are called by it elsewhere; without arguments it is taken of the same."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$x \in \mathbb{R}^n$, $A \in \mathbb{R}^{k \times n}$, $s = A x$, $\hat{t} = \mathrm{softmax}(s)$, where $t$ is one-hot. "
CALLED = r"$$E = CE(t, \hat{t})$$ "


def last(text: str) -> str:
    return papergrad.read(GIVEN + text).findings[-1].verdict


def test_a_loss_without_its_arguments() -> None:
    assert last(CALLED + r"$$\frac{\partial CE}{\partial A} = (\hat{t} - t) x^T$$") == "right"
    assert last(CALLED + r"$$\frac{\partial CE}{\partial A} = (t - \hat{t}) x^T$$") == "wrong"
    assert last(CALLED + r"$$\frac{\partial E}{\partial s} = \frac{\partial CE}{\partial s}$$") == "right"


def test_which_arguments_is_open_where_there_are_several() -> None:
    page = r"$$E = CE(t, \hat{t}) + CE(\hat{t}, t)$$ "
    assert last(page + r"$$\frac{\partial CE}{\partial s} = \hat{t} - t$$") == "unknown"


def test_capitals_that_nobody_calls_are_a_product() -> None:
    page = r"$B \in \mathbb{R}^{m \times k}$, $C \in \mathbb{R}^{m \times k}$, $D \in \mathbb{R}^{k \times n}$, $M = CD$ and "
    assert last(page + r"$\frac{\partial Mx}{\partial x} = CD$.") in ("right", "right-up-to-layout")


ABBREVIATED = [
    r"$$MSE &=& \frac{1}{N}\sum_{i=1}^{N} (p_i-y_i)^2$$ $$\frac{\partial MSE}{\partial p_i} = SIGN\frac{2}{N} (p_i - y_i)$$",
    r"$$RSS = \sum_i (y_i - w x_i)^2$$ $$\frac{\partial RSS}{\partial w} = SIGN-2\sum_i x_i(y_i - w x_i)$$",
    r"$$NLL = -\log p$$ $$\frac{d NLL}{d p} = SIGN-\frac1p$$",
    r"$$BCE_{loss} = -y \log p$$ $$\frac{\partial BCE_{loss}}{\partial p} = SIGN-\frac{y}{p}$$",
]


@pytest.mark.parametrize("page", ABBREVIATED)
def test_what_an_equation_is_about_is_called_by_all_its_capitals(page: str) -> None:
    for sign, verdict in (("", "right"), ("-", "wrong")):
        found = papergrad.read(page.replace("SIGN", sign)).findings
        assert [f.verdict for f in found] == ["defines", verdict]


def test_letters_that_are_used_one_by_one_are_a_product() -> None:
    page = r"Let $P$ and $Q$ be symmetric $n \times n$ matrices. $$PQ = (Q^T P^T)^T$$"
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(r"$PQR = S$ and $PQ = T$, so $TR = S$, where $P = Q$.").findings[0].verdict != "defines"
