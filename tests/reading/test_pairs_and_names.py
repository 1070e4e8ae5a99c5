"""Pairs of symbols that are given, named gradients, ones in bold, softmaxes of vectors, one loss at the end of examples."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"(n_x, n_h) = (2, 6)", "declares"),
        (r"(1, n_h) = (1, 6)", "declares"),
        (r"(w^*, b^*) = \arg\min_{(w, b)} \sum_i (w x_i + b - y_i)^2", "declares"),
        (r"(1, 2) = (1, 6)", "wrong"),
    ],
)
def test_a_pair_of_symbols_is_given(claim: str, verdict: str) -> None:
    assert last(f"The sizes: $${claim}$$") == verdict


def test_a_short_gradient_may_be_named() -> None:
    assert last(r"$$dZ^{[l]} = \frac{\partial \mathcal{L}}{\partial Z^{[l]}}$$") == "defines"
    assert last(r"$$dZ^{[l]} = \frac{\partial \mathcal{L}}{\partial W^{[l]}}$$") == "unknown"


@pytest.mark.parametrize("ones", [r"\mathbf{1_n}", r"\mathbf{1}_n", r"\bold{1_n}"])
def test_bold_ones_may_have_their_length_within(ones: str) -> None:
    page = rf"$X \in \mathbb{{R}}^{{m \times n}}$, $s = X {ones}$. "
    assert last(page + r"$$s_i = \sum_j X_{ij}$$") == "right"
    assert last(page + r"$$s_i = 2 \sum_j X_{ij}$$") == "wrong"


@pytest.mark.parametrize("z", [r"\vec{z}", r"\mathbf{z}", "z"])
def test_a_softmax_of_a_vector_has_entries_of_its_letter(z: str) -> None:
    assert last(rf"$$\sigma({z})_i = \frac{{e^{{z_i}}}}{{\sum_{{j=1}}^K e^{{z_j}}}}$$") == "right"


HEAD = "\n\n## An example\n\n"


def test_one_loss_may_stand_at_the_end_of_several_examples() -> None:
    slope = r"\frac{\partial L}{\partial A_%d} = \frac{\partial L}{\partial Y_%d} B_%d^T"
    first = "".join(f"{HEAD}Let $Y_{n} = A_{n} B_{n}$. $${slope % (n, n, n)}$$" for n in range(1, 6))
    page = rf"{first}{HEAD}Let $Z = M N$, $M \in \mathbb{{R}}^{{m \times k}}$, $N \in \mathbb{{R}}^{{k \times n}}$. "
    page += r"$$\frac{\partial L}{\partial M} = \frac{\partial L}{\partial Z} "
    assert last(page + "N^T$$") == "right"
    assert last(page + "N$$") != "right"


def test_functions_of_each_other_are_no_endless_tale() -> None:
    text = r"$p(x|a) = u$ and $p(y=1|x) = \frac{p(x|a)}{2}$. $$p(a|x) = p(b|x) c$$ $$p(b|x) = p(a|x) / c$$"
    found = {f.message for f in papergrad.read(text).findings if f.verdict == "unknown"}
    assert any("is defined by itself" in message for message in found)
