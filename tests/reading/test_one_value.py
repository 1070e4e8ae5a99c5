"""What is said of one value of a function among others is no definition of the function."""

from __future__ import annotations

import papergrad

VALUES = r"""$$T(1) = \begin{pmatrix} 1 \\ \vdots \\ 0 \end{pmatrix}, \quad
T(k-1) = \begin{pmatrix} 0 \\ \vdots \\ 1 \end{pmatrix}, \quad T(k) = \begin{pmatrix} 0 \\ \vdots \\ 0 \end{pmatrix}$$"""


def test_a_table_of_values_accuses_nobody() -> None:
    found = papergrad.read(VALUES + r" So $(T(y))_i = \mathbf{1}\{y = i\}$.").findings
    assert found and not any(f.bad or f.verdict == "defines" for f in found)


def test_a_constant_function_is_defined_where_no_other_value_is_said() -> None:
    page = r"Let $f(k) = 3$ and $g(k) = k f(k)$ for numbers $k$. $$g'(k) = %s$$"
    assert papergrad.read(page % "3").findings[-1].verdict == "right"
    assert papergrad.read(page % "4").findings[-1].verdict == "wrong"
