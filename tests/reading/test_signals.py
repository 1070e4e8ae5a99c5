"""Error signals of two layers by one letter."""

import papergrad

NETWORK = r"""
$$a_j = \sum_{i=1}^D w_{ji}^{(1)} x_i, \quad z_j = \tanh(a_j), \quad y_k = \sum_{j=1}^M w_{kj}^{(2)} z_j$$
$$E = \frac12 \sum_{k=1}^K (y_k - t_k)^2, \quad \delta_k = y_k - t_k$$
"""
HIDDEN = r"$$\delta_j = (1 - z_j^2) \sum_{k=1}^K w_{kj}^{(2)} \delta_k$$"


def last(text):
    return papergrad.read(text).findings[-1].verdict


def test_the_letter_says_of_which_layer_a_signal_is():
    page = NETWORK + HIDDEN
    assert last(page + r"$$\frac{\partial E}{\partial w_{ji}^{(1)}} = \delta_j x_i$$") == "right"
    assert last(page + r"$$\frac{\partial E}{\partial w_{kj}^{(2)}} = \delta_k z_j$$") == "right"
    assert last(page + r"$$\frac{\partial E}{\partial w_{ji}^{(1)}} = -\delta_j x_i$$") == "wrong"


def test_whose_signals_are_not_read_is_not_accused():
    page = NETWORK + HIDDEN.replace("w_{kj}^{(2)}", "w_{kj}")  # which of the two matrices?
    assert last(page + r"$$\frac{\partial E}{\partial w_{ji}^{(1)}} = \delta_j x_i$$") == "unknown"
