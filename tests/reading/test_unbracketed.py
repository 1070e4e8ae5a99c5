r"""Losses of single samples that are called in one place and have no bracket in another."""

import pytest

import papergrad


@pytest.mark.parametrize("total", [r"\sum_{n=1}^N E_n(w)", r"\sum_{n=1}^N E_n"])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla E(w) = \sum_{n=1}^N (y_n - t_n) x_n", "right"),
        (r"\nabla E(w) = \sum_{n=1}^N (t_n - y_n) x_n", "wrong"),
        (r"\nabla E(w) = X^T (y - t)", "right"),
        (r"\nabla E_n(w) = (y_n - t_n) x_n", "right"),
        (r"\nabla E_n(w) = (t_n - y_n) x_n", "wrong"),
        (r"\nabla E_n(w) = \sum_n (y_n - t_n) x_n", "wrong"),
        (r"\frac{\partial E_n}{\partial w} = (y_n - t_n) x_n", "right"),
    ],
)
def test_a_bracket_is_a_reminder(total, claim, verdict):
    text = rf"Let $y_n = w^T x_n$, $E_n = \frac12 (y_n - t_n)^2$ and $E(w) = {total}$. $${claim}$$"
    assert papergrad.read(text).findings[-1].verdict == verdict


def test_a_factor_is_no_bracket():
    text = r"Let $E_n = \frac12 (y_n - t_n)^2$. $$\frac{\partial}{\partial y_n} E_n (1 - y_n) = (y_n - t_n) (1 - y_n) - E_n$$"
    assert papergrad.read(text).findings[-1].verdict != "wrong"
