"""What matrices are made of: singular values, eigenvalues, shares of a whole, and what is supposed of them."""

from __future__ import annotations

import pytest

import papergrad

SVD = "Let $X = U D V^T$ be the singular value decomposition. Then $%s$."
EIGEN = r"Let $A = Q \Lambda Q^T$. Then $%s$."
GINI = r"Let $p_k = \frac{n_k}{N}$. $$L = \sum_{k=1}^K (p_k - p_k^2) = %s$$"


def last(text: str) -> tuple[str, str]:
    found = papergrad.read(text).findings[-1]
    return found.verdict, found.assumption


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (SVD, "X^T X = V D D V^T", "X^T X = V D V^T"),
        (SVD, "X^T X = V D^2 V^T", "X^T X = V D^3 V^T"),
        (EIGEN, r"A^{-1} = Q \Lambda^{-1} Q^T", r"A^{-1} = Q \Lambda Q^T"),
        (EIGEN, r"A A = Q \Lambda \Lambda Q^T", r"A A = Q \Lambda Q^T"),
    ],
)
def test_right_of_orthogonal_and_diagonal_matrices(page: str, right: str, wrong: str) -> None:
    verdict, assumed = last(page % right)
    assert verdict == "right" or (verdict == "right-if" and "orthogonal" in assumed)
    assert last(page % wrong)[0] in ("wrong", "ill-typed")


def test_shares_add_up_to_one() -> None:
    assert last(GINI % r"1 - \sum_{k=1}^K p_k^2") == ("right-if", "the entries of p add up to 1")
    assert last(GINI % r"1 + \sum_{k=1}^K p_k^2")[0] == "wrong"


def test_what_is_supposed_to_be_symmetric_is() -> None:
    page = r"If $A = A^T$, then $A + A^T = 2A$ and $\frac{\partial}{\partial x} (x^T A x) = %s A x$."
    assert last(page % "2")[0] == "right"
    assert last(page % "3")[0] == "wrong"


def test_numbers_of_before_are_not_what_is_supposed_now() -> None:
    page = r"Let $A = \begin{bmatrix} 2 & 1 \\ 3 & 4 \end{bmatrix}$. If $A = A^T$, then $A + A^T = 2A$."
    found = papergrad.read(page).findings[-1]
    assert found.verdict == "unknown" and "A is supposed to be symmetric" in found.message


@pytest.mark.parametrize(("made", "verdict"), [("X^T X", "right"), ("X Y", "wrong")])
def test_what_is_known_and_not_supposed_is_judged(made: str, verdict: str) -> None:
    page = r"Let $X \in \mathbb{R}^{n \times n}$, $Y \in \mathbb{R}^{n \times n}$ and $S = %s$. Then $S = S^T$."
    assert last(page % made)[0].startswith(verdict) or (verdict == "wrong" and last(page % made)[0] != "declares")


@pytest.mark.parametrize("claim", ["S = S^T", "S^T = S", "X^T Y = Y^T X"])
def test_no_layout_makes_a_matrix_its_transpose(claim: str) -> None:
    page = r"Let $X \in \mathbb{R}^{n \times n}$, $Y \in \mathbb{R}^{n \times n}$ and $S = X Y$. Then $%s$."
    assert last(page % claim)[0] in ("wrong", "unknown")
    assert last(page.replace("S = X Y", "S = X^T X") % "S = S^T")[0] == "right"
