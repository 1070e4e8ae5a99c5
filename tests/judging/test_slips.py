"""Which slip is named where several edits make a claim right, or where what stands there shows that something was lost."""

from pathlib import Path

import pytest

import papergrad
from papergrad.judging.edits import awkward, factors
from papergrad.judging.mistakes import BY_CODE
from papergrad.judging.vocabulary import FUNCTIONS
from papergrad.notation.latex import parse
from papergrad.notation.latex_writer import write

DOCUMENTS = Path(__file__).parents[1] / "documents"
LINEAR = r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^m$, $e = W x - y$, $J = \frac{1}{2} \|e\|^2$. "
LAYERS = r"""
$W_1 \in \mathbb{R}^{m \times n}$, $W_2 \in \mathbb{R}^{k \times m}$, $x, b_1 \in \mathbb{R}^n$, $y, b_2 \in \mathbb{R}^k$,
$h = W_1 x$, $e = W_2 h - y$, $J = \frac{1}{2} \|e\|^2$. """
NEURON = r"$z, y \in \mathbb{R}$, $a = \sigma(z)$, $L = \frac{1}{2} (a - y)^2$. "
VECTOR = r"$a, y \in \mathbb{R}^m$, $L = \frac{1}{2} \|a - y\|^2$. "
REGRESSION = r"""
$x^{(i)}, \theta \in \mathbb{R}^n$, $y^{(i)} \in \mathbb{R}$, $h_\theta(x) = \sigma(\theta^T x)$,
$$J = -\frac{1}{m} \sum_{i=1}^m \left[ y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log(1 - h_\theta(x^{(i)})) \right]$$
"""
HESSIAN = r"\frac{\partial^2 J}{\partial \theta_j \partial \theta_k} = \frac{1}{m} \sum_{i=1}^m "
RIDGE = r"""
$X \in \mathbb{R}^{n \times p}$, $y \in \mathbb{R}^n$, $\beta \in \mathbb{R}^p$, $\lambda \in \mathbb{R}$.
$$Q(\beta) = \|y - X \beta\|^2 + \lambda \|\beta\|^2$$ """
CLAIMS = {  # what is given, the claim, the slip by its code, the right side that the help shows
    "a symbol twice for two symbols": (NEURON, r"\frac{\partial L}{\partial a} = a - a", "PG210", "a - y"),
    "a term that stands twice": (LINEAR, r"\frac{\partial J}{\partial e} = e + e", "PG215", "e"),
    "a factor 1 for a difference": (NEURON, r"\frac{\partial a}{\partial z} = a (1 a)", "PG218", "a(1 - a)"),
    "a bracket that has lost all but its 1": (NEURON, r"\frac{\partial a}{\partial z} = a \cdot (1)", "PG204", r"a \cdot (1 - a)"),
    "another layer's symbol": (LAYERS, r"\frac{\partial J}{\partial h} = W_1^T e", "PG209", "W_2^T e"),
    "another letter": (LAYERS, r"\frac{\partial J}{\partial h} = W_2^T y", "PG210", "W_2^T e"),
    "a power that the right formula has": (
        r"$x \in \mathbb{R}$, $f = x^4$. ", r"\frac{\partial f}{\partial x} = 4 x^2", "PG212", "4 x^3",
    ),
    "a factor of one of several terms": (
        RIDGE, r"\nabla_\beta Q = -2 X^T (y - X \beta) + \lambda \beta", "PG201", r"-2 X^T(y - X \beta) + 2 \lambda \beta",
    ),
    "a matrix, with shapes that were found out in the part before": (
        r"# 1" "\n\n" + LINEAR + "\n\n# 2\n\n", r"\frac{\partial J}{\partial W} = e", "PG205", "e x^T",
    ),
    "a bracket that has lost its 1": (NEURON, r"\frac{\partial a}{\partial z} = a (-a)", "PG204", "a(1 - a)"),
    "a sum of what stays the same": (
        VECTOR, r"\frac{\partial L}{\partial a} = \sum_{i=1}^m (a - y)", "PG206", "(a - y)",
    ),
    "a bracket without which shapes clash": (
        LAYERS + "$p = W_2 h$. ", r"\frac{\partial J}{\partial h} = W_2^T p - y", "PG211", "W_2^T(p - y)",
    ),
    "a sign before a derivative by what has no name": (
        LINEAR, r"\frac{\partial J}{\partial x} = -W^T \frac{\partial J}{\partial (W x)}", "PG202",
        "W^T e",
    ),
    "a number for another one": (NEURON, r"\frac{\partial \log a}{\partial z} = 2 - a", "PG201", "1 - a"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_the_slip_is_named_and_undone(name):
    given, claim, code, right = CLAIMS[name]
    found = papergrad.read(f"{given}\n$$\n{claim}\n$$\n").findings[-1]
    assert found.bad and found.correct == right
    assert found.code == code or BY_CODE[code].name in found.message


def test_in_a_sum_the_term_is_mended_that_does_not_fit():
    text = (DOCUMENTS / "attention.md").read_text()
    right = r"\frac{\partial L}{\partial V} W_V^\top"
    assert text.count(right) == 1
    turned = r"W_V^\top \left( \frac{\partial L}{\partial V} \right)^\top"
    bad = [f for f in papergrad.read(text.replace(right, turned)).findings if f.bad]
    before = [f for f in papergrad.read(text).findings if f.bad]
    (found,) = [f for f in bad if f.code == "PG101" and f.message not in [b.message for b in before]]
    assert BY_CODE["PG203"].name in found.message


def test_what_a_document_calls_is_one_with_its_argument():
    slope, rest = r"(1 - h_\theta(x^{(i)}))", r"x_j^{(i)} x_k^{(i)}"
    whole = rf"{HESSIAN} h_\theta(x^{{(i)}}) {slope} {rest}"
    assert papergrad.read(f"{REGRESSION}$${whole}$$").findings[-1].verdict == "right"
    found = papergrad.read(f"{REGRESSION}$${whole.replace(slope, '')}$$").findings[-1]
    assert (found.verdict, found.code) == ("wrong", "PG205")
    functions = FUNCTIONS | {parse(r"h_\theta"), parse("g")}
    for text, parts in (
        (r"h_\theta(x) y", 2),
        (r"h_\theta y", 2),
        ("g'(z) g(z)", 2),
        ("g_1 (a + b)", 2),
        ("g (a + b)^2", 1),
    ):
        assert len(factors(parse(text), functions).factors) == parts, text


def test_no_help_speaks_of_the_number_at_which_functions_are_compared():
    given = r"$u, z \in \mathbb{R}$. Let $f(z) = z^2$. $$f'(z) = 2 z$$ $J = f(u)$. "
    found = papergrad.read(given + r"$$\frac{\partial J}{\partial u} = 2 z$$").findings[-1]
    assert found.correct is None or "underline" not in found.correct


@pytest.mark.parametrize(
    "text", ["1 x", "x 2", r"1 \odot x", "y - y", "x + x", r"x \odot (1)", r"\frac{\partial x}{\partial x}"]
)
def test_what_nobody_means_is_awkward(text):
    assert awkward(parse(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2 x",
        r"\log 2",
        r"x \log 2",
        "1/x",
        r"\frac{1}{2} x",
        "1[z > 0] x",
        r"x \mathbf{1}[z > 0]",
        r"x 1\{i = j\}",
        "f(1) x",
        r"W^{(2) T} y",
    ],
)
def test_what_people_write_is_not_awkward(text):
    assert awkward(parse(text)) == 0, write(parse(text))
