"""A product that the text calls a scalar, and of whose factors nothing is said, is one function of what it is derived by."""

from __future__ import annotations

import papergrad

PAGE = r"""
$$\frac{\partial A}{\partial U} = \frac{\partial y \log(\sigma(Vh))}{\partial \sigma(Vh)}
\times \frac{\partial \sigma(Vh)}{\partial U}$$

Since U is an $n \times m$ matrix and $Vh$ is a scalar:

$$\frac{\partial A}{\partial U} = y (1 - \sigma(Vh)) \frac{\partial Vh}{\partial U}$$

$$\frac{\partial Vh}{\partial U} = \begin{pmatrix} \frac{\partial Vh}{\partial u_{1,1}} & \dots
& \frac{\partial Vh}{\partial u_{1,m}} \\
\vdots & \dots & \vdots \\ \frac{\partial Vh}{\partial u_{n,1}} & \dots & \frac{\partial Vh}{\partial u_{n,m}} \end{pmatrix}$$

$$\frac{\partial A}{\partial U} = y \sigma(Vh) \frac{\partial Vh}{\partial U}$$
"""


def test_chains_through_a_product() -> None:
    found = papergrad.read(PAGE).findings
    assert [f.verdict for f in found if f.kind == "gradient"][:3] == ["right"] * 3
    assert found[-1].verdict in ("wrong", "unknown")


def test_a_product_whose_factors_are_defined_is_none() -> None:
    page = PAGE.replace("$Vh$ is a scalar", r"$Vh$ is a scalar, where $h = U x$")
    assert all("%" not in f.message for f in papergrad.read(page).findings)
    assert papergrad.read(page).findings[0].verdict != "wrong"


def test_dots_between_terms_are_a_sum() -> None:
    text = r"$s = a_1 b_1 + \dots + a_n b_n$. $\frac{\partial s}{\partial a_i} = b_i$, $\frac{\partial s}{\partial a_i} = a_i$."
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines", "right", "wrong"]


def test_a_matrix_of_corners_with_its_number_of_rows() -> None:
    text = r"$X_i = \begin{bmatrix} x_{i11} & \dots & x_{i1k} \\ \dots & \dots & \dots \\ x_{im1} & \dots & x_{imk} \end{bmatrix}_m$"
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines"]


POOLED = r"""
Let U be an $n \times F$ matrix. $Vh$ is a scalar.

$$\frac{\partial Vh}{\partial u_{i,j}} = \frac{\partial (v_1 \cdot \max(p_1) + \dots + v_F \cdot \max(p_F))}{\partial u_{i,j}}$$

where $\tanh x_m^T u_j = \max(p_j)$, so

$$\frac{\partial v_j \cdot \max p_j}{\partial u_{i,j}} = \frac{\partial v_j \tanh x_m^T u_j}{\partial x_m^T u_j}
\times \frac{\partial x_m^T u_j}{\partial u_{i,j}}
= v_j (1 - \tanh^2(x_m^T u_j)) x_{i,m_j}$$

$$\frac{\partial Vh}{\partial U} = \begin{pmatrix} v_1 x_{1,m_1} (1 - \tanh^2(x_{m_1}^T u_1)) & \cdots
& v_F x_{1,m_F} (1 - \tanh^2(x_{m_F}^T u_F)) \\
\vdots & \cdots & \vdots \\ v_1 x_{n,m_1} (1 - \tanh^2(x_{m_1}^T u_1)) & \cdots
& v_F x_{n,m_F} (1 - \tanh^2(x_{m_F}^T u_F)) \end{pmatrix}$$

$$\frac{\partial v_j \cdot \max p_j}{\partial u_{i,j}} = v_j (1 - \tanh(x_m^T u_j)) x_{i,m_j}$$
"""


def test_a_maximum_is_what_it_is_said_to_be_and_a_position_belongs_to_its_filter() -> None:
    found = [f for f in papergrad.read(POOLED).findings if f.kind == "gradient"]
    assert [f.verdict for f in found] == ["right", "right-if", "right", "right", "wrong"]
    assert found[1].assumption == "the largest value is attained once"
    assert found[-1].correct == r"v_j(1 - \tanh^2(x_{m_j}^T u_j)) x_{i, m_j}" and "maxp" not in found[-1].reading
