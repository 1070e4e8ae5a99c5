"""What retelling a model in other ways brought to light: none of these ways may change what is right."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in papergrad.read(text).findings if one.verdict not in ("defines", "declares")]


def both(page: str, right: str, wrong: str) -> tuple[str, str]:
    return verdicts(page % right)[-1], verdicts(page % wrong)[-1]


TRIPLET = r"""Suppose that $\lVert a - p \rVert^2 - \lVert a - n \rVert^2 + \alpha > 0$.

## Triplet

Let $J = \max(0, \lVert a - p \rVert^2 - \lVert a - n \rVert^2 + \alpha)$, where $a, p, n \in \mathbb{R}^d$.

## Gradient

$$\nabla_p J = %s$$
"""


def test_what_is_supposed_holds_from_there_on() -> None:
    assert both(TRIPLET, "2 (p - a)", "p - a") == ("right-if", "wrong")
    unsaid = TRIPLET.replace("Suppose that", "It may be that")
    assert verdicts(unsaid % "2 (p - a)")[-1] == "wrong"


ENTRIES = r"""## Model

$$J = \sum_k p_k G_k$$

where $p \in \mathbb{R}^K$ and $G \in \mathbb{R}^K$.

## Gradients

$$\frac{\partial J}{\partial p_k} = %s$$
"""
MEAN = r"""## Model

We have $\mu = \frac{1}{n} \sum_{i=1}^n x_i$.

## Gradients

$$\frac{\partial \mu}{\partial x_i} = %s$$
"""
COUNTED = r"""## Loss

$$E = \frac{1}{2N} \sum_i (w x_i - t_i)^2$$

## Data

There are samples $x_1, \dots, x_N \in \mathbb{R}$ and $t_1, \dots, t_N \in \mathbb{R}$.

$$\frac{\partial E}{\partial w} = %s \sum_{i=1}^N (w x_i - t_i) x_i$$
"""


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (ENTRIES, "G_k", "2 G_k"),
        (MEAN, r"\frac{1}{n}", r"\frac{2}{n}"),
        (COUNTED, r"\frac{1}{N}", r"\frac{2}{N}"),
    ],
    ids=["entries of a declared vector", "how far a sum runs", "a number that is a length"],
)
def test_shapes_and_lengths_under_the_next_heading(page: str, right: str, wrong: str) -> None:
    assert both(page, right, wrong) == ("right", "wrong")


COLUMNS = r"""## Model

$$\hat{Y} = \sigma(w^T X + b)$$
$$J = -\frac{1}{N} \sum_{i=1}^N (y_i \log \hat{Y}_i + (1 - y_i) \log(1 - \hat{Y}_i))$$

## Gradients

$$\frac{\partial J}{\partial b} = \frac{1}{N} \sum_{i=1}^N (%s)$$

$$\frac{\partial J}{\partial w} = \frac{1}{N} X (\hat{Y} - y)^T$$
"""
DECLARED = (
    r"$X \in \mathbb{R}^{n \times N}$, $y \in \{0, 1\}^{1 \times N}$, $w \in \mathbb{R}^n$ and $b \in \mathbb{R}$."
)


@pytest.mark.parametrize("last", [f"Throughout, {DECLARED}", f"## Notation\n\n{DECLARED}", f"Here {DECLARED}"])
def test_declarations_at_the_end_are_of_the_whole_document(last: str) -> None:
    page = f"{COLUMNS}\n{last}\n"
    assert verdicts(page % r"\hat{Y}_i - y_i") == ["right", "right"]
    assert verdicts(page % r"y_i - \hat{Y}_i") == ["wrong", "right"]


def test_what_is_declared_in_a_later_part_may_be_another_thing() -> None:
    page = r"""## Question 1

$$s = w^T x, \qquad \frac{\partial s}{\partial x} = w$$

## Question 2

$$L = \frac{1}{2} \|W x - y\|^2$$ $$\frac{\partial L}{\partial W} = (W x - y) x^T$$

where $W \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^{n}$.
"""
    assert verdicts(page) == ["right", "right"]


LISTED = r"""\documentclass{article}
\begin{document}
\section{Model}
\begin{enumerate}
\item $p_i = \sigma(\beta^T x_i)$
\item $J = -\sum_i (y_i \log p_i + (1 - y_i) \log(1 - p_i)) + \frac{\alpha}{2} \lVert \beta \rVert^2$
\end{enumerate}
\section{Gradient}
\[ \frac{\partial J}{\partial \beta} = %s \sum_i (p_i - y_i) x_i + \alpha \beta \]
\end{document}
"""


def test_a_list_of_lines_in_tex_is_no_list_of_questions() -> None:
    assert both(LISTED, "", "2") == ("right", "wrong")


NAMED = r"""## Traces

Let $$f = \mathrm{tr}(A U N)$$ with $A \in \mathbb{R}^{n \times m}$, $N \in \mathbb{R}^{n \times n}$ and
$U \in \mathbb{R}^{m \times n}$.

We write $dU$ for $\frac{\partial f}{\partial U}$, and likewise for the other variables.

## Gradients

$$dA = %s N^T U^T$$
"""


def test_a_short_name_that_words_explain() -> None:
    assert both(NAMED, "", "-") == ("right", "wrong")


BESIDE = r"$$L = -\log \sigma(u_o^T h) - \sum_k \log \sigma(-u_k^T h)$$ $$\frac{\partial L}{\partial u_o} = (\sigma(u_o^T h) %s 1) h$$"


def test_what_stands_beside_a_sum_without_a_range_is_none_of_its_terms() -> None:
    assert both(BESIDE, "-", "+") == ("right-if", "wrong")


SAID_BY = r"""## Functions

$$f(z) = \frac{1}{1 + e^{-z}}$$ $$h(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}$$

## Relations

$$h(z) = %s$$ $$h'(z) = 1 - h(z)^2$$
"""


def test_a_function_that_is_said_by_another_one() -> None:
    assert verdicts(SAID_BY % "2 f(2 z) - 1") == ["right", "right"]
    assert verdicts(SAID_BY % "2 f(z) - 1")[1] == "right"  # the slip does not say what h is


@pytest.mark.parametrize(
    "page",
    [
        r"$J = \frac{1}{2} \|t - X w\|^2 + \lambda \sum_j |w_j|$, "
        r"$\frac{\partial J}{\partial w} = X^T (X w - t) + \lambda \mathrm{sign}(w)$"
        r" and $\frac{\partial J}{\partial \lambda} = \sum_j w_j$ with $w \in \mathbb{R}^n$ and $X \in \mathbb{R}^{m \times n}$.",
        r"$h = \tanh(W s)$ with $W \in \mathbb{R}^{n \times n}$, $L = c^T h$, "
        r"$\frac{\partial L}{\partial W} = (c \odot (1 - h^2)) s^T$ and $\frac{\partial L}{\partial s} = W (c \odot (1 - h^2))$.",
    ],
    ids=["an absolute value that was lost", "a transpose that was lost"],
)
def test_parameters_have_no_signs_and_are_not_symmetric_by_chance(page: str) -> None:
    assert verdicts(page) == ["right", "wrong"]


SOFTMAX = r"""Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ and $L = -\sum_i y_i \log p_i$.

$$
\begin{aligned}
\frac{\partial L}{\partial z_j} &= -\sum_i y_i \frac{1}{p_i} \frac{\partial p_i}{\partial z_j} \\
&= -y_j (1 - p_j) + \sum_{i \neq j} y_i %s \\
&= p_j \sum_i y_i - y_j
\end{aligned}
$$
"""


def test_a_sum_over_all_but_one_in_a_line_that_goes_on() -> None:
    assert verdicts(SOFTMAX % "p_j") == ["right", "right", "right"]
    assert verdicts(SOFTMAX % "p_i") == ["right", "wrong", "right"]


CASES = r"""Let $p_i = \frac{e^{u_i}}{\sum_k e^{u_k}}$.

**Case $i = j$.** Then

$$\frac{\partial p_i}{\partial u_j} = p_i (1 - p_i)$$

For $i \neq j$:

$$\frac{\partial p_i}{\partial u_j} = -\frac{e^{u_i} e^{u_j}}{\left( \sum_k e^{u_k} \right)^2}$$

which gives

$$\frac{\partial p_i}{\partial u_j} = %s p_i p_j$$
"""


def test_the_case_of_a_heading_ends_where_words_say_another() -> None:
    assert both(CASES, "-", "") == ("right-if", "wrong")


UNITS = r"""Consider $W \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{k \times m}$, $x \in \mathbb{R}^n$ and $t \in \mathbb{R}^k$.

\begin{align}
s_j &= \sum_{i=1}^n W_{ji} x_i \\
z_j &= \sigma(s_j) \\
o_l &= \sum_{j=1}^m B_{lj} z_j \\
L &= \frac12 \sum_{l=1}^k (o_l - t_l)^2
\end{align}

$$\frac{\partial L}{\partial B_{lj}} = %s (o_l - t_l) z_j$$
"""


def test_a_letter_l_may_count_units() -> None:
    right, wrong = both(UNITS, "", "2")
    assert right in ("right", "unknown") and wrong in ("wrong", "unknown")


NUMBERS = r"""$$s = w_1 u_1 + w_2 u_2 + c$$ $$a = \sigma(s)$$

Let $u_1 = 1$, $u_2 = -2$, $w_1 = 0.3$, $w_2 = 0.2$ and $c = 0.1$. Then

$$s = w_1 u_1 + w_2 u_2 + c = 0.3 \cdot 1 + 0.2 \cdot (-2) + 0.1 = %s$$
"""


def test_an_example_with_numbers_that_come_to_nothing() -> None:
    assert verdicts(NUMBERS % "0") == ["right", "right", "right"]
    assert verdicts(NUMBERS % "0.5")[-1] == "wrong"


REACH = r"""$K = \log \frac{a}{s} + \frac{s^2}{2 a^2}$ and

$$\frac{d K}{d s} = \frac{d}{d s} [\log a - \log s] + %s \frac{s}{a^2}$$
"""


def test_a_bracket_says_how_far_a_derivative_reaches() -> None:
    assert both(REACH, "", "2") == ("right", "wrong")


DIVERGENCE = r"""$K = \log \frac{a}{s} + \frac{s^2}{2 a^2}$ and

$$\begin{aligned} \frac{d K}{d s} &= -\frac{1}{s} + \frac{s}{a^2} \\ &= \frac{%s}{s a^2} \end{aligned}$$
"""


def test_no_slope_is_right_where_it_vanishes() -> None:
    assert both(DIVERGENCE, "s^2 - a^2", "a^2 - s^2") == ("right", "wrong")


@pytest.mark.parametrize("base", ["\\gamma", "\\beta", "b"])
def test_whether_a_raised_letter_is_a_power_is_left_open(base: str) -> None:
    assert "wrong" not in verdicts(
        rf"Let ${base} \in \mathbb{{R}}$. $$(1 - {base}) \sum_{{k=0}}^{{n-1}} {base}^k = 1 - {base}^n$$"
    )


def test_notation_of_one_question_is_not_that_of_the_question_before() -> None:
    page = r"""# Question 1

$$s = w^T x, \qquad \frac{\partial s}{\partial w} = x$$

# Question 2

## Notation

$x \in \mathbb{R}$ and $w \in \mathbb{R}^n$.

## Gradient

$$f = x w^T w, \qquad \frac{\partial f}{\partial x} = w^T w$$
"""
    assert verdicts(page) == ["right", "right"]
