r"""Networks whose layers are said by the next one, ``z^{(l+1)} = W^{(l)} a^{(l)}``, whose last one is numbered ``n_l``, and whose
products entry by entry are bullets."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"""For every layer
$$s^{(l+1)} = V^{(l)} h^{(l)} + c^{(l)}, \quad h^{(l+1)} = \sigma(s^{(l+1)})$$
and the output is $o \in \mathbb{R}^K$, $o = h^{(n_l)}$. Its cost is $E(V, c; x, t) = \frac{1}{2} \|o - t\|^2$.
The error of a layer is
$$\delta^{(l)} = \frac{\partial}{\partial s^{(l)}} E(V, c; x, t)$$

"""
CLAIMS = [
    (r"\delta^{(n_l)} = -(t - h^{(n_l)}) \bullet \sigma'(s^{(n_l)})", "right"),
    (r"\delta^{(n_l)} = (t - h^{(n_l)}) \bullet \sigma'(s^{(n_l)})", "wrong"),
    (r"\delta^{(l)} = \left((V^{(l)})^T \delta^{(l+1)}\right) \bullet \sigma'(s^{(l)})", "right"),
    (r"\delta^{(l)} = \left((V^{(l)})^T \delta^{(l+1)}\right) \bullet \sigma(s^{(l)})", "wrong"),
    (r"\nabla_{V^{(l)}} E(V, c; x, t) = \delta^{(l+1)} (h^{(l)})^T", "right"),
    (r"\nabla_{V^{(l)}} E(V, c; x, t) = -\delta^{(l+1)} (h^{(l)})^T", "wrong"),
    (r"\frac{\partial}{\partial c_i^{(l)}} E(V, c; x, t) = \delta_i^{(l+1)}", "right"),
    (r"\frac{\partial}{\partial V_{ij}^{(l)}} E(V, c; x, t) = h_j^{(l)} \delta_i^{(l+1)}", "right"),
    (r"\frac{\partial}{\partial V_{ij}^{(l)}} E(V, c; x, t) = h_j^{(l)} \delta_i^{(l)}", "wrong"),
]
SLOPE = r"\delta^{(n_l)} = (h^{(n_l)} - t) \bullet \sigma'(s^{(n_l)})"


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_any_layer(claim: str, verdict: str) -> None:
    found = papergrad.read(f"{GIVEN}$${SLOPE}$$ $${claim}$$").findings[-1]
    assert found.verdict == verdict or (verdict == "wrong" and found.bad), found.message


def test_a_bullet_away_from_slopes_is_a_dot() -> None:
    page = r"$q = u \bullet v$ with $u, v \in \mathbb{R}^n$. $$\frac{\partial q}{\partial u} = CLAIM$$"
    assert papergrad.read(page.replace("CLAIM", "v")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("CLAIM", "2 v")).findings[-1].bad
