"""What fails as it was read, and speaks against the reading more than against the writer."""

from __future__ import annotations

import papergrad


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in papergrad.read(text).findings]


def last(text: str) -> str:
    return verdicts(text)[-1]


def test_an_equality_behind_a_bound_goes_on_from_the_bound() -> None:
    page = r"""$$a = u^2 + 1$$
\begin{align*}
a &\ge u^2 \\
&\ge u^2 - 1 = (u - 1)(u + 1)
\end{align*}
"""
    assert last(page) == "right"
    assert last(page.replace("(u + 1)", "(u + 2)")) != "right"
    assert last(page.replace("(u - 1)(u + 1)", "u^2 + 1")) != "right"


def test_a_line_behind_a_bound_may_go_on_from_it() -> None:
    page = r"""$$a = u^2 + 1$$
\begin{align*}
a &\ge u^2 - 1 \\
&= (u - 1)(u + 1)
\end{align*}
"""
    assert last(page) == "right"
    assert last(page.replace("(u + 1)", "(u + 2)")) != "right"


def test_an_average_may_come_to_any_number() -> None:
    page = r"$$D = \mathbb{E}_{z \sim P}[-\log \frac{Q(z)}{P(z)}]$$ "
    assert last(page + r"$$D \ge -\log(1)$$") == "unknown"


def test_a_total_derivative_goes_through_what_the_text_does_not_say() -> None:
    page = r"$$A(r, h) = r^2 h$$ $$\frac{\partial A}{\partial h} = r^2$$ Also $b = 3$. "
    total = r"$$\frac{dA}{dh} = \frac{\partial A}{\partial h} + \frac{\partial A}{\partial r} \frac{dr}{dh}$$"
    assert last(page + total) == "unknown"
    assert last(page + r"$$\frac{\partial A}{\partial h} = 2 r^2$$") == "wrong"


def test_let_begins_another_example() -> None:
    page = r"We have $g(f) = \log f$ and $h = g(x)$. "
    assert "wrong" not in verdicts(page + r"Let $f = x^2$, $h = g(x) + 1$ with $x = 3$.")
    assert "wrong" in verdicts(page + r"We see that $h = g(x) + 1$.")


def test_a_row_of_a_matrix_may_lie() -> None:
    page = r"$W \in \mathbb{R}^{n \times m}$, $e \in \mathbb{R}^m$, $z = W e$. "
    assert last(page + r"$$z_j = w_{j:} e$$") != "ill-typed"


def test_one_letter_may_number_all_the_entries_of_a_matrix() -> None:
    page = r"$x = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$, $y_i = x_i + 2$, $z_i = 3 y_i^2$, $o = \frac{1}{N} \sum_i z_i$. "
    chain = r"\frac{\partial o}{\partial z_i} \frac{\partial z_i}{\partial y_i} \frac{\partial y_i}{\partial x_i}"
    assert last(page + rf"$$\frac{{\partial o}}{{\partial x_i}} = {chain}$$") not in ("wrong", "ill-typed")
