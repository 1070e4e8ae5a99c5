"""How a claim differs from what is right, in numbers."""

import numpy as np
import pytest

from papergrad.judging.diagnosis import diagnose

TRUTH = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])


@pytest.mark.parametrize(
    ("claim", "code"), [(-TRUTH, "PG202"), (2 * TRUTH, "PG201"), (TRUTH / 2, "PG201"), (TRUTH**2, "PG212")]
)
def test_causes(claim, code):
    found = diagnose(claim, TRUTH)
    assert found is not None
    assert found.code == code


def test_no_difference_has_no_cause():
    assert diagnose(TRUTH * (1 + 1e-12), TRUTH) is None


def with_one(value):
    return np.where(TRUTH == 0.5, value, TRUTH)


@pytest.mark.parametrize("lost", [np.inf, -np.inf, np.nan])
def test_what_is_no_number_explains_nothing(lost):
    """Without a warning, too."""
    for pair in ((with_one(lost), TRUTH), (TRUTH, with_one(lost)), (with_one(lost), with_one(lost))):
        assert diagnose(*pair) is None


def test_the_square_of_a_large_number_is_not_told_from_another_one():
    found = diagnose(with_one(1e300), TRUTH)
    assert found is not None
    assert found.code == "PG200"
