"""``If z > 0:`` before a display, in the words of several languages: what is claimed in it holds in that case."""

from __future__ import annotations

import pytest

import papergrad

GIVEN = r"$w, x \in \mathbb{R}^n$, $b \in \mathbb{R}$, $z = w^T x + b$, $h = \mathrm{relu}(z)$."


def slopes(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(f"{GIVEN}\n\n{text}").findings if f.kind == "gradient"]


@pytest.mark.parametrize("word", ["If", "When", "Si", "Wenn", "当"])
@pytest.mark.parametrize("argument", ["z", "w^T x + b"])
def test_a_slope_in_its_case(word: str, argument: str) -> None:
    page = rf"{word} ${argument} > 0$: $$\frac{{\partial h}}{{\partial w}} = \frac{{\partial z}}{{\partial w}} = x$$"
    assert slopes(page) == ["right", "right"]
    assert slopes(page.replace("= x", "= -x")) == ["right", "wrong"]
    assert slopes(page.replace("> 0", "< 0"))[0] != "right"


def test_the_other_case_is_none_of_it() -> None:
    page = r"If $z > 0$, then $\frac{\partial h}{\partial b} = 1$, otherwise $\frac{\partial h}{\partial b} = 2$."
    assert slopes(page)[0] == "right" and slopes(page)[1] != "right"
    other = (
        r"If $z > 0$, then $\frac{\partial h}{\partial b} = 1$. If $z < 0$, then $\frac{\partial h}{\partial b} = 0$."
    )
    assert slopes(other) == ["right", "right"]


def test_a_case_at_the_end_of_a_sentence_is_that_of_what_stands_before_it() -> None:
    page = r"This is so for $z > 0$. Now $$\frac{\partial h}{\partial b} = 1$$"
    assert slopes(page) != ["right"]


HINGE = r"For $a, p, n \in \mathbb{R}^d$ let $J = \max(0, \|a - p\|^2 - \|a - n\|^2 + \alpha)$. "
HOLDS = r"\frac{\partial J}{\partial a} = 2 (n - p)"


@pytest.mark.parametrize(
    "text",
    [
        f"If the loss is positive,\n\n$${HOLDS}$$",
        f"If the loss is positive,\n\n$$\\frac{{\\partial J}}{{\\partial p}} = 2 (p - a)$$\n$${HOLDS}$$",
        f"When the margin is violated, ${HOLDS}$.",
        f"We get ${HOLDS}$ if the loss is positive.",
        f"As long as the loss is not zero, ${HOLDS}$.",
    ],
)
def test_a_case_that_only_words_say(text: str) -> None:
    found = papergrad.read(HINGE + text).findings[-1]
    assert (found.verdict, found.code) == ("right-if", "PG207")
    assert "is positive" in found.assumption


@pytest.mark.parametrize(
    "text",
    [
        f"Then ${HOLDS}$.",  # nobody speaks of a case
        f"If we apply the chain rule, we get ${HOLDS}$.",
        f"For the positive example we write $p$, for the negative one $n$; then ${HOLDS}$.",
        f"If we derive by $p$ we get another one. Then ${HOLDS}$.",
        r"If the loss is positive, $\frac{\partial J}{\partial a} = 2 (p - n)$.",  # holds in none
        r"If the loss is positive, $\frac{\partial J}{\partial a} = 3 (n - p)$.",
    ],
)
def test_no_case_excuses_a_slip(text: str) -> None:
    assert papergrad.read(HINGE + text).findings[-1].verdict == "wrong"


def test_a_case_that_begins_a_sentence_is_that_of_what_follows() -> None:
    softmax = r"$$y_i = \frac{e^{a_i}}{\sum_k e^{a_k}}$$ "
    slope = r"\frac{\partial y_k}{\partial a_j}"
    page = rf"${slope} = y_k (\delta_{{kj}} - y_j)$. If $k \neq j$: ${slope} = -y_k y_j$"
    found = [f for f in papergrad.read(softmax + page).findings if f.kind == "gradient"]
    assert [f.verdict for f in found] == ["right", "right"]


LOGISTIC = r"Let $C = -y \ln a - (1 - y) \ln (1 - a)$ with $a = \sigma(z)$." + "\n\n"
SOFTMAX = r"Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$." + "\n\n"


def judged(text: str) -> list[tuple[str, str]]:
    found = papergrad.read(text).findings
    return [(f.verdict, f.assumption) for f in found if f.kind in ("gradient", "equality")]


def test_a_case_is_that_of_all_that_stands_beside_the_first_claim() -> None:
    page = r"For $y = 1$ we find $$\frac{\partial C}{\partial a} = -\frac1a, \quad \frac{\partial C}{\partial z} = %s$$"
    held = judged(LOGISTIC + page % "a - 1")
    assert held[-2:] == [("right", ""), ("right-if", "y = 1")]
    assert judged(LOGISTIC + page % "a + 1")[-1][0] == "wrong"


@pytest.mark.parametrize(
    ("head", "slope"), [("- $y = 1$: ", "a - 1"), ("**Case $y = 0$.** Here ", "a"), ("- If $y = 0$, ", "a")]
)
def test_a_formula_that_heads_a_case(head: str, slope: str) -> None:
    page = LOGISTIC + head + r"$\frac{\partial C}{\partial z} = %s$"
    assert judged(page % slope)[-1][0] in ("right", "right-if")
    assert judged(page % f"2 {slope}")[-1][0] == "wrong"


def test_a_loss_in_a_case() -> None:
    assert judged(LOGISTIC + r"When $y = 0$, we have $C = -\ln(1 - a)$.")[-1] == ("right-if", "y = 0")
    assert judged(LOGISTIC + r"When $y = 0$, we have $C = -\ln(a)$.")[-1][0] == "unknown"


def test_lines_that_go_on_are_in_the_case_of_the_first() -> None:
    page = SOFTMAX + (
        r"\begin{align} \text{For } i = j: \quad \frac{\partial p_i}{\partial z_j} &= p_i - p_i p_j \\ &= p_i (1 - p_i) \\"
        r" \text{For } i \neq j: \quad \frac{\partial p_i}{\partial z_j} &= 0 - p_i p_j \\ &= - p_j p_i \end{align}"
    )
    assert judged(page) == [("right", ""), ("right-if", "i = j"), ("right", ""), ("right-if", "i ≠ j")]


@pytest.mark.parametrize(("slope", "verdicts"), [("- p_i p_j", {"right-if"}), ("- p_i", {"wrong", "unknown"})])
def test_otherwise_is_the_other_case(slope: str, verdicts: set[str]) -> None:
    page = r"If $i = j$: $$\frac{\partial p_i}{\partial z_j} = p_i (1 - p_i)$$ Otherwise $$\frac{\partial p_i}{\partial z_j} = %s$$"
    assert judged(SOFTMAX + page % slope)[-1][0] in verdicts


def test_otherwise_of_an_order() -> None:
    page = r"Let $L = |y - p|$. If $y > p$ then $\frac{\partial L}{\partial p} = -1$, else $\frac{\partial L}{\partial p} = %s$."
    assert judged(page % "1")[-1] == ("right-if", "y ≤ p")
    assert judged(page % "-1")[-1][0] != "right-if"


def test_what_hangs_below_a_one_is_no_case() -> None:
    page = r"Let $\hat y_\ell = \frac{\exp(a_\ell)}{\sum_i \exp(a_i)}$. $$\frac{\partial}{\partial a_i}(-\log\hat y_\ell) = "
    ones = r"-\frac{1}{\hat y_\ell}\left(\mathds{1}_{\ell=i}\hat y_\ell - \hat y_\ell\hat y_i\right) "
    ones += r"= SIGN(\mathds{1}_{\ell=i} - \hat y_i)$$"
    found = [papergrad.read(page + ones.replace("SIGN", sign)).findings[-1].verdict for sign in ("-", "")]
    assert found == ["right", "wrong"]


@pytest.mark.parametrize(("second", "verdict"), [("2(p - a)", "right"), ("2(a - p)", "wrong")])
def test_a_case_is_that_of_all_in_one_display(second: str, verdict: str) -> None:
    page = r"$$L = \max(0, \|a - p\|^2 - \|a - n\|^2 + \alpha)$$ When $L > 0$: $$\frac{\partial L}{\partial a} = 2(n - p), \quad "
    found = papergrad.read(page + rf"\frac{{\partial L}}{{\partial p}} = {second}$$").findings
    assert [f.verdict for f in found[-2:]] == ["right", verdict]


WORDS = r"""We have $\hat y_o = \frac{\exp(u_o^T v_c)}{\sum_{w \in V} \exp(u_w^T v_c)}$. Let $U$ be the matrix with
columns $u_w$. The loss is $J = -\log \hat y_o$ and $y$ is the one-hot vector of $o$.

"""


SO = r"$\frac{\partial J}{\partial v_c} = U (\hat y - y)$, so for $w \neq o$, "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$\frac{\partial J}{\partial v_c} = U (\hat y - y)$", "right"),
        (r"$\frac{\partial J}{\partial v_c} = U (y - \hat y)$", "wrong"),
        (
            SO + r"$\frac{\partial J}{\partial u_w} = \hat y_w v_c$",
            "right",
        ),
        (
            SO + r"$\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c$",
            "wrong",
        ),
    ],
)
def test_a_case_that_opens_a_clause(claim: str, verdict: str) -> None:
    assert papergrad.read(WORDS + claim + ".").findings[-1].verdict == verdict
