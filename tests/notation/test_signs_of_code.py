r"""Signs that come from code: names with an escaped underscore, and MATLAB's product entry by entry."""

from __future__ import annotations

import pytest

from papergrad.notation import latex
from papergrad.notation.tree import Infix, Name, Script, walk


@pytest.mark.parametrize("name", ["hidden_state", "log_loss", "out_of_bag"])
def test_words_with_an_escaped_underscore_between_them_are_one_name(name: str) -> None:
    assert latex.parse(name.replace("_", r"\_")) == Name(name, font="word")


def test_an_underscore_that_is_escaped_for_markdown_hangs_below() -> None:
    assert latex.parse(r"x\_i") == Script(Name("x"), Name("i"))
    assert latex.parse(r"w\_{out}") == latex.parse("w_{out}")


@pytest.mark.parametrize("written", ["A .* B", r"A .\* B", r"(A).*{B}", r"A .* \sigma"])
def test_a_dot_and_a_star_multiply_entry_by_entry(written: str) -> None:
    assert any(isinstance(n, Infix) and n.operators == (".*",) for n in walk(latex.parse(written)))


@pytest.mark.parametrize(
    ("written", "meant"), [(r"\theta{_k}", r"\theta_k"), ("w{_{ij}} x", "w_{ij} x"), ("u{^2}", "u^2")]
)
def test_what_hangs_in_braces_hangs_on_the_symbol_before(written: str, meant: str) -> None:
    assert latex.parse(written) == latex.parse(meant)


def test_what_hangs_on_nothing_stays_before() -> None:
    assert latex.parse("{}_2 F_1") != latex.parse("F_1")
