"""Positions of words, and of the samples beside them, that nobody says to differ."""

from __future__ import annotations

import pytest

import papergrad

LOSS = r"""$$J = -\log \sigma(u_o^\top v_c) - \sum_{s=1}^K \log \sigma(-u_{w_s}^\top v_c)$$

$$\frac{\partial J}{\partial %s} = %s$$
"""


@pytest.mark.parametrize(
    ("by", "slope", "words"),
    [
        ("u_o", r"(\sigma(u_o^\top v_c) - 1) v_c", "o and w differ"),
        ("u_{w_s}", r"(1 - \sigma(-u_{w_s}^\top v_c)) v_c", "no two of the w are the same"),
        ("u_{w_s}", r"\sigma(u_{w_s}^\top v_c) v_c", "no two of the w are the same"),
    ],
)
def test_right_if_they_differ(by: str, slope: str, words: str) -> None:
    found = papergrad.read(LOSS % (by, slope)).findings[-1]
    assert found.verdict == "right-if" and words in found.assumption


@pytest.mark.parametrize(
    ("by", "slope", "verdicts"),
    [
        ("u_o", r"(1 - \sigma(u_o^\top v_c)) v_c", ("wrong",)),
        ("u_o", r"(\sigma(u_o^\top v_c) - 1) u_o", ("wrong",)),
        ("u_{w_s}", r"-(1 - \sigma(-u_{w_s}^\top v_c)) v_c", ("wrong", "unknown")),
        ("v_c", r"(\sigma(u_o^\top v_c) - 1) u_o", ("wrong",)),
    ],
)
def test_slips(by: str, slope: str, verdicts: tuple[str, ...]) -> None:
    assert papergrad.read(LOSS % (by, slope)).findings[-1].verdict in verdicts


def test_many_samples_have_one_class() -> None:
    page = r"Let $J = -\sum_{i=1}^m w_{y_i}^\top x_i$ with classes $y_i \in \{1, \dots, K\}$. "
    page += r"$$\frac{\partial J}{\partial w_{y_i}} = -x_i$$"
    assert papergrad.read(page).findings[-1].verdict != "right-if"
