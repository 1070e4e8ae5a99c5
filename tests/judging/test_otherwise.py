"""What fails as it was read may hold as it may be read otherwise."""

from __future__ import annotations

import papergrad

GIVEN = (
    r"Let $w, x_i \in \mathbb{R}^d$, $\mu_i = \frac{1}{1 + \exp(-y_i (b + x_i^T w))}$ and "
    r"$J = \frac{1}{n} \sum_{i=1}^n \log(1 + \exp(-y_i (b + x_i^T w)))$. "
)
CLAIM = r"$$\nabla_w J = %s \frac{1}{n} \sum_{i=1}^n \nabla_w \left(\frac{1}{1 + \exp(-y_i (b + x_i^T w))}\right) \frac{1}{\mu_i}$$"


def test_a_derivative_sign_may_take_the_bracket_behind_it_and_no_more() -> None:
    found = papergrad.read(GIVEN + CLAIM % "-").findings[-1]
    assert found.verdict == "right-if" and found.assumption == "the derivative is that of the bracket alone"
    assert papergrad.read(GIVEN + CLAIM % "").findings[-1].verdict == "wrong"


def test_a_product_behind_it_is_derived_as_a_whole_where_that_holds() -> None:
    page = r"$J = (y - X w)^T (y - X w)$ for $w \in \mathbb{R}^d$. $$\nabla_w J = \nabla_w (y - X w)^T (y - X w) = -2 X^T (y - X w)$$"
    assert [f.verdict for f in papergrad.read(page).findings if f.kind == "gradient"] == ["right", "right"]
