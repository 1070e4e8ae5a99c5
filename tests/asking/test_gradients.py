"""Gradients that are asked for, of formulas and of papers."""

import pytest

from papergrad import paper
from papergrad.asking import formulas, gradients
from papergrad.source import PaperError

PAPER = r"""
Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b, t \in \mathbb{R}^m$. With $h = \tanh(W x + b)$ we minimise

$$J = \frac{1}{2} \|h - t\|^2 + \frac{\lambda}{2} \|W\|_F^2$$
"""
FORMULAS = [
    ("x'Ax + b'x", "x", "∂f/∂x = (A + Aᵀ) x + b"),
    ("norm2(A*x - b)^2", "x", "∂f/∂x = 2 Aᵀ(Ax − b)"),
    ("log(1 + exp(-y*x'*w))", "w", "∂f/∂w = −yσ(−yxᵀ w) x"),
    ("tr(A'*X*B)", "X", "∂f/∂X = ABᵀ"),
    ("x'*inv(A)*x", "A", "∂f/∂A = −A⁻ᵀ xxᵀ A⁻ᵀ"),
    ("c*sin(y)'*x", "y", "∂f/∂y = cx ⊙ cos(y)"),
    ("a'*X*b", "X", "∂f/∂X = abᵀ"),
    ("sum(x.^2)", "x", "∂f/∂x = 2x"),
    ("A*x", "x", "∂f/∂x = A"),
    ("1/2*tr((A - X)'*(A - X))", "X", "∂f/∂X = X − A"),
    ("sum(x./(y + 1))", "y", "∂f/∂y = −x/(y + 1)²"),
    ("(x*x')*y", "x", "∂f/∂x = xyᵀ + (yᵀ x) I"),
    ("x'*A*diag(x)*b", "x", "∂f/∂x = A(b ⊙ x) + Aᵀ x ⊙ b"),
    ("vector'*x", "x", "∂f/∂x = vector"),
    ("log(sum(exp(A*x)))", "x", "∂f/∂x = Aᵀ softmax(Ax)"),
    ("y'*log(sigmoid(X*w)) + (1-y)'*log(1 - sigmoid(X*w))", "w", "∂f/∂w = Xᵀ(y − σ(Xw))"),
    ("log(det(X'*X))", "X", "∂f/∂X = 2X(Xᵀ X)⁻¹"),
    ("tr(A*inv(X)*B)", "X", "∂f/∂X = −X⁻ᵀ Aᵀ Bᵀ X⁻ᵀ"),
    ("(a - X*b)'*W*(a - X*b)", "b", "∂f/∂b = Xᵀ(W + Wᵀ)(Xb − a)"),
    ("inv(A + X)", "X", "∂fᵢⱼ/∂Xₖₗ = −fᵢₖ fₗⱼ"),
    ("norm2(A*x - b)", "x", "∂f/∂x = Aᵀ(Ax − b)/‖Ax − b‖"),
    ("det(X)*tr(X)", "X", "∂f/∂X = det(X)(I + tr(X) X⁻ᵀ)"),
    ("tr(A*X)^2", "X", "∂f/∂X = 2 tr(XA) Aᵀ"),
    ("sum(exp(x)./(1 + exp(x)))", "x", "∂f/∂x = σ(x) ⊙ (1 − σ(x))"),
    (r"\frac{1}{2} x^\top A x", "x", "∂f/∂x = ½ (A + Aᵀ) x"),
]


@pytest.mark.parametrize(("formula", "wrt", "expected"), FORMULAS)
def test_formulas(formula, wrt, expected):
    reading, name = formulas.page(gradients.parse(formula), {})
    assert str(gradients.gradient(reading, name, gradients.parse(wrt))) == expected


def test_shapes_are_told():
    reading, name = formulas.page(gradients.parse("c'*x"), {"x": "5"})
    assert gradients.gradient(reading, name, gradients.parse("x")).shape == ("5",)
    reading, name = formulas.page(gradients.parse("b*x"), {"b": "m x n"})
    assert gradients.gradient(reading, name, gradients.parse("x")).shape == ("m", "n")
    with pytest.raises(PaperError, match="no shape"):
        formulas.page(gradients.parse("b*x"), {"b": "m ? n"})
    with pytest.raises(PaperError, match="does not conform"):
        formulas.page(gradients.parse("A*x"), {"A": "2 x 3", "x": "2"})


def test_a_paper():
    work = paper.read(PAPER)
    found = work.gradient(wrt="W")
    assert str(found) == "∂J/∂W = ((h − t) ⊙ (1 − h²)) xᵀ + λW" and found.shape == ("m", "n")
    assert found._repr_latex_().startswith(r"$\displaystyle \frac{\partial J}{\partial W} = ")
    assert work.gradient("J", "h").unicode == "h − t"
    assert work.gradient("x'*W'*t", "x").latex == "W^T t"
    assert work.shapes["W"] == ("m", "n") and work.shapes["J"] == ()
    assert repr(work).startswith("<<text>: ")
    assert ">defines</td>" in work._repr_html_()


TIED = r"""
$W \in \mathbb{R}^{m \times n}$, $x, c \in \mathbb{R}^n$, $b \in \mathbb{R}^m$

$$h = \sigma(W x + b)$$

$$y = W^T h + c$$

$$J = \frac{1}{2} \|y - x\|^2$$
"""
HUBER = r"""
$$r = y - t$$

$$J = \begin{cases} \frac{1}{2} r^2 & |r| \le 1 \\ |r| - \frac{1}{2} & \text{otherwise} \end{cases}$$
"""
COVARIANCE = r"""
$W \in \mathbb{R}^{n \times d}$, $X \in \mathbb{R}^{N \times n}$

$$S = \frac{1}{N} X^T X$$

$$J = \mathrm{tr}(W^T S W)$$
"""
PAGES = [
    (TIED, "W", "∂J/∂W = h(y − x)ᵀ + (W(y − x) ⊙ h ⊙ (1 − h)) xᵀ"),
    (HUBER, "y", "∂J/∂y = {r if |r| ≤ 1; sign(r) otherwise}"),
    (COVARIANCE, "W", "∂J/∂W = 2SW"),
]


@pytest.mark.parametrize(("page", "wrt", "expected"), PAGES)
def test_pages(page, wrt, expected):
    assert str(paper.read(page).gradient("J", wrt)) == expected


def test_nothing_is_made_up():
    with pytest.raises(PaperError, match="what f is, is not said"):
        paper.read("$$J = f(x)^2$$\n").gradient("J", "x")


STEP = r"""
$$\frac{\partial J^{(t)}}{\partial e^{(t)}} = \frac{\partial J^{(t)}}{\partial h^{(t)}} \frac{\partial h^{(t)}}{\partial e^{(t)}}$$
"""


@pytest.mark.parametrize(("of", "wrt"), [("h", "e"), ("J", "e"), ("J", "h")])
def test_nothing_is_made_up_of_a_step(of, wrt):
    with pytest.raises(PaperError, match=f"what {of}⁽ᵗ⁾ is, is not said"):
        paper.read(STEP).gradient(f"{of}^{{(t)}}", f"{wrt}^{{(t)}}")


def test_what_is_not_there():
    work = paper.read(PAPER)
    with pytest.raises(PaperError, match="nothing here is called V"):
        work.gradient("J", "V")
    with pytest.raises(PaperError, match="by what"):
        work.gradient("J")
    with pytest.raises(PaperError, match="no formula"):
        work.gradient("J", "{")
