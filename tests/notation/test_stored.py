"""Trees survive being stored as JSON."""

import json

import pytest

from papergrad.notation import latex
from papergrad.notation.stored import restored, stored
from papergrad.notation.tree import Name, Script

FORMULAS = (
    r"\frac{1}{2} \|W x - t\|^2 + \lambda \sum_{i=1}^n |w_i|",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} \mathbf{x}",
    r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\sigma'(z^{(t)}) \circ \hat{y}_{i,j} = \nabla_\theta J \cdot ?",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_tree_comes_back(formula):
    tree = latex.parse(formula)
    assert restored(json.loads(json.dumps(stored(tree)))) == tree


@pytest.mark.parametrize("wrong", [{"Script": []}, {"os": ["x"]}, {"Name": "W", "Run": []}, {}, 1.5])
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError):
        restored(wrong)


def test_spans_are_left_out():
    assert stored(Script(Name("x"), Name("i"))) == {
        "Script": [{"Name": ["x", [], ""]}, {"Name": ["i", [], ""]}, None, 0]
    }
