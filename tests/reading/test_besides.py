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
        (
            r"\frac{\partial J}{\partial v} = (\sigma(u_o^\top v) - 1) u_o + \sum_{k=1}^K \sigma(u_k^\top v) u_k",
            "right",
        ),
    ],
)
def test_negative_samples_are_others(claim, verdict):
    finding = papergrad.read(LOSS + f"$${claim}$$").findings[-1]
    assert finding.verdict == verdict
    if verdict == "right-if":
        assert finding.assumption == "o is none of the k"


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right-if"), ("+", "wrong")])
def test_a_loss_may_be_called_after_what_it_is_called_with(sign, verdict):
    page = LOSS.replace("J =", "J_{neg(v, o, U)} =")
    claim = rf"$$\frac{{\partial J_{{neg(v, o, U)}}}}{{\partial u_o}} = (\sigma(u_o^\top v) {sign} 1) v$$"
    assert papergrad.read(page + claim).findings[-1].verdict == verdict


def test_the_word_in_a_softmax_is_one_of_all_words():
    text = r"""Let $u_w$ be the columns of $U \in \mathbb{R}^{d\times V}$ and
$$J = -u_o^\top v + \log \sum_{w=1}^V \exp(u_w^\top v), \qquad p_w = \frac{\exp(u_w^\top v)}{\sum_{x=1}^V \exp(u_x^\top v)}$$
$$\frac{\partial J}{\partial u_o} = (p_o - 1) v$$"""
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_a_target_word_may_have_a_description():
    text = r"""$\hat y = \mathrm{softmax}(z)$, where $y$ is the one-hot vector of the true next word $o$.
$$J = -\sum_i y_i \log \hat y_i = -\log \hat y_o$$"""
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_what_does_not_depend_is_not_called_wrong():
    """The derivative by what no definition speaks of is 0 as read; more likely the definition was not understood."""
    text = r"""Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $q \in \mathbb{R}^n$. $$J = \|A x\|^2$$
$$\frac{\partial J}{\partial q} = 2 q$$"""
    assert papergrad.read(text).findings[-1].verdict == "unknown"


@pytest.mark.parametrize(
    "words", ["with columns $u_w$", "whose columns are $u_w$", "of outside vectors with columns $u_w$"]
)
def test_columns_are_named_after_their_matrix(words):
    text = rf"""Let $U \in \mathbb{{R}}^{{d\times V}}$ be the matrix {words},
and $p = \mathrm{{softmax}}(U^\top v)$. With the one-hot $y$
$$J = -\sum_w y_w \log p_w, \qquad \frac{{\partial J}}{{\partial u_w}} = (p_w - y_w) v$$"""
    assert papergrad.read(text).findings[-1].verdict.startswith("right")


SOFTMAX = r"""$$P(o \mid c) = \frac{\exp(u_o^\top v_c)}{\sum_{w=1}^V \exp(u_w^\top v_c)}, \qquad J = -\log P(o \mid c)$$
$$N = -\log \sigma(u_o^\top v_c) - \sum_{k=1}^K \log \sigma(-u_k^\top v_c)$$
"""


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (r"\frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^V P(w \mid c) u_w", True),
        (r"\frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^V P(o \mid c) u_w", False),
        (r"\frac{\partial J}{\partial u_o} = (P(o \mid c) - 1) v_c", True),
        (r"\frac{\partial J}{\partial u_o} = P(o \mid c) v_c", False),
        (r"\frac{\partial N}{\partial u_o} = (\sigma(u_o^\top v_c) - 1) v_c", True),
        (r"\frac{\partial N}{\partial u_k} = (1 - \sigma(-u_k^\top v_c)) v_c", True),
        (r"\frac{\partial N}{\partial u_k} = \sigma(-u_k^\top v_c) v_c", False),
    ],
)
def test_a_softmax_over_all_words_and_samples_of_them_on_one_page(claim, holds):
    """o is one of the w there and none of the k here; P at another word is the same formula at that word."""
    finding = papergrad.read(SOFTMAX + f"$${claim}$$").findings[-1]
    assert (finding.verdict in ("right", "right-if")) == holds


@pytest.mark.parametrize("arguments", ["", "(v_c, o, U)"])
@pytest.mark.parametrize(
    ("by", "slope", "verdict"),
    [
        ("o", r"(\sigma(u_o^\top v_c) - 1) v_c", "right-if"),
        ("o", r"(1 - \sigma(u_o^\top v_c)) v_c", "wrong"),
        ("k", r"\sigma(u_k^\top v_c) v_c", "right-if"),
        ("k", r"-\sigma(u_k^\top v_c) v_c", "wrong"),
    ],
)
def test_also_where_the_sum_is_said_to_be_a_function(arguments: str, by: str, slope: str, verdict: str) -> None:
    page = rf"$$J{arguments} = -\log \sigma(u_o^\top v_c) - \sum_{{k=1}}^K \log\sigma(-u_k^\top v_c)$$"
    claim = rf" $$\frac{{\partial J}}{{\partial u_{by}}} = {slope}$$"
    assert papergrad.read(page + claim).findings[-1].verdict == verdict


def test_what_stands_beside_a_sum_does_so_under_the_next_heading():
    page = (
        r"$$L = -\log \sigma(u_o^T v_c) - \sum_{k=1}^K \log \sigma(-u_k^T v_c)$$"
        "\n\n## Gradients\n\n"
        r"$$\frac{\partial L}{\partial v_c} = (\sigma(u_o^T v_c) - 1) u_o + \sum_{k=1}^K \sigma(u_k^T v_c) u_k$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial u_o} = CLAIM$$"
        "\n\n"
        r"$$\frac{\partial L}{\partial u_k} = \sigma(u_k^T v_c) v_c$$"
    )
    right, wrong = (
        papergrad.read(page.replace("CLAIM", claim)).findings[-2].verdict
        for claim in (r"(\sigma(u_o^T v_c) - 1) v_c", r"(1 - \sigma(u_o^T v_c)) v_c")
    )
    assert right in ("right", "right-if")
    assert wrong == "wrong"
