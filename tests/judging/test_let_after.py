"""What a "let" says behind a statement is an example, and no reason to call the statement wrong."""

import pytest

import papergrad


@pytest.mark.parametrize("claim", [r"f(x + y) = f(x) + f(y)", r"f(x) \ge 0"])
def test_an_example_behind_it(claim: str) -> None:
    page = (
        rf"For numbers $x$, $y$ of such a space ${claim}$. Let $f(x) = \sin(x)$ on the line, so $f'(x) = SIGN\cos(x)$."
    )
    right, wrong = (papergrad.read(page.replace("SIGN", sign)).findings for sign in ("", "-"))
    assert "wrong" not in [f.verdict for f in right]
    assert wrong[-1].verdict == "wrong"


def test_where_explains_what_stands_before() -> None:
    page = r"$$\frac{\partial z}{\partial x} = -W$$ where $z = W x + b$."
    assert papergrad.read(page).findings[0].verdict == "wrong"
