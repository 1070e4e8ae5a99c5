"""Units whose letter says in which layer they are."""

from __future__ import annotations

import pytest

import papergrad

NETWORK = r"""
The error is $E = \frac{1}{2} \sum_k (t_k - o_k)^2$ where $o_k = \sigma(n_k)$ and $n_k = \sum_j w_{jk} o_j$. For the hidden layer,
$o_j = \sigma(n_j)$ and $n_j = \sum_i w_{ij} x_i$.
"""
CLASSIC = r"""
$$x_j = \sum_i y_i w_{ji}$$
$$y_j = \frac{1}{1+e^{-x_j}}$$
$$E = \frac12 \sum_j (y_j - d_j)^2$$
"""


def verdicts(text: str) -> list[str]:
    return [finding.verdict for finding in papergrad.read(text).findings]


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (NETWORK, r"\frac{\partial E}{\partial w_{jk}} = (o_k - t_k) o_k (1 - o_k) o_j", "right"),
        (NETWORK, r"\frac{\partial E}{\partial w_{jk}} = (t_k - o_k) o_k (1 - o_k) o_j", "wrong"),
        (
            NETWORK,
            r"\frac{\partial E}{\partial w_{ij}} = \sum_k (o_k - t_k) o_k (1 - o_k) w_{jk} o_j (1 - o_j) x_i",
            "right",
        ),
        (
            NETWORK,
            r"\frac{\partial E}{\partial w_{ij}} = \sum_k (o_k - t_k) o_k (1 - o_k) w_{jk} o_j (1 + o_j) x_i",
            "wrong",
        ),
        (NETWORK, r"\frac{\partial E}{\partial o_j} = \sum_k (o_k - t_k) o_k (1 - o_k) w_{jk}", "right"),
        (CLASSIC, r"\frac{\partial E}{\partial w_{ji}} = (y_j - d_j) y_j (1 - y_j) y_i", "right"),
        (CLASSIC, r"\frac{\partial E}{\partial w_{ji}} = (y_j - d_j) y_j (1 - y_j) y_j", "wrong"),
        (CLASSIC, r"\frac{\partial E}{\partial y_i} = \sum_j \frac{\partial E}{\partial x_j} w_{ji}", "right"),
        (CLASSIC, r"\frac{\partial E}{\partial y_i} = \sum_j \frac{\partial E}{\partial y_j} w_{ji}", "wrong"),
    ],
)
def test_letters_tell_layers_apart(page: str, claim: str, verdict: str) -> None:
    assert verdicts(page + f"$${claim}$$")[-1] == verdict


def test_a_product_of_slopes_says_nothing_of_what_they_are_by() -> None:
    page = CLASSIC + r"$$\frac{\partial E}{\partial y_j} = y_j %s d_j$$"
    page += r"$$\frac{\partial E}{\partial x_j} \frac{\partial x_j}{\partial y_i} = \frac{\partial E}{\partial x_j} w_{ji}$$"
    assert verdicts(page % "-")[-2:] == ["right", "right"]
    assert verdicts(page % "+")[-2:] == ["wrong", "right"]


def test_what_is_said_of_one_layer_is_said_of_the_others() -> None:
    page = r"$$a_j = \sum_i w_{ji} z_i, \quad z_j = h(a_j), \quad \delta_j = \frac{\partial E}{\partial a_j}$$ and for the outputs "
    page += r"$\delta_k = \frac{\partial E}{\partial a_k}$. Then $$\delta_j = %s \sum_k w_{kj} \delta_k$$"
    assert verdicts(page % "h'(a_j)")[-1] == "right"
    assert verdicts(page % "h'(a_j)^2")[-1] != "right"


def test_weights_keep_the_labels_they_have_elsewhere() -> None:
    page = r"$$a_j = \sum_i w^{(1)}_{ji} x_i, \quad z_j = \tanh(a_j), \quad y_k = \sum_j w^{(2)}_{kj} z_j$$ "
    page += r"$$E = \frac12 \sum_k (y_k - t_k)^2$$ $$\delta_k = y_k - t_k$$ $$\delta_j = (1 - z_j^2) \sum_k w_{kj} \delta_k$$ "
    assert verdicts(page + r"$$\frac{\partial E}{\partial w^{(1)}_{ji}} = \delta_j x_i$$")[-1] == "right"
    assert verdicts(page + r"$$\frac{\partial E}{\partial w^{(1)}_{ji}} = \delta_j z_i$$")[-1] != "right"


@pytest.mark.parametrize(
    "page",
    [  # letters that run over the same units
        r"Let $z_k = \sum_j w_{kj} a_j$, $y_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$ and $L = -\sum_k t_k \log y_k$ where $\sum_k t_k = 1$."
        r"$$\frac{\partial L}{\partial z_j} = y_j - t_j$$",
        r"Let $o_k = \sigma(n_k)$, $n_k = \sum_j w_{jk} o_j$, $E = \frac12 \sum_k (t_k - o_k)^2$. "
        r"$$\frac{\partial E}{\partial o_j} = o_j - t_j$$",
        r"Let $E = -\frac12 \sum_i \sum_j w_{ij} s_i s_j$, $s_i = \tanh(\sum_j w_{ij} s_j)$ and $p_i = s_i^2$. "
        r"$$\frac{dp_i}{ds_i} = 2 s_i$$",
    ],
)
def test_the_same_units_by_two_letters(page: str) -> None:
    assert not {"wrong", "ill-typed"} & set(verdicts(page))


def test_signals_of_two_layers() -> None:
    page = r"$$a_j = \sum_{i=1}^D w_{ji}^{(1)} x_i, \quad z_j = \tanh(a_j), \quad y_k = \sum_{j=1}^M w_{kj}^{(2)} z_j$$"
    page += r"$$E = \frac12 \sum_{k=1}^K (y_k - t_k)^2, \quad \delta_k = y_k - t_k$$"
    page += r"$$\delta_j = (1 - z_j^2) \sum_{k=1}^K w_{kj}^{(2)} \delta_k$$"
    assert verdicts(page + r"$$\frac{\partial E}{\partial w_{ji}^{(1)}} = \delta_j x_i$$")[-1] == "right"
    assert verdicts(page + r"$$\frac{\partial E}{\partial w_{kj}^{(2)}} = \delta_k z_j$$")[-1] == "right"
    assert verdicts(page + r"$$\frac{\partial E}{\partial w_{ji}^{(1)}} = -\delta_j x_i$$")[-1] == "wrong"


LETTERS_OF_EXAMPLES = r"""
## Backpropagation

$$s_j = \sum_i w_{ji} x_i, \quad o_j = \tanh(s_j), \quad s_k = \sum_j w_{kj} o_j, \quad E = \frac12 \sum_k (s_k - t_k)^2$$
$$\delta_k = \frac{\partial E}{\partial s_k}, \quad \delta_j = \frac{\partial E}{\partial s_j}$$
$$\delta_j = %s \sum_k w_{kj} \delta_k$$

## Logistic regression

$$s_n = v^T \phi_n, \quad o_n = \sigma(s_n), \quad L = -\sum_{n=1}^N \{t_n \ln o_n + (1 - t_n) \ln(1 - o_n)\}$$
$$\frac{\partial L}{\partial v} = \sum_{n=1}^N %s \phi_n$$
"""


def test_letters_of_examples_in_another_section_leave_the_layers_alone() -> None:
    found = verdicts(LETTERS_OF_EXAMPLES % ("(1 - o_j^2)", "(o_n - t_n)"))
    assert found[6] == found[-1] == "right"
    assert verdicts(LETTERS_OF_EXAMPLES % ("(1 + o_j^2)", "(o_n - t_n)"))[6] == "wrong"
    assert verdicts(LETTERS_OF_EXAMPLES % ("", "(o_n - t_n)"))[6] == "wrong"
    assert verdicts(LETTERS_OF_EXAMPLES % ("(1 - o_j^2)", "(t_n - o_n)"))[-1] == "wrong"


SIGNAL_OF_ALL = r"""
Each unit computes $s_j = \sum_i v_{ji} u_i$ and $u_j = f(s_j)$. Let $\epsilon_j = \frac{\partial L}{\partial s_j}$. The outputs are
linear, $y_k = s_k$, and $L = \frac12 \sum_k (y_k - t_k)^2$. So $$\epsilon_k = %s$$ and, one layer before,
$$\epsilon_j = %s \sum_k v_{kj} \epsilon_k$$
"""


def test_a_signal_of_one_layer_is_that_of_the_others() -> None:
    """A slip in what it comes to at the outputs is blamed there, and not where that is used."""
    assert verdicts(SIGNAL_OF_ALL % ("y_k - t_k", "f'(s_j)"))[-2:] == ["right", "right"]
    assert verdicts(SIGNAL_OF_ALL % ("t_k - y_k", "f'(s_j)"))[-2:] == ["wrong", "right"]
    assert verdicts(SIGNAL_OF_ALL % ("y_k - t_k", "-f'(s_j)"))[-2:] == ["right", "wrong"]
    assert verdicts(SIGNAL_OF_ALL % ("y_k - t_k", "f(s_j)"))[-1] != "right"


SIGNALS_IN_WORDS = r"""
$$net_j = \sum_i w_{ji} x_i, \quad o_j = \sigma(net_j), \quad net_k = \sum_j w_{kj} o_j, \quad o_k = \sigma(net_k)$$
$$E = \frac12 \sum_k (t_k - o_k)^2$$
For an output unit define $\delta_k = -\frac{\partial E}{\partial net_k}$. Then $$\delta_k = %s (t_k - o_k)$$ and for a hidden unit
$\delta_j = -\frac{\partial E}{\partial net_j}$, which is $$\delta_j = %s \sum_k \delta_k w_{kj}$$
"""


def test_words_for_a_layer_are_no_case_beside_its_letter() -> None:
    assert verdicts(SIGNALS_IN_WORDS % ("o_k (1 - o_k)", "o_j (1 - o_j)"))[-3::2] == ["right", "right"]
    assert verdicts(SIGNALS_IN_WORDS % ("", "o_j (1 - o_j)"))[-3::2] == ["wrong", "right"]
    assert verdicts(SIGNALS_IN_WORDS % ("o_k (1 - o_k)", ""))[-3::2] == ["right", "wrong"]
    assert verdicts(SIGNALS_IN_WORDS % ("o_k (1 - o_k)", "-o_j (1 - o_j)"))[-3::2] == ["right", "wrong"]
