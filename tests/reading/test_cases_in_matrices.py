r"""Cases in the brackets of a matrix."""

import pytest

import papergrad

BRACKETS = [
    (r"\begin{Bmatrix}", r"\end{Bmatrix}"),
    (r"\begin{bmatrix}", r"\end{bmatrix}"),
    (r"\left\{ \begin{array}{ll}", r"\end{array} \right\}"),
    (r"\left\{ \begin{matrix}", r"\end{matrix} \right."),
    (r"\begin{cases}", r"\end{cases}"),
]
CONDITIONS = [
    ("& z > 0", r"& z \le 0"),
    (r"& \text{if } z > 0", r"& \text{otherwise}"),
    (", z > 0", r", z \le 0"),
    (r"& \text{if} & z > 0", r"& \text{else}"),
]


@pytest.mark.parametrize("brackets", BRACKETS)
@pytest.mark.parametrize("conditions", CONDITIONS)
def test_rows_that_say_when_they_hold_are_cases(brackets, conditions):
    def written(one, other):
        return rf"{brackets[0]} {one} {conditions[0]} \\ {other} {conditions[1]} {brackets[1]}"

    head = rf"Let $z \in \mathbb{{R}}$ and $$f(z) = {written('z', 'a z')}$$ with a number $a$. "
    for one, other, verdict in (("1", "a", "right"), ("a", "1", "wrong"), ("2", "a", "wrong")):
        found = papergrad.read(head + rf"$$f'(z) = {written(one, other)}$$").findings[-1]
        assert found.verdict == verdict


def test_a_matrix_of_values_stays_one():
    text = r"Let $x, y \in \mathbb{R}$ and $$A = \begin{bmatrix} x & y \\ 0 & 1 \end{bmatrix}.$$"
    text += r"$$v = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$$"
    for entry, verdict in (("x + 2y", "right"), ("x + y", "wrong")):
        claim = rf"$$A v = \begin{{bmatrix}} {entry} \\ 2 \end{{bmatrix}}$$"
        assert papergrad.read(text + claim).findings[-1].verdict == verdict
