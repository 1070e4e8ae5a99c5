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
