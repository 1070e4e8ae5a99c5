"""The way to a gradient: every equation of it is one that the judge calls right."""

import pytest

from papergrad import paper
from papergrad.asking import derivations, gradients
from papergrad.notation import latex

PAPERS = [
    (
        r"""
Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b, t \in \mathbb{R}^m$. Let $h = \tanh(W x + b)$.

$$J = \frac{1}{2} \|h - t\|^2 + \frac{\lambda}{2} \|W\|_F^2$$
""",
        "W",
    ),
    (
        r"""
Let $U \in \mathbb{R}^{k \times m}$, $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $t \in \mathbb{R}^k$.
Let $h = \sigma(W x)$, $o = U h$.

$$E = \frac{1}{2} \|o - t\|^2$$
""",
        "W",
    ),
    (
        r"""
Let $x \in \mathbb{R}^d$, $W_1 \in \mathbb{R}^{h \times d}$, $b_1 \in \mathbb{R}^h$, $W_2 \in \mathbb{R}^{k \times h}$,
$b_2 \in \mathbb{R}^k$, and let $y$ be one-hot with $k$ entries. Let $h = \sigma(W_1 x + b_1)$,
$\hat y = \mathrm{softmax}(W_2 h + b_2)$.

$$J = -\sum_i y_i \log \hat y_i$$
""",
        "W_1",
    ),
    (
        r"""
Let $A \in \mathbb{R}^{n \times n}$ and $x \in \mathbb{R}^n$.

$$J = \frac{x^T A x}{x^T x}$$
""",
        "x",
    ),
    (
        r"""
Softmax regression: $X \in \mathbb{R}^{N \times d}$, $W \in \mathbb{R}^{d \times k}$, and $Y \in \mathbb{R}^{N \times k}$ whose rows
are one-hot. Let $P = \mathrm{softmax}(XW)$ row by row.

$$L = -\frac{1}{N} \sum_n \sum_j Y_{nj} \log P_{nj} + \frac{\lambda}{2} \|W\|_F^2$$
""",
        "W",
    ),
]


@pytest.mark.parametrize(("text", "wrt"), PAPERS)
def test_every_step_is_right(text, wrt):
    stages = derivations.derivation(paper.read(text).reading, None, gradients.parse(wrt))
    assert stages[0].name == "By definition" and stages[-1].name.split(",")[0] == "Result"
    claims = [e for stage in stages if stage.name != "By definition" for e in stage.equations]
    assert len(claims) >= 3
    judged = paper.read(text + "".join(f"\n$${latex.write(claim)}$$\n" for claim in claims)).findings
    assumed = {"right-if"} if ", if " in stages[-1].name else set()
    assert {f.verdict for f in judged[-len(claims) :]} - assumed == {"right"}


def test_simplifications_show_what_they_changed():
    """Each law is named, and its equation is one that the judge calls right."""
    text = PAPERS[0][0].replace(r"\|h - t\|^2", r"\|t - h\|^2")
    stages = derivations.derivation(paper.read(text).reading, None, gradients.parse("W"))
    laws = [stage for stage in stages if stage.name.startswith("Simplify: ")]
    assert laws and all(len(stage.equations) == 1 for stage in laws)
    claims = [stage.equations[0] for stage in laws]
    judged = paper.read(text + "".join(f"\n$${latex.write(claim)}$$\n" for claim in claims)).findings
    assert {f.verdict for f in judged[-len(claims) :]} == {"right"}


def test_every_place_has_its_turn():
    """Without names on the way, the product rule is the way: what each place adds, before it is put together."""
    stages = derivations.derivation(paper.read(PAPERS[3][0]).reading, None, gradients.parse("x"))
    turn = next(stage for stage in stages if stage.name.startswith("Every x in its turn"))
    assert latex.write(turn.equations[0]).count(r"\frac") > latex.write(stages[-1].equations[0]).count(r"\frac")


def test_a_vector_of_labels_stands_bare_where_the_rest_are_matrices():
    stages = derivations.derivation(paper.read(PAPERS[2][0]).reading, None, gradients.parse("W_1"))
    chain = next(stage for stage in stages if stage.name.startswith("The chain rule"))
    assert latex.write(chain.equations[0]).endswith(r"W_2^T(\hat{y} - y)")


@pytest.mark.parametrize(
    ("parts", "sum_of_them"),
    [(("a", "-b"), "a - b"), (("-a", "b - c"), "-a + b - c"), (("a", "-b + c", "-d"), "a - b + c - d"), (("a",), "a")],
)
def test_formulas_are_added_with_their_signs(parts, sum_of_them):
    assert latex.write(derivations.added([latex.parse(part) for part in parts])) == sum_of_them
