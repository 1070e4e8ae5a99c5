"""Definitions whose left side is more than a symbol: squares that are quantities, and heads that are solved for their symbol."""

import numpy as np
import pytest

from papergrad import paper
from papergrad.notation import latex
from papergrad.notation.tree import Name
from papergrad.reading.squares import put, spelled

BATCH_NORM = r"""
$$\mu_B = \frac{1}{m}\sum_{i=1}^m x_i$$

$$\sigma_B^2 = \frac{1}{m}\sum_{i=1}^m (x_i - \mu_B)^2$$

$$\hat x_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}$$

$$y_i = \gamma \hat x_i + \beta$$

"""
LOSS = r"""$$\ell = \frac12 \sum_{i=1}^m (y_i - t_i)^2$$

"""
BACKWARD = [  # the derivatives of Ioffe & Szegedy (2015)
    r"\frac{\partial \ell}{\partial \hat x_i} = \frac{\partial \ell}{\partial y_i} \cdot \gamma",
    r"\frac{\partial \ell}{\partial \sigma_B^2} = \sum_{i=1}^m \frac{\partial \ell}{\partial \hat x_i} \cdot (x_i - \mu_B) \cdot "
    r"\frac{-1}{2} (\sigma_B^2 + \epsilon)^{-3/2}",
    r"\frac{\partial \ell}{\partial \mu_B} = \left(\sum_{i=1}^m \frac{\partial \ell}{\partial \hat x_i} \cdot "
    r"\frac{-1}{\sqrt{\sigma_B^2 + \epsilon}}\right) + \frac{\partial \ell}{\partial \sigma_B^2} \cdot "
    r"\frac{\sum_{i=1}^m -2(x_i - \mu_B)}{m}",
    r"\frac{\partial \ell}{\partial x_i} = \frac{\partial \ell}{\partial \hat x_i} \cdot \frac{1}{\sqrt{\sigma_B^2 + \epsilon}} + "
    r"\frac{\partial \ell}{\partial \sigma_B^2} \cdot \frac{2(x_i - \mu_B)}{m} + "
    r"\frac{\partial \ell}{\partial \mu_B} \cdot \frac{1}{m}",
    r"\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^m \frac{\partial \ell}{\partial y_i} \cdot \hat x_i",
    r"\frac{\partial \ell}{\partial \beta} = \sum_{i=1}^m \frac{\partial \ell}{\partial y_i}",
]
MISTAKES = [
    ("{-3/2}", "{-1/2}"),
    ("{2(x_i", "{(x_i"),
    (r"\frac{-1}{2} ", r"\frac{1}{2} "),
    (r"{m} + \frac{\partial \ell}{\partial \mu_B} \cdot \frac{1}{m}", "{m}"),
]


def verdicts(text):
    return [found.verdict for found in paper.read(text).findings if found.kind == "gradient"]


def test_the_derivatives_of_batch_normalisation():
    text = BATCH_NORM + "\n\n".join(f"$${one}$$" for one in BACKWARD)
    assert verdicts(text) == ["right"] * 6


@pytest.mark.parametrize(("right", "slip"), MISTAKES)
def test_slips_in_them_are_not_right(right, slip):
    text = "\n\n".join(f"$${one}$$" for one in BACKWARD)
    assert right in text
    assert sorted(verdicts(BATCH_NORM + LOSS + text)) == ["right"] * 6
    assert sorted(verdicts(BATCH_NORM + LOSS + text.replace(right, slip)))[:5] == ["right"] * 5
    assert sorted(verdicts(BATCH_NORM + LOSS + text.replace(right, slip)))[5] in ("wrong", "unknown")


HEADS = [  # a definition, the symbol it is about, and that symbol by hand
    (r"2 r = a x + b", "r", lambda a, x, b: (a * x + b) / 2),
    (r"-r = a x + b", "r", lambda a, x, b: -(a * x + b)),
    (r"\frac{r}{3} = a x + b", "r", lambda a, x, b: 3 * (a * x + b)),
    (r"\frac{1}{r} = a x + b", "r", lambda a, x, b: 1 / (a * x + b)),
    (r"\log r = a x + b", "r", lambda a, x, b: np.exp(a * x + b)),
    (r"-\log r = a x + b", "r", lambda a, x, b: np.exp(-(a * x + b))),
    (r"e^{r} = a x + b", "r", lambda a, x, b: np.log(a * x + b)),
    (r"\exp(r) = a x + b", "r", lambda a, x, b: np.log(a * x + b)),
    (r"\sqrt{r} = a x + b", "r", lambda a, x, b: (a * x + b) ** 2),
    (r"r^2 = a x + b", "r^2", lambda a, x, b: a * x + b),
    (r"\log \frac{r}{1 - r} = a x + b", "r", lambda a, x, b: 1 / (1 + np.exp(-(a * x + b)))),
]


@pytest.mark.parametrize(("head", "symbol", "by_hand"), HEADS, ids=[row[0] for row in HEADS])
def test_a_head_is_solved_for_its_symbol(head, symbol, by_hand):
    work = paper.read(rf"Let $a, x, b, c \in \mathbb{{R}}$. $${head}$$ $$J = c {symbol}$$")
    assert [found.verdict for found in work.findings][-2:] == ["defines", "defines"]
    a, x, b, c, step = 0.7, 1.3, 0.4, 2.0, 1e-6
    value, slopes = work.compile(["a"], backend="numpy")(a=a, x=x, b=b, c=c)
    assert value == pytest.approx(c * by_hand(a, x, b))
    assert slopes["a"] == pytest.approx(c * (by_hand(a + step, x, b) - by_hand(a - step, x, b)) / (2 * step))


def test_a_transposed_head():
    work = paper.read(
        r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$. $$y^\top = x^\top W^\top$$ $$J = \frac12 \|y - t\|^2$$"
    )
    assert str(work.gradient("J", "W")) == "∂J/∂W = (y − t) xᵀ"


@pytest.mark.parametrize(
    "head",
    [r"\log r = r x", r"2 r = 4", r"r + x = a b", r"A^2 = A B", r"(r + a)^2 = b x"],
)
def test_what_is_no_definition_stays_a_claim(head):
    assert paper.read(rf"$${head}$$").findings[0].verdict not in ("defines", "right", "wrong")


def test_a_symbol_with_a_meaning_keeps_it():
    work = paper.read(
        r"Let $a, b \in \mathbb{R}$. $$r = a + b$$ $$r^2 = a^2 + 2ab + b^2$$ $$2 r = 2 a + 2 b$$ $$2 r = a + b$$"
    )
    assert [found.verdict for found in work.findings][-3:] == ["right", "right", "wrong"]


def test_the_root_of_a_square_is_its_symbol():
    text = r"Let $x \in \mathbb{R}^n$. $$s^2 = \frac1n \sum_{i=1}^n x_i^2$$ $$J = \log s$$ "
    text += r"$$\frac{\partial J}{\partial s} = \frac{1}{s}$$ $$\frac{\partial J}{\partial s^2} = \frac{1}{2 s^2}$$"
    text += r"$$\frac{\partial J}{\partial x} = \frac{x}{n s^2}$$"
    assert verdicts(text) == ["right"] * 3


@pytest.mark.parametrize(
    ("slope", "verdict"), [("-2 e_i x", "right-if"), ("-2 (y_i - w x) x", "right"), ("-2 e_i^2", "wrong")]
)
def test_what_is_squared_is_the_symbol_without_its_power(slope, verdict):
    text = r"For numbers $e_i^2 = (y_i - w x)^2$. $$\frac{\partial e_i^2}{\partial w} = %s$$"
    assert verdicts(text % slope) == [verdict]


def test_squares_are_written_as_they_were():
    squares = {("σ", "subB"): Name("σ")}
    for text in (r"\sigma_B^2 + \sigma_B", r"\frac{1}{\sigma_B^2}", r"\frac{\partial^2 f}{\partial \sigma_B^2}"):
        node = latex.parse(text)
        assert latex.write(spelled(put(node, squares))) == latex.write(node)


def test_a_letter_that_is_spoken_of_is_not_run_over():
    work = paper.read(BATCH_NORM + LOSS)
    assert "∑ⱼ" in str(work.gradient("\\ell", "x_i")) and "∑ᵢ" not in str(work.gradient("\\ell", "x_i"))
