r"""Whether Φ has the features φ_n as its rows or as its columns, where only products say so."""

import pytest

import papergrad

HEAD = r"""The model is $y_n = \sigma(a_n)$, $a_n = \mathbf{w}^T\phi_n$.
$$E(\mathbf{w}) = -\sum_{n=1}^N \{t_n \ln y_n + (1 - t_n) \ln(1 - y_n)\}$$
"""


def verdicts(*claims, letters=("φ", "Φ")):
    """The verdicts on claims; R is the diagonal matrix of the slopes of σ."""
    text = HEAD + "".join(f"\n$${claim}$$\n" for claim in claims) + "\nwith $R_{nn} = y_n (1 - y_n)$."
    small, whole = letters
    text = text.replace(r"\phi", small).replace(r"\Phi", whole)
    return [f.verdict for f in papergrad.read(text).findings[3 : 3 + len(claims)]]


LETTERS = [(r"\phi", r"\Phi"), (r"\psi", r"\Psi"), ("x", "X"), (r"\boldsymbol{\phi}", r"\boldsymbol{\Phi}")]
GRADIENT, HESSIAN = r"\nabla E = \Phi^T (\mathbf{y} - \mathbf{t})", r"\nabla^2 E = \Phi^T \mathbf{R} \Phi"
ACROSS = r"\nabla E = \Phi (\mathbf{y} - \mathbf{t})", r"\nabla^2 E = \Phi \mathbf{R} \Phi^T"


@pytest.mark.parametrize("letters", LETTERS)
def test_features_are_rows_where_a_transpose_stands_before_what_is_one_for_each_sample(letters):
    slips = r"\nabla E = \Phi^T (\mathbf{t} - \mathbf{y})", r"\nabla^2 E = -\Phi^T \mathbf{R} \Phi"
    assert verdicts(GRADIENT, HESSIAN, *slips, letters=letters) == ["right", "right", "wrong", "wrong"]


@pytest.mark.parametrize("letters", LETTERS)
def test_features_are_columns_where_they_are_throughout(letters):
    slips = r"\nabla E = \Phi (\mathbf{t} - \mathbf{y})", r"\nabla^2 E = -\Phi \mathbf{R} \Phi^T"
    assert verdicts(*ACROSS, *slips, letters=letters) == ["right-if", "right-if", "wrong", "wrong"]


@pytest.mark.parametrize("letters", LETTERS)
def test_they_are_not_one_in_one_place_and_the_other_in_another(letters):
    assert verdicts(GRADIENT, *ACROSS, letters=letters) == ["right", "wrong", "wrong"]


def test_it_is_said_what_was_taken_for_granted():
    found = papergrad.read(HEAD + rf"$${ACROSS[0]}$$").findings[-1]
    assert found.assumption == "the φ_i are the columns of Φ"


def test_the_diagonal_of_the_hessian_counts():
    hessian = (
        r"$$\mathbf{H} = \nabla\nabla E(\mathbf{w}) = \sum_n y_n (1 - y_n) \phi_n \phi_n^T = \Phi^T \mathbf{R} \Phi$$"
    )
    for diagonal, verdict in (("y_n (1 - y_n)", "right"), ("y_n", "wrong"), ("(1 - y_n)", "wrong")):
        text = HEAD + hessian + f" with $R_{{nn}} = {diagonal}$."
        assert papergrad.read(text).findings[5].verdict == verdict
