"""A loss and those of the samples by one letter: two things, and neither an entry of the other."""

from __future__ import annotations

import pytest

import papergrad

TERMS = r"Let $x_i, w \in \mathbb{R}^d$. $$%s_i = \frac12 (w^T x_i - y_i)^2$$ "
TOTAL = r"$$%s = \frac1N \sum_{i=1}^N %s_i$$ "
LOSSES = [r"L", r"\mathcal{L}", r"E"]


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("order", [(TERMS, TOTAL), (TOTAL, TERMS)])
def test_a_total_is_no_vector_of_its_terms(loss, order):
    page = "".join(part.replace("%s", loss) for part in order)
    slope = r"$$\frac{\partial %s}{\partial w} = %s$$"
    assert last(page + slope % (loss, r"\frac1N \sum_i (w^T x_i - y_i) x_i")) == "right"
    assert last(page + slope % (loss, r"\sum_i (w^T x_i - y_i) x_i")) == "wrong"
    assert last(page + slope % (loss + "_i", "(w^T x_i - y_i) x_i")) == "right"
    assert last(page + slope % (loss + "_i", "2(w^T x_i - y_i) x_i")) == "wrong"


def test_a_loss_of_one_sample_is_beside_those_of_all():
    page = TERMS.replace("%s", r"\mathcal{L}") + r"$$J = \frac1N \sum_{i=1}^N \mathcal{L}_i = %s$$"
    page += r"$$\frac{\partial \mathcal{L}}{\partial z} = \frac{\partial \mathcal{L}}{\partial a} \frac{\partial a}{\partial z}$$"
    good, bad = (rf"\frac1N \sum_{{i=1}}^N {factor} (w^T x_i - y_i)^2" for factor in (r"\frac12", "2"))
    assert [papergrad.read(page % right).findings[4].verdict for right in (good, bad)] == ["right", "wrong"]


def test_entries_stay_entries_of_a_vector_that_is_no_total():
    page = r"$y = W x$ and $L = \sum_i y_i^2$. $$\frac{\partial L}{\partial y_i} = 2 y_i$$"
    assert last(page) == "right"
