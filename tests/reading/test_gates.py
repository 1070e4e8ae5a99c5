"""Letters that are raised as labels: the gates of a recurrent network."""

from __future__ import annotations

import pytest

import papergrad

LSTM = r"""$$z_t = [h_{t-1}, x_t], \quad a^f_t = W^f z_t + b^f, \quad a^i_t = W^i z_t + b^i, \quad a^g_t = W^g z_t + b^g$$
$$f_t = \sigma(a^f_t), \quad i_t = \sigma(a^i_t), \quad g_t = \tanh(a^g_t)$$
$$c_t = f_t \odot c_{t-1} + i_t \odot g_t$$
$$\frac{\partial L}{\partial %s} = %s$$"""
SIGNALS = r"W^{fT} \frac{\partial L}{\partial a^f_t} + W^{iT} \frac{\partial L}{\partial a^i_t}"
LAST = r" + W^{gT} \frac{\partial L}{\partial a^g_t}"


@pytest.mark.parametrize(
    ("by", "gradient", "verdict"),
    [
        ("a^g_t", r"\frac{\partial L}{\partial g_t} \odot (1 - g_t^2)", "right"),
        ("a^g_t", r"\frac{\partial L}{\partial g_t} \odot (1 - g_t)", "wrong"),
        ("a^i_t", r"\frac{\partial L}{\partial i_t} \odot i_t \odot (1 - i_t)", "right"),
        ("W^g", r"\frac{\partial L}{\partial a^g_t} z_t^T", "right"),
        ("W^g", r"2 \frac{\partial L}{\partial a^g_t} z_t^T", "wrong"),
        ("z_t", SIGNALS + LAST, "right"),
        ("z_t", SIGNALS, "unknown"),
    ],
)
def test_gates_by_raised_letters(by: str, gradient: str, verdict: str) -> None:
    assert papergrad.read(LSTM % (by, gradient)).findings[-1].verdict == verdict


def test_one_raised_letter_is_a_power() -> None:
    page = r"Let $a > 0$ be a number. $y = a^f$. $$\frac{\partial y}{\partial a} = f a^{f-1}$$"
    assert papergrad.read(page).findings[-1].verdict == "right"
