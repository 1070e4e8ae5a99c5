"""An error that is called e is no power of Euler's number."""

from __future__ import annotations

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


def test_what_is_defined_as_e_is_squared() -> None:
    page = r"$$e = y - z$$ $$L = \frac12 e^2$$ $$\frac{\partial L}{\partial e} = %s$$"
    assert verdicts(page % "e") == ["right"]
    assert verdicts(page % "2 e") == ["wrong"]


def test_exponentials_beside_it_are_exponentials() -> None:
    page = r"$$e = y - z$$ $$L = e^2$$ and $p = \frac{1}{1 + e^{-z}}$, so that $\frac{dp}{dz} = p (1 - p)$."
    assert verdicts(page) == ["right"]


def test_the_square_of_the_number_stays_what_it_is() -> None:
    assert verdicts(r"$f(x) = e^2 x$ and $f'(x) = e^2$") == ["right"]
