"""The constructs that people use, in the order of the survey: how each is read."""

from __future__ import annotations

import pytest

from papergrad.notation import latex
from papergrad.notation.glyphs import BESIDE, WIDE
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Branches,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Prefix,
    Root,
    Run,
    Script,
    Words,
)
from papergrad.source import Source, Span


def n(symbol: str | Node) -> Node:
    """A node from its simplest spelling."""
    if not isinstance(symbol, str):
        return symbol
    if symbol[0].isdigit():
        return Numeral(symbol)
    return Name(symbol, font="word" if len(symbol) > 1 else "")


def run(*items: str | Node) -> Node:
    return Run(tuple(map(n, items)))


def chain(first: str | Node, *rest: str | Node) -> Node:
    return Infix((n(first), *(n(r) for r in rest[1::2])), tuple(str(o) for o in rest[::2]))


def sub(base: str | Node, below: str | Node) -> Script:
    return Script(n(base), n(below))


def sup(base: str | Node, above: str | Node) -> Script:
    return Script(n(base), None, n(above))


def paren(inside: str | Node) -> Fence:
    return Fence("(", n(inside), ")")


def bold(letter: str, *accents: str) -> Name:
    return Name(letter, accents, "bold")


def partial(above: str | Node, below: str | Node) -> Fraction:
    return Fraction(run("∂", above), run("∂", below))


J_W = partial("J", "W")
REAL = Name("R", font="bb")

ROWS: list[tuple[str, Node]] = [
    # 1-2 subscripts, names, numbers, implicit products
    (r"W_1 x + b", chain(run(sub("W", "1"), "x"), "+", "b")),
    (r"-0.5ab", Prefix("-", run("0.5", "a", "b"))),
    # 3-4 fractions, gradients
    (r"\frac12 \dfrac{a}{b} {a \over b}", run(Fraction(n("1"), n("2")), Fraction(n("a"), n("b")), Fraction(n("a"), n("b")))),
    (r"\frac{\partial J}{\partial W} = ?", chain(J_W, "=", Hole())),
    (r"\partial J / \partial W", chain(run("∂", "J"), "/", run("∂", "W"))),
    # 5 fonts and accents
    (r"\hat{\mathbf{y}} \mathbf{\hat y} \boldsymbol\theta {\bf x}", run(bold("y", "hat"), bold("y", "hat"), bold("θ"), bold("x"))),
    (r"\mathcal L \mathbb R \vec{u}_j \hat{y_1}", run(Name("L", font="cal"), REAL, sub(Name("u", ("vec",)), "j"),
        sub(Name("y", ("hat",)), "1"))),
    (r"\overline{a+b}", Accented("bar", chain("a", "+", "b"))),
    (r"\mathbf{1}_{y} + \mathbf{(1 - h)}", chain(sub(bold("1"), "y"), "+", paren(chain("1", "-", bold("h"))))),
    # 6 layout noise
    (r"\boxed{a} \, \textcolor{red}{b} \; {\color{blue} c} \tag{3}", run("a", "b", "c")),
    (r"\textcircled{1} \quad x", n("x")),
    (r"3) b) *) x", n("x")),
    (r"(A) \quad x", n("x")),
    (r"2. x", n("x")),
    (r"x = 1 \quad (7)", chain("x", "=", "1")),
    (r"\mathrm{a = b}", chain("a", "=", "b")),
    # 7 functions
    (r"\log x + \text{softmax}(z) + \mathrm{ReLU}(z)", chain(run("log", "x"), "+", run("softmax", paren("z")), "+",
        run("ReLU", paren("z")))),
    (r"tanhx + xlna + e^{-x}", chain(run("tanh", "x"), "+", run("x", "ln", "a"), "+", sup("e", Prefix("-", n("x"))))),
    (r"CE(y, \hat y) + Wx(a)", chain(run("CE", paren(chain("y", ",", Name("y", ("hat",))))), "+", run("W", "x", paren("a")))),
    (r"\tanh^2(x)", run(sup("tanh", "2"), paren("x"))),
    # 8 nested subscripts
    (r"x_{m_1} u_{i,j} \theta_{i \neq k}", run(sub("x", sub("m", "1")), sub("u", chain("i", ",", "j")), sub("θ", chain("i",
        "≠", "k")))),
    (r"h_{t-1} W_{ij}", run(sub("h", chain("t", "-", "1")), sub("W", run("i", "j")))),
    # 9-12 superscripts, sums
    (r"W^l h^{(t-1)} a^{[l]}", run(sup("W", "l"), sup("h", paren(chain("t", "-", "1"))), sup("a", Fence("[", n("l"), "]")))),
    (r"\sum_j y_j + 1", chain(Big("∑", n("j"), None, sub("y", "j")), "+", "1")),
    (r"\frac1N \sum_{i=1}^N a \cdot b - c", chain(run(Fraction(n("1"), n("N")), Big("∑", chain("i", "=", "1"), n("N"),
        chain("a", "·", "b"))), "-", "c")),
    (r"\sum y", Big("∑", None, None, n("y"))),
    (r"\sum_{\substack{i=1 \\ i \neq j}} x", Big("∑", chain(chain("i", "=", "1"), ",", chain("i", "≠", "j")), None, n("x"))),
    # 13-14 brackets, transposes
    (r"\left( \big[ a \big] \right) \{ b \}", run(paren(Fence("[", n("a"), "]")), Fence("{", n("b"), "}"))),
    (r"W^T W^\top W^{(l)T} W^{(l)}^T", run(sup("W", "T"), sup("W", "⊤"), sup("W", run(paren("l"), "T")), sup(sup("W",
        paren("l")), "T"))),
    (r"{W_1}^T", Script(n("W"), n("1"), n("T"))),
    # 16-20 chains, products, dots, matrices
    (r"a = b = c", chain("a", "=", "b", "=", "c")),
    (r"a \cdot b \times c * d", chain("a", "·", "b", "×", "c", "*", "d")),
    (r"1, 2, \ldots, K", chain("1", ",", "2", ",", "…", ",", "K")),
    (r"\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}", Matrix(((n("1"), Prefix("-", n("2"))), (n("3"), n("4"))))),
    (r"\left[\begin{array}{cc} 1 & 2 \end{array}\right]", Matrix(((n("1"), n("2")),))),
    (r"W = {}_2 \begin{matrix} 1 \end{matrix}", chain("W", "=", run(Script(Blank(), n("2")), Matrix(((n("1"),),), "matrix")))),
    # 21 words
    (r"\text{let } z = x", Infix((Words("let"), chain("z", "=", "x")), (BESIDE,))),
    (r"z = x \text{ where } x > 0", Infix((chain("z", "=", "x"), Words("where"), chain("x", ">", "0")), (BESIDE, BESIDE))),
    (r"\text{if $x > 0$}", Infix((Words("if"), chain("x", ">", "0")), (BESIDE,))),
    (r"a = \text{Identity Matrix} = [1]", chain("a", "=", Words("Identity Matrix"), "=", Fence("[", n("1"), "]"))),
    # 22-24 powers, primes, brackets with subscripts
    (r"\sqrt{x} \sqrt[3]{x} A^{-1}", run(Root(n("x")), Root(n("x"), n("3")), sup("A", Prefix("-", n("1"))))),
    (r"\sigma'(z) f^\prime h'^{T}", run(Script(n("σ"), primes=1), paren("z"), Script(n("f"), primes=1), Script(n("h"),
        None, n("T"), 1))),
    (r"W[i,j] (a)_i", run("W", Fence("[", chain("i", ",", "j"), "]"), sub(paren("a"), "i"))),
    (r"W_{:,j} (W)_{j \cdot} (W)_{\cdot i} x^*", run(sub("W", chain(":", ",", "j")), sub(paren("W"), run("j", "·")),
        sub(paren("W"), chain(Blank(), "·", "i")), sup("x", "*"))),
    # 25 several statements in a row
    (r"a = b \quad ; \quad c = d", chain(chain("a", "=", "b"), ";", chain("c", "=", "d"))),
    (r"a = ? \quad b = ?", Infix((chain("a", "=", Hole()), chain("b", "=", Hole())), (WIDE,))),
    (r"\Rightarrow a = b", chain(Blank(), "⇒", chain("a", "=", "b"))),
    # 26-30 nabla, norms, bars, operators
    (r"\nabla_W J", run(sub("∇", "W"), "J")),
    (r"\|W\|_F^2 + |x| + \lVert y \rVert + ||z||", chain(Script(Fence("‖", n("W"), "‖"), n("F"), n("2")), "+", Fence("|",
        n("x"), "|"), "+", Fence("‖", n("y"), "‖"), "+", Fence("‖", n("z"), "‖"))),
    (r"2|a||b|", run("2", Fence("|", n("a"), "|"), Fence("|", n("b"), "|"))),
    (r"P(a|b) P(o \mid c; \theta)", run("P", paren(chain("a", "∣", "b")), "P", paren(chain("o", "∣", chain("c", ";", "θ"))))),
    (r"\langle a, b \rangle \llbracket 1, n \rrbracket", run(Fence("⟨", chain("a", ",", "b"), "⟩"), Fence("⟦", chain("1",
        ",", "n"), "⟧"))),
    (r"\frac{\partial}{\partial x} [a]", run(Fraction(n("∂"), run("∂", "x")), Fence("[", n("a"), "]"))),
    (r"\left. \frac{\partial J}{\partial W} \right|_{(t)}", Script(Fence(".", J_W, "|"), paren("t"))),
    (r"\frac{\partial J}{\partial W} \big|_{t}", Script(Fence(".", J_W, "|"), n("t"))),
    # 31-38
    (r"\forall i \in S : x \geq 0", chain(Prefix("∀", chain("i", "∈", "S")), ":", chain("x", "≥", "0"))),
    (r"x = 0 \quad \forall i", Infix((chain("x", "=", "0"), Prefix("∀", n("i"))), (WIDE,))),
    (r"dW_1", run("d", sub("W", "1"))),
    (r"a \odot b \circ c", chain("a", "⊙", "b", "∘", "c")),
    (r"W_1, W_2 \in \mathbb{R}^{m \times n}", chain(sub("W", "1"), ",", chain(sub("W", "2"), "∈", sup(REAL, chain("m", "×",
        "n"))))),
    (r"W := W - \alpha G", chain("W", "≔", chain("W", "-", run("α", "G")))),
    (r"W \gets b", chain("W", "←", "b")),
    (
        r"f = \begin{cases} 1, & \text{if } z \geq 0 \\ 0 & \text{otherwise} \end{cases}",
        chain("f", "=", Branches(((n("1"), Infix((Words("if"), chain("z", "≥", "0")), (BESIDE,))), (n("0"), Words("otherwise"))))),
    ),
    # 39-41 braces under, overset, d/dx
    (r"\underbrace{a b}_{c} \overset{!}{=} d", chain(sub(Accented("underbrace", run("a", "b")), "c"), "=", "d")),
    (r"\frac{d}{dx} \max(a, b) \max_i x_i", run(Fraction(n("d"), run("d", "x")), "max", paren(chain("a", ",", "b")),
        Big("max", n("i"), None, sub("x", "i")))),
    (r"\arg\max_x f", Big("argmax", n("x"), None, n("f"))),
    # Unicode as it comes
    ("∂J/∂W = (h₁ − h₂) x₁ᵀ", chain(chain(run("∂", "J"), "/", run("∂", "W")), "=", run(paren(chain(sub("h", "1"), "-",
        sub("h", "2"))), Script(n("x"), n("1"), n("T"))))),
    ("ŷ = ½（a）", chain(Name("y", ("hat",)), "=", run(Fraction(n("1"), n("2")), paren("a")))),
    # Markdown's escapes, transcription noise
    (r"x\_i \* y", chain(sub("x", "i"), "*", "y")),
    (r"a_b_c x^2^3", run(sub("a", chain("b", ",", "c")), sup(sup("x", "2"), "3"))),
    (r"(a + b", Fence("(", chain("a", "+", "b"), ".")),
    (r"\hat(y)", Accented("hat", paren("y"))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), ROWS, ids=[text for text, _ in ROWS])
def test_a_construct_is_read_and_written(text: str, tree: Node) -> None:
    assert latex.parse(text) == tree
    assert latex.parse(latex.write(tree)) == tree


def rows(text: str) -> list[Node]:
    return latex.read(Source(text), Span(0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        r"a = b \\ = c",
        r"\begin{align*} a &= b \\[2pt] &= c \\ \end{align*}",
        r"\begin{eqnarray} a &=& b \nonumber \\ &=& c \end{eqnarray}",
        r"a = b \newline = c",
        r"\left. \begin{array}{l} a = b \\ = c \end{array} \right\}",
    ],
)
def test_rows_of_a_display(text: str) -> None:
    assert rows(text) == [chain("a", "=", "b"), chain(Blank(), "=", "c")]


def test_a_line_break_in_brackets_is_no_row() -> None:
    assert rows(r"\left( a \\ + b \right)") == [paren(chain("a", "+", "b"))]


def test_what_is_unknown_is_kept_and_reading_goes_on() -> None:
    (row,) = rows(r"a \foo b = c)")
    found = [type(node).__name__ for node in row.items[0].operands[0].items]  # type: ignore[attr-defined]
    assert found == ["Name", "Unread", "Name"]


def test_spans_point_at_the_characters() -> None:
    text = r"so $\frac{\partial J}{\partial W} = \hat y$"
    (row,) = latex.read(Source(text), Span(4, len(text) - 1))
    assert isinstance(row, Infix)
    assert [text[o.span.start : o.span.end] for o in row.operands] == [r"\frac{\partial J}{\partial W}", r"\hat y"]


def test_short_words_for_quantities_are_names_and_other_runs_are_letters() -> None:
    assert rows(r"net_j") == [Script(Name("net", font="word"), Name("j"))]
    assert rows(r"Wxy") == [Run((Name("W"), Name("x"), Name("y")))]


@pytest.mark.parametrize(
    "text",
    [r"\begin{align} a &= b & c &= d \end{align}", r"a = b \hspace{0.5in} c = d", r"a = b \qquad c = d"],
)
def test_equations_side_by_side_are_two_statements(text: str) -> None:
    (row,) = rows(text)
    assert row == Infix((chain("a", "=", "b"), chain("c", "=", "d")), (WIDE,))


def test_a_narrow_space_and_the_ampersands_of_an_array_keep_nothing_apart() -> None:
    assert rows(r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}") == [chain("a", "=", "b"), chain(Blank(), "=", "c")]
    assert rows(r"a \hspace{1mm} b") == [Run((Name("a"), Name("b")))]
