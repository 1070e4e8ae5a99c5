r"""Colours and frames around mathematics, and mathematics among words."""

import pytest

import papergrad
from papergrad.notation.latex import parse

SHOWN = [
    r"\textcolor{red}{x}",
    r"\textcolor[rgb]{0,1,0}{x}",
    r"\color[HTML]{AABBCC} x",
    r"\mathcolor{blue}{x}",
    r"\colorbox{yellow}{$x$}",
    r"\fcolorbox{red}{white}{$x$}",
    r"\cellcolor{red!20} x",
    r"\cellcolor[gray]{0.9}{x}",
    r"\framebox{$x$}",
    r"\framebox[2cm][c]{$x$}",
    r"\text{\textcolor{green}{\framebox{$ x $}}}",
    r"\mbox{\fbox{\(x\)}}",
    r"\text{$x$}",
]


@pytest.mark.parametrize("written", SHOWN)
def test_boxes_show_what_is_in_them(written):
    assert parse(written) == parse("x")
    assert parse(rf"y = {written} z") == parse("y = x z")


@pytest.mark.parametrize("box", [r"\text{\textcolor{red}{\framebox{$ @ $}}}", r"\colorbox{red}{$@$}", r"\boxed{@}"])
def test_what_is_framed_stands_as_one(box):
    text = r"Let $a, x, y \in \mathbb{R}$ and $f = a (x + y)$. "
    for inside, verdict in (("x + y", "right"), ("x - y", "wrong")):
        claim = rf"$$\frac{{\partial f}}{{\partial a}} a = {box.replace('@', inside)} \cdot a$$"
        assert papergrad.read(text + claim).findings[-1].verdict == verdict


def test_words_with_mathematics_between_them():
    assert parse(r"y = x \text{ if $z > 0$ and \textbf{all} of \(w > 0\)}") == parse(
        r"y = x \text{ if } z > 0 \text{ and } \text{all } \text{of } w > 0"
    )


@pytest.mark.parametrize("colour", [r"\textcolor{red}", r"\red", r"\mathcolor[rgb]{1,0,0}"])
def test_a_bracket_may_be_closed_in_another_colour(colour):
    assert parse(rf"{colour}{{(a}} b {colour}{{+ c)}}^2") == parse("(a b + c)^2")
    assert parse(rf"{colour}{{\left(}} a + b {colour}{{\right)}} c") == parse(r"\left( a + b \right) c")
    assert parse(rf"{colour}{{a + b}} c") == parse("{a + b} c")
