"""Unicode, plain ASCII, keys and macros."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from written_trees import trees

import papergrad
from papergrad.notation import latex, plain, unicode
from papergrad.notation.glyphs import COMMANDS, LATEX, LEVEL
from papergrad.notation.lexer import definitions
from papergrad.notation.names import key
from papergrad.notation.tree import Infix, Matrix, Name, Node, Numeral, Postfix, Prefix, Run, Script
from papergrad.source import LimitError, Source, Span


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            r"\frac{\partial J}{\partial W} = \frac12 (h_1 - h_2) \odot \sigma'(Wx_1 + b) x_1^T + \lambda W",
            "∂J/∂W = ½ (h₁ − h₂) ⊙ σ′(Wx₁ + b) x₁ᵀ + λW",
        ),
        (r"\hat{\mathbf y}_i^{(t)} \in \mathbb{R}^{m \times n}", "ŷᵢ⁽ᵗ⁾ ∈ ℝ^(m×n)"),
        (r"\sigma(z) = \frac{1}{1 + e^{-z}}", "σ(z) = 1/(1 + e⁻ᶻ)"),
        (r"\|W\|_F^2 + \sum_{i=1}^n \log y_i", "‖W‖_F² + ∑ᵢ₌₁ⁿ log yᵢ"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[1 2; 3 4]"),
        (r"\begin{cases} a & \text{if } c > 0 \\ b & d = 1 \end{cases}", "{a if c > 0; b if d = 1}"),
        (r"\sqrt{a + b} \le \mathcal{L}", "√(a + b) ≤ ℒ"),
        (r"\frac{\partial h}{\partial x} \Big|_{t}", "∂h/∂x|ₜ"),
        (r"\frac{a b}{c}", "ab/c"),
        (r"\begin{cases} a & \text{if } |c| \le 1 \end{cases} \quad \mathbf{1}^T", "{a if |c| ≤ 1}   𝟏ᵀ"),
        (r"\text{let } z = 1 \quad b = ?", "let z = 1   b = ?"),
    ],
)
def test_one_line_of_unicode(text: str, shown: str) -> None:
    assert unicode.write(latex.parse(text)) == shown


@pytest.mark.parametrize(
    "text", ["h₁ = σ(Wx₁ + b)", "x ∈ ℝⁿ", "ŷ = softmax(z)", "∑ᵢ₌₁ⁿ xᵢ", "W^(l) x + |a|", "a ⊙ b ∘ c"]
)
def test_unicode_reads_back(text: str) -> None:
    (row,) = unicode.read(Source(text), Span(0, len(text)))
    assert unicode.write(row).replace(" ", "") in (text.replace(" ", ""), "W⁽ˡ⁾x+|a|")


def test_unicode_reads_matrices() -> None:
    (row,) = unicode.read(Source("[1 2; 3 −4]"), Span(0, 11))
    assert row == Matrix(((Numeral("1"), Numeral("2")), (Numeral("3"), Prefix("-", Numeral("4")))))


@settings(max_examples=150, deadline=None)
@given(trees)
def test_every_tree_can_be_shown(tree: Node) -> None:
    assert "\n" not in unicode.write(tree)
    plain.write(tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("x'*A*x", Infix((Postfix(Name("x"), "'"), Name("A"), Name("x")), ("*", "*"))),
        ("x'Ax", Run((Postfix(Name("x"), "'"), Name("A"), Name("x")))),
        ("a .* W1", Infix((Name("a"), Script(Name("W"), Numeral("1"))), (".*",))),
        ("x.^-0.5", Infix((Name("x"), Prefix("-", Numeral("0.5"))), (".^",))),
        ("y_i^2", Script(Name("y"), Name("i"), Numeral("2"))),
        ("-sigma2", Prefix("-", Script(Name("σ"), Numeral("2")))),
        ("3.5e-4", Numeral("3.5e-4")),
    ],
)
def test_plain_ascii(text: str, tree: Node) -> None:
    assert plain.parse(text) == tree
    assert plain.parse(plain.write(tree)) == tree


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("W_1", "W_1"),
        (r"\hat{\mathbf y}", "ŷ"),
        (r"\mathbf h", "h"),
        (r"h^{(t)}", "h^(t)"),
        (r"\mathcal L", "ℒ"),
        (r"\mathbb R", "ℝ"),
        (r"W_{ij}^{(1)}", "W_ij^(1)"),
        ("x_{t-1}", "x_t-1"),
        ("net_h", "net_h"),
        (r"y'", "y'"),
        (r"J_{\text{neg-sample}}", "J_neg-sample"),
    ],
)
def test_one_string_for_one_symbol(text: str, string: str) -> None:
    assert key(latex.parse(text)) == string


def test_no_string_for_what_is_no_symbol() -> None:
    with pytest.raises(ValueError, match="not a symbol"):
        key(latex.parse("a + b"))


@pytest.mark.parametrize(
    ("macro", "use", "meant"),
    [
        (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}", r"\pd{J}{W} = \pd Jb",
            r"\frac{\partial J}{\partial W} = \frac{\partial J}{\partial b}"),
        (r"\def\bx{\mathbf{x}}", r"\bx^T", r"\mathbf x^T"),
        (r"\renewcommand\vec[1]{\mathbf{#1}}", r"\vec u_j", r"\mathbf u_j"),
        (r"\DeclareMathOperator*{\soft}{softmax}", r"\soft(z)", r"\text{softmax}(z)"),
        (r"\newcommand{\T}[1][W]{#1^\top}", r"\T + \T[b]", r"W^\top + b^\top"),
        (r"\let\old=\hat \renewcommand{\hat}[1]{\old{#1}}", r"\hat y", "ŷ"),
    ],
)  # fmt: skip
def test_macros_of_the_document(macro: str, use: str, meant: str) -> None:
    assert latex.parse(use, definitions(Source(macro))) == latex.parse(meant)
    assert latex.parse(macro + use) == latex.parse(meant)


def test_what_a_macro_gives_stands_where_it_was_called() -> None:
    source = Source(r"\def\loss{J} a = \loss")
    (row,) = latex.read(source, Span(12, len(source.text)), definitions(source))
    assert isinstance(row, Infix)
    assert source[row.operands[1].span] == r"\loss"


def test_a_macro_that_calls_itself_is_named() -> None:
    with pytest.raises(LimitError, match="macros here expand") as caught:
        latex.parse(r"\def\x{\x\x} \x")
    assert caught.value.hint == "does one call itself?"


def test_comments_only_where_told() -> None:
    text = "a % b\n+ c"
    assert latex.read(Source(text), Span(0, len(text)), comments=True) == [latex.parse("a + c")]


@pytest.mark.parametrize(
    "glyph", sorted(g for g in LEVEL if g in LATEX and len(g) == 1 and g.isprintable() and g != " ")
)
def test_every_operator_is_read_as_it_is_written(glyph: str) -> None:
    tree = Infix((Name("a"), Name("b")), (glyph,))
    assert latex.parse(latex.write(tree)) == tree


def test_commands_lead_to_one_glyph_each() -> None:
    assert COMMANDS["leq"] == COMMANDS["le"] == ("op", "≤")


def test_a_full_stop_between_factors_is_a_product():
    def read(text):
        return latex.read(Source(text, ""), Span(0, len(text)))

    for written, meant in [(r"x_{1}.y", r"x_{1} \cdot y"), ("W.x + b", r"W \cdot x + b"), ("(a).b.", r"(a) \cdot b"),
                           (r"g.\frac{a}{b}", r"g \cdot \frac{a}{b}"), ("3 . 1 = 3", r"3 \cdot 1 = 3"),
                           (r"a . \frac{b}{c}", r"a \cdot \frac{b}{c}")]:  # fmt: skip
        assert read(written) == read(meant)
    for text in (
        "f s.t. g = 0",
        "x = 1. y",
        "x = a .",
        r"a . \quad b",
        r"a . \text{so}",
        r"a.\quad b",
        "i.e. x",
        "0.5",
        r"\left.\frac{a}{b}\right|_{x}",
    ):
        assert "·" not in repr(read(text))


def test_rows_without_anything_are_no_rows():
    def read(text):
        return latex.read(Source(text, ""), Span(0, len(text)))

    assert read(r"\begin{cases} 1 & a \\\\\\ 0 & b \end{cases}") == read(r"\begin{cases} 1 & a \\ 0 & b \end{cases}")


@pytest.mark.parametrize(
    ("tied", "plain"), [("p(~o~)", "p(o)"), ("f(x,~y~)", "f(x, y)"), ("x~", "x"), ("|~x~|", "|x|"), ("a~=~b", "a = b")]
)
def test_a_tie_is_a_space(tied: str, plain: str) -> None:
    assert latex.parse(tied) == latex.parse(plain)


def test_a_space_of_text_is_a_space() -> None:
    page = r"$L = \frac12 \theta^2$ and $\frac{d L}{d \theta} = %s \text{ } \theta$"
    assert [papergrad.read(page % n).findings[-1].verdict for n in ("1", "2")] == ["right", "wrong"]
