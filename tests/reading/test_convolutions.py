"""Convolutions as notes write them: the gradient of an input gathers errors from before it, 0 outside."""

from __future__ import annotations

import pytest

import papergrad

LINE = r"$y_i = \sum_{k=0}^{K-1} w_k x_{i+k} + b$ with a loss $L$. "
PLANE = r"$y_{ij} = \sum_{a=0}^{m-1} \sum_{c=0}^{m-1} w_{ac} x_{(i+a)(j+c)}$ with a loss $L$. "


def verdict(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


def test_of_a_line() -> None:
    by = r"$\frac{\partial L}{\partial x_j} = %s$"
    assert verdict(LINE + by % r"\sum_{k=0}^{K-1} \frac{\partial L}{\partial y_{j-k}} w_k") == "right"
    assert verdict(LINE + by % r"\sum_i \frac{\partial L}{\partial y_i} w_{j-i}") == "right"
    assert verdict(LINE + by % r"\sum_{k=0}^{K-1} \frac{\partial L}{\partial y_{j+k}} w_k") not in ("right", "right-if")


@pytest.mark.parametrize("place", ["(i-a)(j-c)", "i-a, j-c"])
def test_of_a_plane(place: str) -> None:
    claim = rf"\sum_{{a=0}}^{{m-1}} \sum_{{c=0}}^{{m-1}} \frac{{\partial L}}{{\partial y_{{{place}}}}} w_{{ac}}"
    by = r"$\frac{\partial L}{\partial x_{ij}} = %s$"
    assert verdict(PLANE + by % claim) == "right"
    assert verdict(PLANE + by % claim.replace("i-a", "i+a")) not in ("right", "right-if")


def test_of_the_weights() -> None:
    by = r"$\frac{\partial L}{\partial w_{ac}} = \sum_i \sum_j \frac{\partial L}{\partial y_{ij}} x_{%s}$"
    assert verdict(PLANE + by % "(i+a)(j+c)") == "right"
    assert verdict(PLANE + by % "(i+c)(j+a)") not in ("right", "right-if")
