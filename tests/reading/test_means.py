"""Means under a bar."""

import pytest

import papergrad


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_a_bar_is_to_one_letter_what_it_is_to_another(sign, verdict):
    text = rf"""
$$\bar x = \frac1n \sum_{{i=1}}^n x_i$$
$$\sum_{{i=1}}^n (x_i - \bar x)(y_i - \bar y) = \sum_{{i=1}}^n x_i y_i {sign} n \bar x \bar y$$
"""
    assert papergrad.read(text).findings[-1].verdict == verdict


def test_where_no_mean_is_said_none_is_taken_for_granted():
    text = r"$$\sum_{i=1}^n (x_i - \bar x)(y_i - \bar y) = \sum_{i=1}^n x_i y_i - n \bar x \bar y$$"
    assert papergrad.read(text).findings[-1].verdict != "wrong"
