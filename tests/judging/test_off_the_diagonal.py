"""∂o_j/∂z_i off the diagonal, where that on it is claimed on its own, or the words before a chain leave it out."""

from __future__ import annotations

import papergrad

SOFTMAX = r"$$o_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$ "
OTHERS = r"$$\frac{\partial o_j}{\partial z_i} = %s e^{z_j} \Big(\sum_k e^{z_k}\Big)^{-2} e^{z_i} = %s o_j o_i$$ "
SAME = r"$$\frac{\partial o_i}{\partial z_i} = o_i - o_i^2$$"
LINEAR = r"$$y_i = \sum_k w_{ik} x_k + b_i$$ "
CHAIN = r"$$%s \frac{d y_i}{d b_j} = \frac{d}{d b_j} \Big(\sum_k w_{ik} x_k + b_i\Big) = 0$$"


def gradients(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


def test_the_others_are_meant_where_the_diagonal_is_claimed_on_its_own() -> None:
    others = OTHERS.replace("%s", "-")
    for page in (SOFTMAX + others + SAME, SOFTMAX + SAME + others):
        found = [f for f in papergrad.read(page).findings if f.verdict == "right-if"]
        assert [f.assumption for f in found] == ["i ≠ j"] * 2
        assert "wrong" not in gradients(page)


def test_of_both_it_is_wrong_where_nobody_claims_the_diagonal() -> None:
    assert gradients(SOFTMAX + OTHERS.replace("%s", "-")) == ["wrong", "wrong"]


def test_a_slip_off_the_diagonal_is_wrong_all_the_same() -> None:
    assert gradients(SOFTMAX + OTHERS.replace("%s", "") + SAME) == ["wrong", "wrong", "right"]


def test_a_chain_of_its_own_is_not_excused() -> None:
    later = r" And so $$\frac{\partial o_j}{\partial z_k} = -o_j o_k$$"
    assert gradients(SOFTMAX + OTHERS.replace("%s", "-") + SAME + later)[-1] == "wrong"


def test_words_before_a_chain_hold_for_all_its_links() -> None:
    said = CHAIN % r"\forall i \neq j,\;"
    within = CHAIN % r"\text{for all $i \neq j$, }"
    for chain in (said, within):
        assert gradients(LINEAR + chain)[1] in ("right", "right-if")
        assert gradients(LINEAR + chain.replace("= 0", "= 1"))[1] == "wrong"
    assert gradients(LINEAR + CHAIN % "")[1] not in ("right", "right-if")


def test_a_kronecker_delta_speaks_of_both_cases() -> None:
    slip = r"$$\frac{\partial o_j}{\partial z_i} = -o_j (\delta_{ij} + o_i)$$ "
    assert gradients(SOFTMAX + slip + SAME) == ["wrong", "right"]


def test_a_matrix_by_a_matrix_entry_by_entry() -> None:
    page = r"$Z \in \mathbb{R}^{n \times m}$ and $A = \sigma(Z)$. $$\frac{\partial A}{\partial Z} = A \odot (1 %s A)$$"
    found = papergrad.read(page % "-").findings[-1]
    assert found.verdict == "right-if" and "every entry by the same entry" in found.assumption
    assert (
        papergrad.read(page % "+").findings[-1].verdict == "unknown"
    )  # how such derivatives are laid out is a convention


CONTRAST = r"""
$$\ell = -\log \frac{e^{s_0/\tau}}{\sum_{k=0}^K e^{s_k/\tau}}, \quad p_k = \frac{e^{s_k/\tau}}{\sum_{j=0}^K e^{s_j/\tau}}$$
"""


def test_the_others_are_meant_where_one_number_is_claimed_on_its_own() -> None:
    first = r"$$\frac{\partial \ell}{\partial s_0} = \frac{p_0 - 1}{\tau}, \quad "
    assert gradients(CONTRAST + first + r"\frac{\partial \ell}{\partial s_k} = \frac{p_k}{\tau}$$") == [
        "right",
        "right-if",
    ]
    assert gradients(CONTRAST + first + r"\frac{\partial \ell}{\partial s_k} = \frac{2 p_k}{\tau}$$") == [
        "right",
        "wrong",
    ]


def test_a_number_may_be_left_out_in_so_many_words() -> None:
    assert gradients(CONTRAST + r"$$\frac{\partial \ell}{\partial s_k} = \frac{p_k}{\tau} \quad (k \neq 0)$$") == [
        "right"
    ]
    assert gradients(CONTRAST + r"$$\frac{\partial \ell}{\partial s_k} = \frac{2 p_k}{\tau} \quad (k \neq 0)$$") == [
        "wrong"
    ]


def test_what_only_pairs_of_two_have_is_not_said_of_one_with_itself() -> None:
    text = r"""
$$p_{ij} = \frac{e^{-\|x_i - x_j\|^2}}{\sum_{k \neq l} e^{-\|x_k - x_l\|^2}}$$
$$q_{ij} = \frac{(1 + \|y_i - y_j\|^2)^{-1}}{\sum_{k \neq l} (1 + \|y_k - y_l\|^2)^{-1}}$$
$$C = \sum_i \sum_j p_{ij} \log \frac{p_{ij}}{q_{ij}}$$
$$\frac{\partial C}{\partial y_i} = 4 \sum_j (p_{ij} - q_{ij})(y_i - y_j)(1 + \|y_i - y_j\|^2)^{-1}$$
"""
    assert gradients(text) == ["unknown"]


def test_a_sum_over_pairs_runs_over_both() -> None:
    text = r"$$S = \sum_{i \neq j} a_i b_j$$ $$\frac{\partial S}{\partial a_i} = %s$$"
    assert gradients(text % r"\sum_{j \neq i} b_j") == ["right"]
    assert gradients(text % r"\sum_j b_j") == ["wrong"]


def test_the_others_are_meant_where_the_sum_leaves_one_out() -> None:
    hinge = r"$$L = \sum_{j \neq y} \max(0, s_j - s_y + 1)$$ "
    assert gradients(hinge + r"$$\frac{\partial L}{\partial s_j} = 1[s_j - s_y + 1 > 0]$$") == ["right-if"]
    assert gradients(hinge + r"$$\frac{\partial L}{\partial s_j} = -1[s_j - s_y + 1 > 0]$$") == ["wrong"]
    rows = r"$$L_i = \sum_{j \neq y_i} \max(0, w_j^T x_i - w_{y_i}^T x_i + \Delta)$$ "
    assert gradients(rows + r"$$\nabla_{w_j} L_i = 1(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0) x_i$$") == ["right-if"]
