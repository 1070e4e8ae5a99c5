"""What runs over steps, or over layers, goes on doing so under the next heading."""

from __future__ import annotations

import pytest

import papergrad

RECURRENT = r"""# Model

$$s_t = \tanh(U x_t + W s_{t-1})$$
$$\hat y_t = \mathrm{softmax}(V s_t)$$
$$E_t = -y_t^T \log \hat y_t, \qquad E = \sum_t E_t$$
"""
DELTAS = r"""# Model

$$a_t = W h_{t-1} + U x_t, \quad h_t = \tanh(a_t), \quad o_t = V h_t$$
$$E = \sum_{t=1}^T \frac12 \|o_t - y_t\|^2$$

# Errors

Let $\delta_t = \partial E/\partial a_t$.
"""
LAYERS = r"""# Model

$$z^l = W^l a^{l-1} + b^l, \qquad a^l = \sigma(z^l)$$
$$C = \frac12 \lVert a^L - y \rVert^2 + \frac{\lambda}{2} \sum_{l=1}^L \lVert W^l \rVert_F^2$$

# Errors

Define $\delta^l = \frac{\partial C}{\partial z^l}$. Then
"""
CELL = r"""# Cell

$$f_t = \sigma(W_f h_{t-1} + U_f x_t + b_f)$$
$$g_t = \tanh(W_g h_{t-1} + U_g x_t + b_g)$$
$$c_t = f_t \odot c_{t-1} + g_t$$
$$h_t = \tanh(c_t)$$

The loss is $L = \sum_{t=1}^T L_t(h_t)$. Write $\delta h_t = \frac{\partial L}{\partial h_t}$
and $\delta c_t = \frac{\partial L}{\partial c_t}$.

# Backward
"""


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in papergrad.read(text).findings if one.verdict not in ("defines", "declares")]


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        (
            RECURRENT,
            r"$$\frac{\partial E_t}{\partial V} = (\hat y_t - y_t) \otimes s_t$$ where $z_t = V s_t$.",
            r"$$\frac{\partial E_t}{\partial V} = (y_t - \hat y_t) \otimes s_t$$ where $z_t = V s_t$.",
        ),
        (
            DELTAS,
            r"$$\delta_T = (V^T (o_T - y_T)) \odot (1 - h_T^2)$$",
            r"$$\delta_T = (V^T (o_T - y_T)) \odot (1 + h_T^2)$$",
        ),
        (
            DELTAS,
            r"$$\frac{\partial E}{\partial U} = \sum_{t=1}^T \delta_t x_t^T$$",
            r"$$\frac{\partial E}{\partial U} = 2 \sum_{t=1}^T \delta_t x_t^T$$",
        ),
        (
            CELL,
            r"$$\delta f_t = \delta c_t \odot c_{t-1}$$",
            r"$$\delta f_t = -\delta c_t \odot c_{t-1}$$",
        ),
        (
            CELL,
            r"$$\delta c_t = \delta h_t \odot (1 - \tanh^2(c_t)) + \delta c_{t+1} \odot f_{t+1}$$",
            r"$$\delta c_t = \delta h_t \odot (1 - \tanh^2(c_t)) - \delta c_{t+1} \odot f_{t+1}$$",
        ),
    ],
)
def test_a_claim_about_steps_is_judged_by_what_an_earlier_part_says(before: str, right: str, wrong: str) -> None:
    assert verdicts(f"{before}\n# Gradients\n\n{right}\n")[-1] in ("right", "right-if")
    assert verdicts(f"{before}\n# Gradients\n\n{wrong}\n")[-1] == "wrong"


@pytest.mark.parametrize("heading", ["", "# The last layer\n\n"])
def test_the_error_at_the_last_layer_is_claimed_where_that_at_every_layer_is_defined(heading: str) -> None:
    goes_on = "$$\\delta^l = (W^{l+1})^T \\delta^{l+1} \\odot \\sigma'(z^l)$$\n"
    right = f"{LAYERS}\n{heading}$$\\delta^L = (a^L - y) \\odot \\sigma'(z^L)$$\n\n{goes_on}"
    wrong = f"{LAYERS}\n{heading}$$\\delta^L = (y - a^L) \\odot \\sigma'(z^L)$$\n\n{goes_on}"
    assert verdicts(right) == ["right", "right"]
    assert verdicts(wrong) == ["wrong", "right"]  # and who builds on the slip is not to blame


@pytest.mark.parametrize("loss", [r"L_t(h_t)", r"\ell_t(h_t)"])
def test_a_total_may_go_by_the_letter_of_its_terms(loss: str) -> None:
    model = rf"$$h_t = \tanh(W h_{{t-1}} + U x_t)$$ $$L = \sum_{{t=1}}^T {loss}$$"
    claim = r"$$\frac{\partial L}{\partial U} = %s\sum_t \left(\frac{\partial L}{\partial h_t} \odot (1-h_t^2)\right) x_t^T$$"
    assert verdicts(f"{model}\n\n{claim % ''}") == ["right"]
    assert verdicts(f"{model}\n\n{claim % '-'}") == ["wrong"]
