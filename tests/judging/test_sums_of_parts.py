"""A sum over all beside sums over parts: which of all a part has, only words tell."""

from __future__ import annotations

import pytest

import papergrad

PAGE = (
    r"Let $f = \sum_{i=1}^{n_1} (x_i - a_1)^2 + \sum_{i=1}^{n_2} (x_i - a_2)^2$. $$\frac{\partial}{\partial a_1} \left( "
    r"\sum_{i=1}^{n_1} (x_i - a_1)^2 + \sum_{i=1}^{n_2} (x_i - a_2)^2 \right) = %s$$"
)


@pytest.mark.parametrize(
    ("right", "verdicts"),
    [
        (r"-3 \sum_{i=1}^{n} x_i (x_i - a_2)^2", ["unknown"]),
        (r"-2 \sum_{i=1}^{n_1} (x_i - a_1)", ["right", "right-if"]),
        (r"2 \sum_{i=1}^{n_1} (x_i - a_1)", ["wrong"]),
        (r"-2 \sum_{i=1}^{n} (x_i - a_1) x_i^2", ["wrong"]),  # a slip that has a name
        (r"-3 \sum_{i=1}^{n_1} x_i (x_i - a_2)^2", ["wrong"]),
    ],
)
def test_only_a_sum_over_all_leaves_open_what_its_parts_are(right: str, verdicts: list[str]) -> None:
    assert papergrad.read(PAGE % right).findings[-1].verdict in verdicts
