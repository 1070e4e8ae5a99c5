"""What is left open, or only defines, says why: the words are part of what people read."""

import pytest

import papergrad

PAGES = {
    "what it stands for is not read: argmin is not understood": r"Let $\theta^* = \arg\min_\theta L(\theta)$.",
    "a root of a matrix is not understood here": r"$A \in \mathbb{R}^{n \times n}$, $B = A + A$. $$B^{1/2} = A$$",
    "the inverse of a function is not understood": r"$f(x) = x^2$. $$f^{-1}(x) = \sqrt{x}$$",
    "a product of many matrices is not understood": r"$A_i \in \mathbb{R}^{n \times n}$. $$\prod_{i=1}^m A_i = A_1$$",
    "a sum without end is not understood": r"$x \in \mathbb{R}$. $$e^x = \sum_{k=0}^\infty x^k / k!$$",
    "what this is said of stands in the prose": "The learning rate is $< 1$ here.\n",
    "a command that is not defined here: \\foo": r"Let $y = \foo{x} + 1$.",
}


@pytest.mark.parametrize("reason", PAGES)
def test_the_reason_is_said(reason):
    found = papergrad.read(PAGES[reason]).findings[-1]
    assert found.verdict not in ("right", "wrong")
    assert reason in found.message


def test_what_is_made_of_something_unread_names_its_line():
    text = "$x, y \\in \\mathbb{R}^n$, $L = s \\|x - y\\|^2$\n\n$$s = \\oint x$$\n\n$$\\frac{\\partial L}{\\partial x} = x - y$$\n"
    found = papergrad.read(text).findings[-1]
    assert found.verdict == "unknown"
    assert found.message.startswith("what s is, is not known: line 3 was not understood")


def test_what_a_sum_runs_over_is_settled_in_repairs_too() -> None:
    page = r"""$v_c, w_j \in \mathbb{R}^n$ and $$J = \sum_{-m \le j \le m, j \neq 0} F(w_{c+j}, v_c).$$ Then
    $$\nabla_{v_c} J = {} \sum_{-m \le j \le m, j \neq 0} \frac{\partial F(w_{c+j}, v_c)}{\partial v_c}$$"""
    assert papergrad.read(page.replace("{}", "")).findings[-1].verdict in ("right", "right-if")
    found = papergrad.read(page.replace("{}", "2")).findings[-1]
    assert (found.verdict, found.code) == ("wrong", "PG201")


def test_a_derivative_by_an_expression_is_spoken_of_without_a_name_for_it():
    text = r"$H = f(q)$, $z = v U^T$ and $\frac{\partial H}{\partial (v U^T)} = v$"
    assert papergrad.read(text).findings[-1].message == "nothing says how q depends on what it is derived by"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (r"$$\sum_{y = j} x = m_j \mu_j$$", "where this sum ends is not written"),
        (r"$z = 0.25$. $\sigma(z) (1 - \sigma(z)) = 0.56 \cdot 0.44$", "how the numbers before this were rounded"),
        (r"$f(x, y) = x y$ for numbers $x$ and $y$. $\frac{\partial f}{\partial y} = 4$", "that of an example"),
    ],
)
def test_reasons_for_what_is_left_open(page: str, words: str) -> None:
    found = papergrad.read(page).findings[-1]
    assert found.verdict == "unknown" and words in found.message
