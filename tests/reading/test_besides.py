"""A symbol that a definition adds to a sum over its kind is none of those in the sum."""

import pytest

import papergrad

LOSS = r"""Let $U \in \mathbb{R}^{d\times V}$ with columns $u_w$, $v\in\mathbb{R}^d$.
$$J = -\log\sigma(u_o^\top v) - \sum_{k=1}^K \log \sigma(-u_k^\top v)$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v) - 1) v", "right-if"),
        (r"\frac{\partial J}{\partial u_o} = \sigma(u_o^\top v) v", "wrong"),
        (r"\frac{\partial J}{\partial u_k} = \sigma(u_k^\top v) v", "right-if"),
        (r"\frac{\partial J}{\partial u_k} = -\sigma(u_k^\top v) v", "wrong"),
        (r"\frac{\partial J}{\partial v} = (\sigma(u_o^\top v) - 1) u_o + \sum_{k=1}^K \sigma(u_k^\top v) u_k", "right"),
    ],
)
def test_negative_samples_are_others(claim, verdict):
    finding = papergrad.read(LOSS + f"$${claim}$$").findings[-1]
    assert finding.verdict == verdict
    if verdict == "right-if":
        assert finding.assumption == "o is none of the k"


def test_the_word_in_a_softmax_is_one_of_all_words():
    text = r"""Let $u_w$ be the columns of $U \in \mathbb{R}^{d\times V}$ and
$$J = -u_o^\top v + \log \sum_{w=1}^V \exp(u_w^\top v), \qquad p_w = \frac{\exp(u_w^\top v)}{\sum_{x=1}^V \exp(u_x^\top v)}$$
$$\frac{\partial J}{\partial u_o} = (p_o - 1) v$$"""
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_a_target_word_may_have_a_description():
    text = r"""$\hat y = \mathrm{softmax}(z)$, where $y$ is the one-hot vector of the true next word $o$.
$$J = -\sum_i y_i \log \hat y_i = -\log \hat y_o$$"""
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_shapes_stand_in_brackets():
    paper = papergrad.read(r"The weights are $W$ ($D \times H$) and $b$ ($1 \times H$): $S = XW + b$.")
    assert paper.shapes["W"] == ("D", "H")
    assert paper.shapes["X"][1] == "D"
