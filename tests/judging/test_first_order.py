r"""Changes to first order: a slope times the change of what it is taken by, for each thing that changes."""

from __future__ import annotations

import pytest

import papergrad


@pytest.mark.parametrize(
    "said",
    [
        r"\Delta G \approx \frac{\partial G}{\partial p} \Delta p",
        r"\Delta G \simeq \frac{\partial G}{\partial p} \Delta p + \frac{\partial G}{\partial q} \Delta q",
        r"\Delta G \approx \sum_j \frac{\partial G}{\partial p_j} \Delta p_j",
        r"\Delta G \approx \nabla G \cdot \Delta p",
        r"\Delta G \approx \left(\frac{\partial G}{\partial p}\right)^T \Delta p",
    ],
)
def test_that_is_what_slopes_are(said: str) -> None:
    found = papergrad.read(f"$${said}$$").findings[-1]
    assert found.verdict == "right-if" and "small" in found.assumption


@pytest.mark.parametrize(
    "said",
    [
        r"\Delta G \approx \frac{\partial G}{\partial p} \Delta q",
        r"\Delta G \approx \frac{\partial G}{\partial p} p",
        r"\Delta G \approx \frac{\partial H}{\partial p} \Delta p",
        r"\Delta G \approx -\frac{\partial G}{\partial p} \Delta p",
        r"\Delta G \approx \frac{\partial G}{\partial p} \Delta p - \frac{\partial G}{\partial q} \Delta q",
        r"\Delta G \approx \frac{\partial G}{\partial p} \Delta p + \frac{\partial G}{\partial p} \Delta p",
        r"\Delta G \approx \sum_j \frac{\partial G}{\partial p} \Delta p",
    ],
)
def test_anything_else_is_not(said: str) -> None:
    assert papergrad.read(f"$${said}$$").findings[-1].verdict not in ("right", "right-if")


def test_a_delta_that_also_stands_alone_is_one_of_a_change_before_a_symbol() -> None:
    page = r"$\Delta$ is short for a change. $$\Delta G = \left(\frac{\partial G}{\partial p}\right)^T \star \Delta p$$"
    assert papergrad.read(page).findings[-1].verdict in ("right-if", "defines")
