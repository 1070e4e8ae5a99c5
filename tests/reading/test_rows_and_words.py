"""Rows after columns, losses before products, words at positions: what classifiers and word vectors write."""

import pytest

from papergrad import paper


def verdicts(text: str) -> list[tuple[str, str]]:
    """Verdict and code of every claim."""
    found = paper.read(text).findings
    return [(f.verdict, f.code or "") for f in found if f.verdict not in ("defines", "declares")]


CLASSES = r"""
# Classes

a) $t \in \mathbb{R}^m$, $t = e_k$. Therefore

$$CE(t, \hat t) = -\log(\hat t_k) = -z_k + \log \sum_{i=1}^m e^{z_i}$$

$$\nabla_z CE(t, \hat t) = CLAIM$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [(r"\hat t - t", "right"), (r"t - \hat t", "wrong")])
def test_a_softmax_written_out_says_what_the_prediction_is(claim, verdict):
    assert [v for v, _ in verdicts(CLASSES.replace("CLAIM", claim))] == ["right", "right", verdict]


ROWS = r"""
# A layer

a) For all $x \in \mathbb{R}$, $\sigma(x) = \frac{1}{1 + e^{-x}}$,
and $t \in \mathbb{R}^m$, $t = e_k$, and $CE(t, \hat t) = -\log(\hat t_k) = -z_k + \log \sum_{i=1}^m e^{z_i}$.

b) $$g = \sigma(x A + a)$$

$$\hat t = \text{softmax}(g B + b)$$

$\forall x \in \mathbb{R}^n:$

$$\nabla_x CE(t, \hat t) = \nabla_z CE(t, \hat t) \left(\frac{\partial z}{\partial x}\right) = (\hat t - t) B^\top D A^\top$$

where $D = \text{diag}(\sigma'(x A + a))$.

$$\nabla_B CE(t, \hat t) = g^\top CLAIM$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [(r"(\hat t - t)", "right"), (r"(t - \hat t)", "wrong")])
def test_vectors_without_a_side_may_lie_down_later(claim, verdict):
    assert [v for v, _ in verdicts(ROWS.replace("CLAIM", claim))][3:] == ["right", "right", verdict]


ENTRIES = r"""
$A \in \mathbb{R}^{n \times p}$, $B \in \mathbb{R}^{p \times q}$, $x \in \mathbb{R}^{1 \times n}$, $g = \sigma(x A)$, $z = g B$.

$$\left(\frac{\partial z}{\partial x}\right)_{ij} = \sum_{l=1}^p A_{jl} \sigma'(\sum_{m=1}^n x_m A_{ml}) B_{li} = CLAIM$$

where $D = \text{diag}(\sigma'(x A))$.
"""


@pytest.mark.parametrize(
    ("claim", "good"),
    [
        (r"A_{j \cdot} \cdot (D B)_{\cdot i}", True),
        (r"((A D B)^\top)_{ij}", True),
        (r"A_{j \cdot} \cdot (D D B)_{\cdot i}", False),
    ],
)
def test_entries_columns_and_the_letter_l(claim, good):
    first, second = verdicts(ENTRIES.replace("CLAIM", claim))
    assert first[0] == "right"
    assert (second[0] == "right") is good


WORDS = r"""
The vectors $v_c \in \mathbb{R}^d$, and the columns $u_w$ of $U \in \mathbb{R}^{d \times V}$. The model:

$$\hat y_o = P(o \mid c) = \frac{\exp(u_o^\top v_c)}{\sum_{w=1}^V \exp(u_w^\top v_c)}$$

and $J = -\log P(o \mid c)$. Let $y$ be the one-hot vector of $o$.

$$\frac{\partial J}{\partial v_c} = FIRST$$

$$\frac{\partial J}{\partial U} = SECOND$$
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (r"U (\hat y - y)", r"v_c (\hat y - y)^\top", ["right", "right"]),
        (r"U (y - \hat y)", r"v_c \hat y^\top", ["wrong", "wrong"]),
        (r"-u_o + \sum_{w=1}^V \hat y_w u_w", r"v_c (\hat y + y)^\top", ["right", "wrong"]),
    ],
)
def test_word_vectors(first, second, expected):
    assert [v for v, _ in verdicts(WORDS.replace("FIRST", first).replace("SECOND", second))] == expected


SAMPLES = r"""
$$J = -\log \sigma(u_o^\top v) - \sum_{k=1}^K \log \sigma(-u_k^\top v),$$

where $o \notin \{1, \dots, K\}$.

$$\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v) - 1) v$$

$$\frac{\partial J}{\partial u_k} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"\sigma(u_k^\top v) v", "right"), (r"(\sigma(u_k^\top v) - 1) v", "wrong")]
)
def test_what_lies_outside_a_range_has_a_name_of_its_own(claim, verdict):
    assert [v for v, _ in verdicts(SAMPLES.replace("CLAIM", claim))] == ["right", verdict]


def test_the_gradient_of_another_loss_is_called_so():
    text = r"""
$x, a \in \mathbb{R}^n$, $L_{\text{first}} = \frac{1}{2} \|x - a\|^2$, $J_{\text{second}} = \frac{1}{2} \|x + a\|^2$.

$$\nabla_x L_{\text{first}} = x + a$$
"""
    finding = paper.read(text).findings[-1]
    assert (finding.verdict, finding.code) == ("wrong", "PG210")
    assert "J_second" in finding.message


WINDOW = r"""
$$J_{\text{bag}} = F(w_c, \hat v) \text{ with } \hat v = \sum_{-m \leq j \leq m, j \neq 0} v_{c+j}$$

$$\nabla_{v_c} J = 0$$
"""


def test_a_vector_at_another_place_of_a_window():
    (found,) = verdicts(WINDOW)
    assert found[0] in ("right", "right-if")
