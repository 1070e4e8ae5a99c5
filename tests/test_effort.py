"""Work is counted, and no more is done than is allowed."""

from __future__ import annotations

import pytest

from papergrad.effort import at_most, spend, spent
from papergrad.source import LimitError


def test_what_is_more_than_allowed_is_refused() -> None:
    before = spent()
    with at_most(2):
        spend()
        spend()
        with pytest.raises(LimitError, match="more work than it is given") as refused:
            spend()
    assert refused.value.code == "PG905"
    spend()  # the limit holds within, and no longer
    assert spent() == before + 4


def test_a_limit_within_a_limit_allows_no_more_than_that() -> None:
    with at_most(1), at_most(5):
        spend()
        with pytest.raises(LimitError):
            spend()
