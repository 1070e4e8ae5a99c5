"""Titles in bold that begin paragraphs."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""# Models

**Poisson regression**: $\lambda_i = e^{x_i^T \beta}$ and

$$\ell(\beta) = \sum_i (y_i x_i^T \beta - e^{x_i^T \beta} - c_i)$$

$$\nabla \ell(\beta) = \sum_i %s x_i$$

**%s**: $\ell(\beta) = \sum_i (x_i^T \beta - y_i e^{x_i^T \beta})$, so

$$\nabla \ell(\beta) = \sum_i %s x_i$$
"""


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (r"(y_i - \lambda_i)", r"(1 - y_i e^{x_i^T \beta})", ["right", "right"]),
        (r"(\lambda_i - y_i)", r"(1 - y_i e^{x_i^T \beta})", ["wrong", "right"]),
        (r"(y_i - \lambda_i)", r"(1 + y_i e^{x_i^T \beta})", ["right", "wrong"]),
    ],
)
def test_each_example_has_its_own(first: str, second: str, expected: list[str]) -> None:
    assert verdicts(PAGE % (first, "Exponential regression", second)) == expected


@pytest.mark.parametrize("title", ["Step 2", "Slip", "Result"])
def test_some_titles_go_on_with_the_same(title: str) -> None:
    assert verdicts(PAGE % (r"(y_i - \lambda_i)", title, r"(1 - y_i e^{x_i^T \beta})"))[-1] != "right"
