r"""A quantity that only the head of a derivation speaks of, ``∂E/∂w = \frac{∂}{∂w} (…)``, is what is derived there."""

from __future__ import annotations

import pytest

import papergrad

HEADS = [
    r"\frac{\partial E}{\partial w} = \frac{\partial}{\partial w} \frac{1}{2} (w^T u - v)^2",
    r"\nabla_w E = \frac{\partial}{\partial w} \left(\frac{1}{2} (w^T u - v)^2\right)",
    r"\frac{\partial E}{\partial w} = \frac{1}{2} \frac{\partial}{\partial w} (w^T u - v)^2",
    r"\nabla_w E = -\nabla_w \left(-\frac{1}{2} (w^T u - v)^2\right)",
]
PAGE = r"The vectors are $w, u \in \mathbb{R}^n$ and $v$ is a number. $$HEAD = RIGHT$$ $$\frac{\partial E}{\partial w} = AGAIN$$"
SLOPE = "(w^T u - v) u"


@pytest.mark.parametrize("head", HEADS)
def test_the_derivation_is_judged_by_it(head: str) -> None:
    for right, verdict in ((SLOPE, "right"), ("-" + SLOPE, "wrong"), (r"2 " + SLOPE, "wrong")):
        page = PAGE.replace("HEAD", head).replace("RIGHT", right).replace("AGAIN", SLOPE)
        found = [one for one in papergrad.read(page).findings if one.kind == "gradient"]
        assert [one.verdict for one in found] == ["right", verdict, "right"]


@pytest.mark.parametrize("again", ["-" + SLOPE, "(v - w^T u) u"])
def test_elsewhere_it_may_be_another_one(again: str) -> None:
    page = PAGE.replace("HEAD", HEADS[0]).replace("RIGHT", SLOPE).replace("AGAIN", again)
    assert papergrad.read(page).findings[-1].verdict == "unknown"


def test_a_sum_over_the_letter_of_the_variable_is_left_alone() -> None:
    page = r"$$\frac{\partial E}{\partial u_k} = -\sum_{k=1}^K \frac{\partial}{\partial u_k} \log \sigma(u_k) = -(1 - \sigma(u_k))$$"
    assert not any(one.bad for one in papergrad.read(page).findings)
