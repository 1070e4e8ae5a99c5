"""Φ and φ of the standard normal distribution."""

import pytest

import papergrad


def last(text):
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\mathrm{GELU}(x) = x \Phi(x)", "right"),
        (r"\Phi'(x) = \phi(x) = \frac{1}{\sqrt{2\pi}} e^{-x^2/2}", "right"),
        (r"\frac{d}{dx} x \Phi(x) = \Phi(x) + x \phi(x)", "right"),
        (r"\frac{d}{dx} x \Phi(x) = \Phi(x) - x \phi(x)", "wrong"),
    ],
)
def test_a_document_that_speaks_of_a_gelu(claim, verdict):
    assert last(f"The GELU. $${claim}$$") == verdict


def test_features_are_no_density():
    assert last(r"The features. $$\phi'(x) = -x \phi(x)$$") == "unknown"
    assert last(r"With the standard normal cdf: $$\phi'(x) = -x \phi(x)$$") == "unknown"
    assert last(r"With the standard normal density: $$\phi'(x) = -x \phi(x)$$") == "right"


def test_what_the_text_defines_is_that():
    assert last(r"The GELU. $$\Phi(x) = x^2$$ $$\Phi'(x) = 2 x$$") == "right"
