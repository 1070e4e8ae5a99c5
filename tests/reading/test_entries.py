"""Matrices written out by their entries."""

from __future__ import annotations

import papergrad


def test_cells_called_by_their_place_are_numbers() -> None:
    text = r"""$$W^{(l)} = \begin{bmatrix} W_{11}^l & 0 & W_{13}^l \\ 0 & W_{22}^l & 0 \end{bmatrix}$$"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines"]


def test_a_matrix_written_out_by_its_own_entries_declares_its_shape() -> None:
    text = r"""$$X = \begin{bmatrix} x_{11} & \dots & x_{1k} \\ \dots & \dots & \dots \\ x_{m1} & \dots & x_{mk} \end{bmatrix}_m$$"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["declares"]


DATA = r"""$x_i \in \mathbb{R}^d$ and $y_i \in \{0, 1\}$, $p_i = \sigma(w^\top x_i + b)$, and $X$ has rows $x_i^\top$.

$$L = -\sum_{i=1}^N \left[ y_i \log p_i + (1 - y_i) \log (1 - p_i) \right]$$

"""


def verdicts(text: str, kind: str = "gradient") -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind == kind]


def test_what_is_declared_entry_by_entry_is_a_vector_without_its_script() -> None:
    """A y that is the same for all i would make Σ_i y_i = N y."""
    paper = papergrad.read(DATA + r"$$\frac{\partial L}{\partial w} = X^\top (p - y)$$")
    assert paper.shapes["y"] == ("N",)
    assert paper.findings[-1].verdict == "right"


def test_a_symbol_beside_its_entries_is_no_number() -> None:
    text = r"""With $q(z) = \mathcal{N}(\mu, \sigma^2 I)$,
$$\mathrm{KL} = -\frac12 \sum_{j=1}^d (1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2)$$
$$\frac{\partial \mathrm{KL}}{\partial \mu_j} = \mu_j$$ and not $$\frac{\partial \mathrm{KL}}{\partial \mu_j} = 2 \mu_j$$"""
    assert verdicts(text) == ["right", "wrong"]


def test_a_diagonal_of_an_entry_runs_over_its_letter() -> None:
    hessian = (
        r"$$\nabla_w^2 L = X^\top D X$$ with $D = \mathrm{diag}(p_i (1 - p_i))$ and not $$\nabla_w^2 L = X^\top X$$"
    )
    assert verdicts(DATA + hessian) == ["right", "wrong"]


def test_a_letter_that_ran_before_runs_on_what_stands_beside_it() -> None:
    page = r"""# The cost

$$C = \frac{1}{2} \sum_{j=1}^m (a_j - t_j)^2$$

# The output

$$a_j = \sigma(s_j)$$

# What goes in

$$s_j = \sum_{k=1}^n w_{jk} x_k + b_j$$

# All of it

$$C = \frac{1}{2} \sum_{j=1}^m (\sigma(\sum_{k=1}^n w_{jk} x_k + b_j) - t_j)^2$$

$$\frac{\partial C}{\partial b_j} = (a_j - t_j) a_j (1 - a_j)$$
"""
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("(1 - a_j)$$", "(1 + a_j)$$")).findings[-1].verdict == "wrong"
