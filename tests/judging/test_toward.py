"""Slips that no small edit undoes are found by laying the right formula beside the claim; the help is the writer's own formula."""

import pytest

import papergrad

DELTAS = r"""
$$net_k = \sum_j w_{kj} h_j, \qquad o_k = \sigma(net_k), \qquad E = \frac{1}{2} \sum_k (t_k - o_k)^2$$
with $\delta_k = (t_k - o_k) o_k (1 - o_k)$ and so

"""
CELL = r"""
$h, y, o, c \in \mathbb{R}^n$, $h = o \odot \tanh(c)$, $L = \frac{1}{2} \| h - y \|^2$

"""
SUMS = r"""
$x_i \in \mathbb{R}^d$, $y_i \in \{0, 1\}$, $p_i = \sigma(w^\top x_i + b)$

$$L = -\sum_{i=1}^N [y_i \log p_i + (1 - y_i) \log(1 - p_i)] + \frac{\lambda}{2} \|w\|^2$$

"""
CLAIMS = {  # the claim, the slip by its code, and the right side that the help shows
    "an index": (DELTAS, r"\frac{\partial E}{\partial w_{kj}} = -\delta_j h_j", "PG209", r"-\delta_k h_j"),
    "a symbol with a running script, in several places": (
        DELTAS,
        r"\frac{\partial E}{\partial w_{kj}} = -(t_k - o_k) h_k (1 - h_k) h_j",
        "PG210",
        r"-(t_k - o_k) o_k(1 - o_k) h_j",
    ),
    "a factor of the chain rule": (
        CELL,
        r"\frac{\partial L}{\partial c} = (h - y) \odot (1 - \tanh^2(c))",
        "PG205",
        None,
    ),
    "a term in a bracket": (
        CELL,
        r"\frac{\partial L}{\partial c} = (-y) \odot o \odot (1 - \tanh^2(c))",
        "PG204",
        None,
    ),
    "a sign of a sum, in sums": (
        SUMS,
        r"\frac{\partial L}{\partial b} = \sum_{i=1}^N (y_i - p_i)",
        "PG202",
        r"-\sum_{i = 1}^N (y_i - p_i)",
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_the_slip_is_named_and_undone_in_the_writers_own_formula(name):
    given, claim, code, right = CLAIMS[name]
    found = papergrad.read(given + f"$$\n{claim}\n$$\n").findings[-1]
    assert (found.verdict, found.code) == ("wrong", code)
    if right is not None:
        assert found.correct == right
    repaired = papergrad.read(given + f"$$\n{claim.split('=')[0]} = {found.correct}\n$$\n").findings[-1]
    assert repaired.verdict == "right"


def test_a_slip_behind_a_softmax_is_named_also_where_nobody_says_that_targets_add_up_to_one():
    text = r"""
$x \in \mathbb{R}^n$, $t \in \mathbb{R}^k$, $W \in \mathbb{R}^{k \times n}$, $y = \mathrm{softmax}(W x)$, $E = -\sum_j t_j \log y_j$
$$\frac{\partial E}{\partial W} = (t - y) x^T$$
"""
    found = papergrad.read(text).findings[-1]
    assert (found.verdict, found.code, found.correct) == ("wrong", "PG202", "-(t - y) x^T")
    assert found.assumption == "the entries of t add up to 1"


def test_a_part_of_the_right_formula_is_tried_in_its_place_as_early_as_a_factor_anywhere():
    given = r"Let $x_i, w \in \mathbb{R}^d$, $b \in \mathbb{R}$. $$L = \frac1n \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))$$"
    claim = r"\frac{\partial L}{\partial b} = -\frac{1}{n} \sum_{i = 1}^n \mathbf{1}[y_i(w^\top x_i) < 1] y_i"
    found = papergrad.read(given + f"$$\n{claim}\n$$\n").findings[-1]
    assert (found.verdict, found.code) == ("wrong", "PG204")
