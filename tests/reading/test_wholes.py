"""A product that the text calls a scalar, and of whose factors nothing is said, is one function of what it is derived by."""

from __future__ import annotations

import papergrad

PAGE = r"""
$$\frac{\partial A}{\partial U} = \frac{\partial y \log(\sigma(Vh))}{\partial \sigma(Vh)} \times \frac{\partial \sigma(Vh)}{\partial U}$$

Since U is an $n \times m$ matrix and $Vh$ is a scalar:

$$\frac{\partial A}{\partial U} = y (1 - \sigma(Vh)) \frac{\partial Vh}{\partial U}$$

$$\frac{\partial Vh}{\partial U} = \begin{pmatrix} \frac{\partial Vh}{\partial u_{1,1}} & \dots & \frac{\partial Vh}{\partial u_{1,m}} \\
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
