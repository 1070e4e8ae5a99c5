"""What a section speaks of: the f of a section of its own."""

from __future__ import annotations

import papergrad

PAGE = r"""## One

Let $x_i, w \in \mathbb{R}^d$ and $f(w) = \frac12 \sum_{i=1}^n v_i (w^T x_i - y_i)^2$.

## Two

%s

$$\nabla f = %s$$
"""
WORDS = "It is worked out."
OTHER = r"$\nabla_w \log(\cosh(w^T x_i - y_i)) = \tanh(w^T x_i - y_i) x_i$"
UNREAD = r"$\nabla_w (\log(\cosh(w^T x_i - y_i)) = \tanh(w^T x_i - y_i) x_i$"
SLOPE = r"\sum_{i=1}^n \tanh(w^T x_i - y_i) x_i"
RIGHT = r"\sum_{i=1}^n v_i (w^T x_i - y_i) x_i"
SLIPS = r"\sum_{i=1}^n v_i^2 (w^T x_i + y_i) y_i x_i"


def last(words: str, right: str) -> str:
    return papergrad.read(PAGE % (words, right)).findings[-1].verdict


def test_it_may_be_another_where_the_section_speaks_of_other_functions() -> None:
    assert last(OTHER, SLOPE) == last(UNREAD, SLOPE) == "unknown"


def test_it_is_the_same_where_the_section_goes_on() -> None:
    assert last(WORDS, RIGHT) == last(OTHER, RIGHT) == "right"
    assert last(WORDS, SLIPS) == last(OTHER, SLIPS) == "wrong"
    assert last(WORDS, SLOPE) == "wrong"
    assert last(r"So $\nabla_w \tanh(f(w)) = (1 - \tanh(f(w))^2) \nabla_w f(w)$.", SLOPE) == "wrong"
