r"""Cross entropies of a sample whose class is k: that is said by a step of a chain, and by cases below what one derives by."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""
Let $\hat t = \mathrm{softmax}(s)$. The loss is
$$CE(t, \hat t) = -\sum_i t_i \log \hat t_i = STEP$$
$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("step", "verdict"), [(r"-\log \hat t_c", "right-if"), (r"\log \hat t_c", "wrong"), (r"-\log \hat t_c^2", "wrong")]
)
def test_the_target_is_a_unit_vector_where_a_step_takes_it_so(step: str, verdict: str) -> None:
    found = papergrad.read(PAGE.replace("STEP", step).replace("$$CLAIM$$", "")).findings[-1]
    assert found.verdict == verdict or (verdict == "wrong" and found.verdict == "unknown")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial CE(t, \hat t)}{\partial s_c} = \hat t_c - 1", "right"),
        (r"\frac{\partial CE(t, \hat t)}{\partial s_c} = \hat t_c", "wrong"),
        (r"\frac{\partial CE(t, \hat t)}{\partial s_{i \ne c}} = \hat t_i", "right"),
        (r"\frac{\partial CE(t, \hat t)}{\partial s_{i \ne c}} = \hat t_i - 1", "wrong"),
        (r"\frac{\partial CE(t, \hat t)}{\partial s_i} = \hat t_i - t_i", "right"),
        (r"\frac{\partial CE(t, \hat t)}{\partial s_i} = t_i - \hat t_i", "wrong"),
    ],
)
def test_what_follows(claim: str, verdict: str) -> None:
    page = PAGE.replace("STEP", r"-\log \hat t_c").replace("CLAIM", claim)
    assert papergrad.read(page).findings[-1].verdict == verdict


def test_without_such_a_step_nothing_is_taken_for_granted() -> None:
    page = PAGE.replace(" = STEP", "").replace("CLAIM", r"\frac{\partial CE(t, \hat t)}{\partial s_c} = \hat t_c - 1")
    assert papergrad.read(page).findings[-1].verdict != "right"
