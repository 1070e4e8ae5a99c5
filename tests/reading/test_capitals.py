"""Two capitals are the name of a loss where they are called by it elsewhere; without arguments it is taken of the same."""

from __future__ import annotations

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
