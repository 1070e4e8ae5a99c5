"""Whatever a document holds: trees or our own errors, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad.notation import latex, lexer, unicode
from papergrad.notation.glyphs import COMMANDS
from papergrad.notation.tree import walk
from papergrad.source import LimitError, Source, Span

PIECES = [
    *("\\" + command for command in sorted(COMMANDS)),
    *r"\frac \sqrt \left \right \begin{cases} \end{cases} \begin{pmatrix} \end{pmatrix}".split(" "),
    *r"\begin{aligned} \end{aligned} \text{if } \text \hat".split(" "),
    *r"\mathbf \bf \over \limits \boxed \quad \\ & { } ^ _ ' '' ( ) [ ] | || \| \{ \} . , ; : = + -".split(),
    *r"* / ! ? 12 0.5 x y W Wx softmax".split(),
    *r"\newcommand{\q}[1]{#1#1} \def\r{\r} \q \r \let\s=\q \s \tag{1} \textcolor{red} \underset".split(),
    *r"\overset \substack \binom \not \prime \unknown".split(),
    *"∂ ∇ ∑ ² ₁ ŷ x̂ ½ 𝐱 （ ） − 变 \u200b \x00 # % $ ~ \\".split(" "),
]
formulas = (
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    | st.text(max_size=60)
)


@settings(max_examples=200, deadline=None)
@given(formulas)
def test_any_text_gives_trees_or_a_limit(text: str) -> None:
    try:
        rows = latex.read(Source(text), Span(0, len(text)))
    except LimitError:
        return
    for row in rows:
        latex.write(row)
        unicode.write(row)
        for node in walk(row):
            assert 0 <= node.span.start <= node.span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\def\x{\x\x}\x",
        r"\newcommand{\a}[1]{\a{#1#1}}\a{x}",
        "(" * 5_000,
        "f(" * 2_000,
        "{" * 5_000,
        "x^{" * 1_000,
        r"\sqrt{" * 1_000,
        r"\left(" * 1_000,
        "-" * 5_000 + "x",
        r"\sum" * 5_000,
        r"\hat" * 5_000 + "x",
        "x^" * 5_000,
        r"\frac" * 5_000,
        "+".join(["x"] * 20_000),
        "|" * 5_000,
        "a|" * 5_000,
        "'" * 5_000,
        "a^b" * 5_000,
        "x" + "^b" * 5_000,
        "x" + "_b" * 5_000,
        "x" + "!" * 5_000,
        "a *" + "-" * 5_000,
        "a|" * 9_000,
        "∀" * 5_000,
        "¬" * 5_000,
        r"\begin{matrix}" * 1_000,
        "x" * 1_000_000,
        r"\text{" * 50_000,
        "$" * 100_000,
        r"\newcommand{" * 20_000,
        r"\newcommand{\aa}[" * 20_000,
        "x_{" + "'" * 9_000 + "}",
        "x^{" + "'" * 9_000 + "y}",
        r"\text{$x$}" * 2_000,
        r"\text{" + "$x$ y " * 3_000 + "}",
        r"\overset{" * 5_000,
        "||a" * 3_000,
        "1" * 100_000,
        r"\frac" + "1" * 15_000,
    ],
)
def test_bombs_cost_little(text: str) -> None:
    started = time.process_time()
    try:
        source = Source(text)
        lexer.definitions(source)
        for row in latex.read(source, Span(0, len(text))):
            latex.write(row)
    except LimitError as error:
        assert error.code == "PG901"
    assert time.process_time() - started < 5  # what grows with the square takes minutes; a full heap costs some of it
