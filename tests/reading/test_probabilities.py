"""Probabilities written as such, and what says what they are."""

import papergrad


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings]


def test_what_a_probability_leaves_open_a_later_link_may_say():
    text = r"""
$$\ell(\mu) = \log p(x | \mu) = \sum_{i=1}^n \log p(x_i | \mu) = -\frac{n}{2} \log (2\pi) - \frac12 \sum_{i=1}^n (x_i - \mu)^2$$
$$\frac{d\ell}{d\mu} = \sum_{i=1}^n (x_i - \mu), \quad \frac{d\ell}{d\mu} = -\sum_{i=1}^n (x_i - \mu)$$
"""
    assert verdicts(text) == ["defines", "unknown", "defines", "right", "wrong"]


def test_where_the_probability_is_defined_the_later_link_is_a_claim():
    text = r"""
$$p(x | \mu) = \frac{1}{\sqrt{2\pi}} e^{-(x - \mu)^2/2}$$
$$\ell(\mu) = \sum_{i=1}^n \log p(x_i | \mu) = -\frac{n}{2} \log (2\pi) - \frac12 \sum_{i=1}^n (x_i - \mu)^2$$
$$\ell(\mu) = \sum_{i=1}^n \log p(x_i | \mu) = -\frac{n}{2} \log (2\pi) + \frac12 \sum_{i=1}^n (x_i - \mu)^2$$
"""
    first, _, claimed, _, slipped = verdicts(text)
    assert (first, claimed) == ("defines", "right")
    assert slipped != "right"


def test_a_likelihood_that_the_next_line_says_explicitly() -> None:
    page = r"""$$\ell(w) = \log \prod_{i=1}^N p(y_i | x_i)$$
$$= -\sum_{i=1}^N \log(1 + e^{-y_i w^T x_i})$$
"""
    right = papergrad.read(page + r"$$\nabla_w \ell = \sum_i \frac{y_i x_i}{1 + e^{y_i w^T x_i}}$$").findings
    assert [one.verdict for one in right] == ["defines", "defines", "right"]
    assert papergrad.read(page + r"$$\nabla_w \ell = \sum_i y_i x_i$$").findings[-1].verdict == "wrong"
