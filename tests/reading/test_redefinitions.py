"""Which definition is in force at a line, and what is said of functions about which only their arguments are said."""

import pytest

import papergrad

FIRST = r"First $z = w_1 x_1 + b$ and $y = \sigma(z)$, so $$\frac{\partial y}{\partial w_1} = y(1-y) x_1$$ "
AGAIN = r"Now let $z = w_1 x_1 + w_2 x_2 + b$. Then "
GENERIC = r"Let $L = L(y)$, $y = f(z)$ and $z = wx + b$. "


def verdicts(text):
    return [found.verdict for found in papergrad.read(text).findings if found.kind == "gradient"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial y}{\partial w_2} = y(1-y) x_2", "right"),
        (r"\frac{\partial y}{\partial w_1} = y(1-y) x_1", "right"),
        (r"\frac{\partial y}{\partial w_2} = y(1-y) x_1", "wrong"),
    ],
)
@pytest.mark.parametrize("before", ["", r"With $w_2$ and $x_2$ we begin: $$x_2 w_2 = a$$ "])
def test_what_is_defined_anew_holds_from_there(claim, verdict, before):
    assert verdicts(before + FIRST + AGAIN + f"$${claim}$$") == ["right", verdict]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial y} \frac{\partial y}{\partial z} \frac{\partial z}{\partial w}", "right"),
        (r"\frac{\partial L}{\partial y} f'(z) x", "right"),
        (r"\frac{\partial L}{\partial y} \frac{\partial z}{\partial w}", "wrong"),
        (r"\frac{\partial L}{\partial y} \frac{\partial y}{\partial z}", "wrong"),
    ],
)
def test_a_chain_through_declared_dependence(claim, verdict):
    assert verdicts(GENERIC + rf"$$\frac{{\partial L}}{{\partial w}} = {claim}$$") == [verdict]


def test_what_something_depends_on_is_declared():
    findings = papergrad.read(GENERIC).findings
    assert [found.verdict for found in findings] == ["declares", "defines", "defines"]


def everything(text):
    return [found.verdict for found in papergrad.read(text).findings]


@pytest.mark.parametrize(
    ("first", "second", "slope"),
    [
        ("u^2", "u^4", "4u^3"),
        ("3u^2 + u", "3u^2 - u", "6u - 1"),
        ("e^u", "5e^u", "5e^u"),
        (r"\log u", r"\frac{1}{2} \log u", r"\frac{1}{2u}"),
    ],
)
def test_a_formula_with_other_numbers_is_another_example(first, second, slope):
    page = f"A curve such as $g(u) = {first}$ bends. The curve $g(u) = {second}$ has the slope $g'(u) = {slope}$."
    assert everything(page) == ["defines", "defines", "right"]


def test_a_formula_that_is_rewritten_is_claimed():
    page = "$g(u) = (u + 1)^2$. Expanded, $g(u) = u^2 + {}u + 1$."
    assert everything(page.format(2)) == ["defines", "right"]
    assert everything(page.format(3)) == ["defines", "wrong"]


def test_numbers_of_another_example_hold_from_there():
    page = "Let $p = (1, 2)$. Then $$p \\cdot p = 1 + 4 = 5.$$ Next take $p = (3, 1)$. Then $$p \\cdot p = {}$$"
    assert everything(page.format("9 + 1 = 10"))[-3:] == ["defines", "right", "right"]
    assert everything(page.format("1 + 4 = 5"))[-2] == "wrong"


def test_a_value_that_is_repeated_is_no_other():
    assert everything(r"$r = 2 \cdot 3$ as computed. So $r = 6$, and $r + 1 = 7$.")[1:] == ["defines", "right"]


def test_items_of_a_list_may_each_define_the_same_name():
    page = "- $E = a^T s$ has the gradient $\\partial E / \\partial s = a$\n"
    page += "- $E = s^T s$ has the gradient $\\partial E / \\partial s = {}$\n"
    vectors = "For $a, s \\in \\mathbb{R}^n$:\n\n"
    assert everything(vectors + page.format("2s"))[-2:] == ["defines", "right"]
    assert everything(vectors + page.format("s"))[-1] == "wrong"


def test_a_function_is_zero_outside_and_something_inside():
    page = "Outside of the interval $w(t; c) = 0$. Inside, $w(t; c) = \\frac{1}{c}$."
    assert everything(page) == ["defines", "defines"]


def test_another_section_may_use_old_letters_for_other_shapes():
    """The x_i of the first section are numbers; those of the second are vectors, since only then its slopes conform."""
    text = r"""# Batches

$$\mu = \frac{1}{m}\sum_{i=1}^{m} x_i$$

# Gates

$$z_t = \sigma(W x_t + U h_{t-1} + b)$$
$$c_t = \tanh(W_h x_t + U_h h_{t-1} + b_h)$$
$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot c_t$$
$$\frac{\partial h_t}{\partial z_t} = \text{diag}(c_t - h_{t-1})$$
$$\frac{\partial h_t}{\partial c_t} = \text{diag}(z_t)$$
"""
    assert verdicts(text) == ["right", "right"]


ERRORS = r"""# Squares

$$\text{Error} = E = \frac12 \sum_i (x_i - t_i)^2$$

# Cross entropy

$$\text{Error} = E = -\sum_i t_i \log x_i$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [(r"-\frac{t_i}{x_i}", "right"), (r"x_i - t_i", "wrong")])
def test_an_error_with_two_names_is_said_anew(claim: str, verdict: str) -> None:
    found = papergrad.read(ERRORS + rf"$$\frac{{\partial E}}{{\partial x_i}} = {claim}$$").findings
    assert [one.verdict for one in found] == ["defines"] * 4 + [verdict]


def test_another_rule_for_a_step_is_no_slip() -> None:
    page = (
        r"Descent: $w_{k+1} = w_k - \eta g_k$. Ascent: $w_{k+1} = w_k + \eta g_k$. Twice: $w_{k+1} = w_k - 2 \eta g_k$."
    )
    assert [one.verdict for one in papergrad.read(page).findings] == ["defines"] * 3


def test_what_is_one_hot_is_no_label_of_another_part() -> None:
    page = r"""Let $y \in \{0, 1\}$.

# Classes

Here $y$ is one-hot, $p = \mathrm{softmax}(z)$ and $H = -\sum_k y_k \log p_k$.
$$\frac{\partial H}{\partial z_k} = p_k - y_k$$
"""
    assert papergrad.read(page).findings[-1].verdict == "right"


SOFTMAX = r"""For samples $(x_i, y_i)$ with $y_i \in \{-1, 1\}$.

# Softmax

$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ and $L = -\sum_i y_i \log p_i$%s. $$\frac{\partial L}{\partial z_j} = p_j - y_j$$"""


def test_what_the_text_says_of_a_sum_holds_whatever_was_said_before() -> None:
    assert papergrad.read(SOFTMAX % r" with $\sum_i y_i = 1$").findings[-1].verdict == "right"
    assert papergrad.read(SOFTMAX % r" with $\sum_i y_i = 2$").findings[-1].verdict != "right"


SIMPLER = r"""
$$h_w(x) = w_0 + w_1 x$$
$$J(w_0, w_1) = \frac{1}{2m} \sum_{i=1}^m (h_w(x_i) - y_i)^2$$
To simplify, let $w_0 = 0$:
$$J(w_1) = \frac{1}{2m} \sum_{i=1}^m (w_1 x_i - y_i)^2$$
$$\frac{\partial J}{\partial w_1} = \frac1m \sum_{i=1}^m (w_1 x_i - y_i) FACTOR$$
"""


def test_a_function_of_fewer_arguments_is_that_of_a_simpler_model():
    right, wrong = (papergrad.read(SIMPLER.replace("FACTOR", f)).findings for f in ("x_i", "y_i"))
    assert [f.verdict for f in right[-2:]] == ["defines", "right"]
    assert [f.verdict for f in wrong[-2:]] == ["defines", "wrong"]


def test_a_function_with_and_without_its_arguments_is_one():
    text = r"$$L = \frac12 (w x - y)^2$$ $$L(w) = \frac12 (w x - y)^2$$ $$\frac{\partial L}{\partial w} = (w x - y) x$$"
    assert [f.verdict for f in papergrad.read(text).findings][-2:] == ["right", "right"]
