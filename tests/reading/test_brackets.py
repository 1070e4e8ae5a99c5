"""Square brackets: positions behind a name, and lists written in a line."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str, kind: str = "") -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if not kind or f.kind == kind]


def test_positions_in_brackets_are_scripts() -> None:
    page = r"""$y = W.x$, $y[i] = \sum_j W[i,j] x[j]$.
    $\frac{\partial y[i]}{\partial x[j]} = W[i,j]$, $\frac{\partial y[i]}{\partial x[j]} = W[j,i]$."""
    assert verdicts(page) == ["defines", "right", "right", "wrong"]


def test_a_list_with_dots_is_a_vector_by_its_entries() -> None:
    page = r"""$x = [x_1, x_2, \ldots, x_n]^T$ and $s = \sum_{i=1}^n x_i^2$.
    $\frac{\partial s}{\partial x} = [2x_1, \ldots, 2x_n]^T$, $\frac{\partial s}{\partial x} = [x_1, \ldots, x_n]^T$"""
    assert verdicts(page) == ["declares", "defines", "right", "wrong"]


def test_a_list_of_vectors_joins_them() -> None:
    page = r"""Let $h, x \in \mathbb{R}^n$ and $W \in \mathbb{R}^{m \times 2n}$. $z = W \cdot [h, x] + b$, $L = \|z\|^2$,
    $\frac{\partial L}{\partial W} = 2 z [h, x]^T$, $\frac{\partial L}{\partial W} = z [h, x]^T$."""
    assert verdicts(page, "gradient") == ["right", "wrong"]


@pytest.mark.parametrize("text", ["x \\in [0, 1]", "f[x, y] = x y", "p \\in [a, b]"])
def test_intervals_and_calls_are_no_lists(text: str) -> None:
    assert "wrong" not in verdicts(f"${text}$")
