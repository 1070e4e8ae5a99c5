"""The class of a sample picks an entry: hinge and softmax losses as the notes of courses write them."""

from __future__ import annotations

import pytest

import papergrad

HINGE = (
    r"The loss of sample $i$ is $L_i = \sum_{j \neq y_i} \max(0, w_j^T x_i - w_{y_i}^T x_i + \Delta)$"
    r" with $w_j, x_i \in \mathbb{R}^D$. "
)
SOFTMAX = r"$L_i = -s_{y_i} + \log \sum_j e^{s_j}$ and $p_k = \frac{e^{s_k}}{\sum_j e^{s_j}}$. "


def verdict(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    "case", [r"For $j \neq y_i$: $$%s$$", r"The rows $j \neq y_i$ have $$%s$$", r"$$%s, \quad j \neq y_i$$"]
)
def test_the_other_classes_of_a_hinge(case: str) -> None:
    claim = r"\nabla_{w_j} L_i = \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0) x_i"
    assert verdict(HINGE + case % claim) == "right"
    assert verdict(HINGE + case % claim.replace("= ", "= -", 1)) == "wrong"


def test_the_class_itself() -> None:
    claim = r"$$\nabla_{w_{y_i}} L_i = -\left( \sum_{j \neq y_i} \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0) \right) x_i$$"
    assert verdict(HINGE + claim) == "right"
    assert verdict(HINGE + claim.replace("= -", "= ")) == "wrong"


@pytest.mark.parametrize("same", ["y_i = k", "k = y_i"])
def test_whether_a_class_is_the_one_of_the_sample(same: str) -> None:
    assert verdict(SOFTMAX + rf"$\frac{{\partial L_i}}{{\partial s_k}} = p_k - 1[{same}]$") == "right"
    assert verdict(SOFTMAX + rf"$\frac{{\partial L_i}}{{\partial s_k}} = 1[{same}] - p_k$") == "wrong"


def test_the_entry_of_the_class() -> None:
    assert verdict(SOFTMAX + r"$\frac{\partial L_i}{\partial s_{y_i}} = p_{y_i} - 1$") == "right"
    assert verdict(SOFTMAX + r"$\frac{\partial L_i}{\partial s_{y_i}} = p_{y_i}$") == "wrong"
