"""What looks false as it was read and is no mistake of the writer: things said anew, conditions, examples, what we cannot read."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(
    ("again", "verdict"),
    [
        (r"u = g_2(A v + c)", "unknown"),  # a function more, of which nothing was said
        (r"u = R s + q", "unknown"),
        (r"u = A v - c", "wrong"),  # the same symbols: a slip
        (r"u = A v", "wrong"),  # one of them is left out
    ],
)
def test_what_speaks_of_other_things_is_said_anew(again: str, verdict: str) -> None:
    page = r"$A, R \in \mathbb{R}^{m \times n}$, $v, s \in \mathbb{R}^n$, $c, q \in \mathbb{R}^m$, $u = A v + c$ and "
    page += r"$g_2(t) = t^2$ for a number $t$."
    assert last(f"{page} The layer is $${again}$$") == verdict


def test_a_slope_that_is_zero_is_a_condition() -> None:
    assert last(r"$g(t) = t^2 - 6t$. The curve is flat where $g'(t) = 0$.") == "unknown"
    assert last(r"$g(t) = t^2 - 6t$. The slope is $g'(t) = 2t + 6$.") == "wrong"


def test_a_number_on_the_left_is_a_condition_too() -> None:
    assert last(r"$r = s^2 + 1$. The steps are $0 = r$.") == "unknown"


def test_numbers_for_what_has_none_are_those_of_an_example() -> None:
    assert last(r"$L = -(1 - p)^k \log p$, $p = \sigma(z)$. An easy one: $(1 - p)^k = (0.2)^3$.") == "unknown"
    assert last(r"$p = 0.4$. Then $(1 - p)^2 = 0.6 \cdot 0.6$.") == "right"
    assert last(r"$p = 0.4$. Then $(1 - p)^2 = 0.6 \cdot 0.7$.") == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        r"$g(z) = z^3 + z$. $g^{-1}(t) = \log \frac{t}{1 - t}$",
        r"$\sum_{k=0}^\infty r^k = \frac{1}{1 - r}$",
        r"$F_i \in \mathbb{R}^{n \times n}$. $$\mathrm{tr}(\prod_{i=1}^m F_i) = \mathrm{tr}(F_m \prod_{i=1}^{m-1} F_i)$$",
    ],
)
def test_what_is_not_read_is_not_called_wrong(text: str) -> None:
    assert last(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"\mathrm{softmax}(u_i) = \frac{e^{u_i}}{\sum_j e^{u_j}}", "right"),
        (r"\sigma(u_k) = \frac{\exp(u_k)}{\sum_{l=1}^{m} \exp(u_l)}", "right"),
        (r"\sigma(u) = \frac{1}{1 + e^{u}}", "wrong"),
    ],
)
def test_an_entry_of_the_softmax_is_written_as_that_of_an_entry(text: str, verdict: str) -> None:
    assert last(f"$${text}$$") == verdict


def test_an_average_is_not_worked_out_by_its_name() -> None:
    page = (
        r"$$\mathrm{bias}(\hat q) = \mathbb{E}[\hat q] - q = \mathbb{E} \left[\frac{1}{m} \sum_{i=1}^m t_i \right] - q "
    )
    assert "wrong" not in [f.verdict for f in papergrad.read(page + r"= r - q = 0$$").findings]


def test_functions_of_numbers_are_numbers() -> None:
    page = r"$$k = \frac{1}{2} \ln \frac{0.8}{0.35} = \frac{1}{2} \ln {} = 0.413$$"
    assert last(page.replace("{}", "2.286")) == "right"  # rounded in passing
    assert [f.verdict for f in papergrad.read(page.replace("{}", "2.386")).findings][-2] == "wrong"


def test_a_formula_that_is_printed_twice_is_no_mistake() -> None:
    page = r"The gate is $g = \sigma(A \cdot [h, x] + c)$. In steps, $$g = \sigma(A [h, x] + c)$$"
    assert last(page) != "wrong"


def test_numbers_put_in_for_what_was_computed_may_be_others() -> None:
    page = r"$u = 2$, $v = 3$, $c = u v$. "
    assert last(page + r"$$u + v = 2 + 4$$") == "wrong"  # u and v are given
    assert last(page + r"$$s = c^2 + c = 6.5^2 + 6.5$$") == "unknown"  # c is computed
    assert last(page + r"$$s = c^2 + c = 6^2 + 6$$") == "right"


def test_a_row_of_decimals_is_right_to_its_digits() -> None:
    assert last(r"$h = \tanh(t)$ and $t = (0.5, 1.0)$. $$h = (0.46, 0.76)$$") == "right"


def test_a_name_that_is_spelled_out_is_no_other_thing() -> None:
    page = (
        r"$g_k, s \in \mathbb{R}^n$, $p_c = \frac{\exp(g_c^T s)}{\sum_{k=1}^m \exp(g_k^T s)}$ and $E = -\log p_c$, so "
    )
    assert last(page + r"$$E = -g_c^T s + \log \sum_{k=1}^m \exp(g_k^T s)$$") == "right"
    assert last(page + r"$$E = g_c^T s + \log \sum_{k=1}^m \exp(g_k^T s)$$") == "wrong"


def test_a_row_of_zeros_with_dots_may_be_that_of_an_example() -> None:
    page = r"Let $u \in \mathbb{R}^n$ and $a = \tanh(W u)$. When nothing is learned yet, "
    assert last(page + r"$a = (0, 0, \dots, 0)$.") == "unknown"


def test_another_function_in_another_case_is_said_anew() -> None:
    page = r"$w, x \in \mathbb{R}^m$, $z = w^T x$. The activation is $f(z) = \sigma(z)$, and for a line it is simply "
    assert last(page + r"$f(z) = z$.") == "unknown"
    assert last(page + r"$f(z) = \frac{1}{1 + e^z}$.") == "wrong"  # a slip that has a name


def test_the_argument_of_a_function_is_a_letter() -> None:
    page = r"$w, x \in \mathbb{R}^m$ and $s = w^T x$. "
    page += r"$$\text{softmax}(s) = \begin{bmatrix} \exp(s_1) / \sum_i \exp(s_i) \\ \exp(s_2) / \sum_i \exp(s_i) \end{bmatrix}$$"
    assert last(page) == "unknown"


def test_what_a_probability_is_made_of_is_not_ill_typed() -> None:
    page = r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $u = A x$. "
    assert last(page + r"$$p(y \mid x) = u^y (1 - u)^{1 - y}$$") == "defines"
    assert last(page + r"$$p(y \mid x) = p(x \mid y) u^y (1 - u)^{1 - y}$$") == "unknown"


EINSTEIN = r"Here sums over repeated letters are not written (Einstein notation). "


def test_letters_that_stand_twice_are_summed_where_the_writer_says_so() -> None:
    page = r"$a, b \in \mathbb{R}^n$, $M \in \mathbb{R}^{m \times n}$, $s = \sum_i a_i b_i$ and $v_k = \sum_i M_{ki} a_i$. So "
    assert last(page + r"$$s = a_i b_i$$") == "wrong"
    assert last(EINSTEIN + page + r"$$s = a_i b_i$$") == "right-if"
    assert last(EINSTEIN + page + r"$$s = a_i b_i + a_j$$") == "unknown"
    assert last(EINSTEIN + page + r"$$s = \sum_i a_i b_i$$") == "right"
    found = papergrad.read(EINSTEIN + page + r"$$s = a_i b_i + a_j$$").findings[-1]
    assert found.message == "letters that stand twice are summed over here, which is not read"


def test_that_factors_commute_is_a_condition() -> None:
    page = r"$A \in \mathbb{R}^{m \times n}$, $B, C \in \mathbb{R}^{n \times n}$. Normal matrices have "
    assert last(page + r"$A A^T = A^T A$.") == "unknown"
    assert last(page + r"$B C = C B$.") == "unknown"
    assert last(page + r"$B C \neq C B$.") == "right"
    assert last(page + r"$(B C)^T = B^T C^T$.") == "wrong"


def test_a_total_derivative_may_have_ways_that_are_not_said() -> None:
    way = r" + \frac{\partial V}{\partial r} \frac{dr}{dh}"
    page = rf"$$V = \frac{{\pi r^2 h}}{{3}}$$ $$\frac{{dV}}{{dh}} = \frac{{\partial V}}{{\partial h}}{way}$$"
    assert last(page) == "unknown"
    assert last(page.replace(way, "")) == "right"
    assert last(page.replace(way, " + r")) in ("wrong", "ill-typed")


def test_a_name_for_what_stands_before_it_is_no_mistake() -> None:
    page = r"$$t_i = \frac{e^{s_i}}{\sum_{c=1}^C e^{s_c}} = {}$$"
    assert last(page.replace("{}$$", "m_i$$")) not in ("wrong", "ill-typed")


def test_a_law_of_matrices_is_none_of_those_of_an_earlier_part() -> None:
    page = "$A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$, $y = A x$.\n\n# Facts\n\n"
    assert last(page + r"$$\det(A - \lambda I) = \lambda$$") != "ill-typed"


def test_a_shape_that_was_guessed_contradicts_no_text() -> None:
    page = r"The filter is $k$, and $z_i = \sum_j k_{ij} x_j$. Later $k$ is a $3 \times 1$ vector $k$."
    assert all(not f.bad for f in papergrad.read(page).findings)


def test_a_function_is_no_number_of_an_example() -> None:
    assert last(r"$\sigma' = \sigma (1 - \sigma)$") == "right"
    found = papergrad.read(r"$\sigma' = \sigma (\sigma - 1)$").findings[-1]
    assert (found.verdict, found.code) == ("wrong", "PG202")


def test_an_equality_is_not_accused_by_another_chain() -> None:
    page = r"Let $x, u \in \mathbb{R}^n$. $$p = x^T u$$ %s $$= x^T u - u^T u$$"
    assert last(page % r"$$\int h(t) dt = c$$") == "unknown"
    assert last(page % "") == "wrong"


def test_a_quantity_that_only_stands_on_the_right_is_not_known() -> None:
    page = r"$$\ell = \frac1m \sum_{i=1}^m (o^{(i)} - y^{(i)})^2 = \frac1m \sum_{i=1}^m J^{(i)}$$"
    after = r" Then $$\frac{\partial J}{\partial o} = \frac{\partial J}{\partial a} \frac{\partial a}{\partial o}$$"
    assert papergrad.read(page + after).findings[1].verdict == "unknown"


def test_a_loss_that_has_a_name_may_be_that_of_two_classes() -> None:
    two = r"$$H(y, \hat y) = -\sum_{i=1}^n y_i \log \hat y_i + (1 - y_i) \log(1 - \hat y_i)$$"
    assert last(two) == "unknown"
    assert last(r"$$H(y, \hat y) = \sum_{i=1}^n y_i \log \hat y_i$$") == "wrong"


def test_a_layer_that_is_spoken_of_is_chosen() -> None:
    page = r"A net with $a^{(\ell)} = \sigma(W^{(\ell)} a^{(\ell-1)})$. The output has $\ell = L$. Before it comes $\ell = L - 1$."
    assert papergrad.read(page).findings[-1].verdict == "declares"


def test_all_indices_but_a_label_are_no_claim() -> None:
    page = "# The class\n\n$f = x w_j$ and $j = y_i$.\n\n# The others\n\nIf $j \\neq y_i$,"
    assert {f.verdict for f in papergrad.read(page).findings} <= {"declares", "defines"}


def test_a_slope_that_vanishes_is_a_condition_whatever_its_shape():
    page = r"Let $w, x \in \mathbb{R}^n$. $$f(w) = w^{-1} x$$ $$\nabla_w f(w) = 0$$"
    assert last(page) not in ("wrong", "ill-typed")


def test_letters_that_tell_two_layers_apart_make_two_links():
    page = r"$$\frac{\partial \xi}{\partial Z_h} = \frac{\partial \xi}{\partial H} \frac{\partial H}{\partial Z_h}$$ "
    page += r"$$\delta_h = \frac{\partial \xi}{\partial Z_o} \frac{\partial Z_o}{\partial H} \frac{\partial H}{\partial Z_h}$$"
    assert last(page) != "wrong"


def test_entries_of_two_letters_are_no_steps():
    page = r"$$L = \sum_{k, l} y_{kl}^2, \quad y_{kl} = x_{kl} - \mu_l$$ "
    page += r"$$\frac{\partial L}{\partial x_{ij}} = \sum_{k, l} "
    page += r"\frac{\partial L}{\partial y_{kl}} \frac{\partial y_{kl}}{\partial x_{ij}}$$"
    found = papergrad.read(page).findings
    assert found[-1].verdict == "right"
    assert all("x_1" not in f.message and "x_2" not in f.message for f in found)


EXAMPLES = (
    r"Of $f(x, y) = x y$ it is $\frac{\partial f}{\partial x} = y$. "
    + r"Of $f(x, y) = x + y$ it is $\frac{\partial f}{\partial x} = %s$."
)


def test_another_example_of_a_function_is_derived_by_its_own_formula():
    found = papergrad.read(EXAMPLES % "1").findings
    assert [f.verdict for f in found][:2] == ["defines", "right"] and found[2].verdict == "unknown"
    assert found[3].verdict == "right-if" and found[3].assumption == "f(x, y) = x + y"
    assert last(EXAMPLES % "2") == "unknown"  # of x y it may be 2, if y is
    assert last(EXAMPLES % "(2 y + y^2)") == "wrong"


def test_a_condition_on_a_letter_that_the_claim_lacks_is_not_left_out():
    page = r"$y, z \in \mathbb{R}^n$, $p = \mathrm{softmax}(z)$, $L = -\sum_k y_k \log p_k$. "
    page += r"$$\frac{\partial L}{\partial z_j} = "
    page += r"\begin{cases} p_j - 1 & \text{for } i = j \\ p_j & \text{for } i \neq j \end{cases}$$"
    assert last(page) == "unknown"


def test_what_becomes_some_function_is_no_longer_known():
    page = r"$z = \sin(x^2 + y^2)$, $x = e^t$ and $y = t^2$. Now let $z = f(x)$. $$\frac{dz}{dt} = \frac{dz}{dx} \frac{dx}{dt}$$"
    assert last(page) != "wrong"


def test_a_matrix_by_another_size_of_letter_is_that_of_the_entries():
    page = r"$z_i = \sum_{j=1}^{n} w_{i,j} a_j + b_i$ and $h_i = \sigma(z_i)$, $b, h \in \mathbb{R}^m$, $a \in \mathbb{R}^n$. "
    page += "\n\n# As matrices\n\n" + r"With $W \in \mathbb{R}^{m \times n}$, $$h = \sigma(z) = \sigma(W a %s b)$$"
    assert last(page % "+") in ("right", "right-if")
    assert last(page % "-") == "wrong"


def test_a_prime_behind_a_composition_is_not_that_of_its_outer_function():
    assert last(r"$g(h(s))' = g'(h(s)) \cdot h'(s)$") != "wrong"
    assert last(r"$\sigma(z)' = \sigma(z) (1 - \sigma(z))$") == "right"


def test_a_number_for_a_slope_may_be_that_of_an_example_unless_one_slip_explains_it():
    page = r"$f(x, y) = x y$ for numbers $x$ and $y$. "
    assert last(page + r"Here $\frac{\partial f}{\partial y} = 4$.") == "unknown"
    assert last(page + r"Here $\frac{\partial f}{\partial y} = 1$.") == "wrong"


def test_a_function_may_be_meant_by_its_letter_alone():
    gate = r"$f(x) = 1/x$, $f_a(x) = a x$ for numbers $a$ and $x$. Then $\frac{df}{dx} = %s$."
    found = papergrad.read(gate % "a").findings[-1]
    assert found.verdict == "right-if" and found.assumption == "f is f_a"
    assert last(gate % "x") == "wrong"


def test_a_chain_that_says_anew_what_its_head_is():
    page = r"$g(z) = \frac{1}{1 + e^{-z}}$ and $\eta = \log \lambda$. "
    page += r"The response is $$g(\eta) = %s = \lambda = e^\eta$$"
    assert "wrong" not in [f.verdict for f in papergrad.read(page % r"\mathbb{E}[y]").findings]
    slip = r"$g(z) = \frac{1}{1 + e^{-z}}$. So $$g(z) = \frac{e^z}{1 + e^z} = \frac{e^z}{1 - e^z}$$"
    assert last(slip) == "wrong"


def test_what_is_said_anew_behind_a_claim():
    page = r"$C = \|y - a\|^2$ for numbers $y$ and $a$." + "\n\n# Layers\n\n"
    page += r"$\delta = \frac{\partial C}{\partial a} \sigma'(z)$ and $\delta = \frac{\partial C}{\partial z}$, "
    page += r"where $C = f(a)$ and $a = \sigma(z)$."
    assert "wrong" not in [f.verdict for f in papergrad.read(page).findings]


def test_a_constant_that_is_added_to_a_vector():
    found = papergrad.read(r"$$\mathrm{softmax}(x + c) = \mathrm{softmax}(x)$$").findings[-1]
    assert found.verdict == "right-if" and "the same number" in found.assumption
    assert last(r"$x, c \in \mathbb{R}^n$. $$\mathrm{softmax}(x + c) = \mathrm{softmax}(x)$$") == "wrong"
    assert last(r"$$\mathrm{softmax}(x + c) = \mathrm{softmax}(2 x)$$") != "right-if"


def test_boundaries_are_conditions():
    page = r"$\sigma(z) = \frac{1}{1 + e^{-z}}$. "
    page += r"Decision boundary: $P(y = 1) = P(y = 0)$ or $\frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}}$"
    assert last(page) == "unknown"


def test_the_same_numbers_with_fewer_digits_are_new_ones():
    page = "# A\n\n" + r"$W = \begin{bmatrix} 0.1035 & 0.207 \\ 0.3033 & 0.4066 \end{bmatrix}$" + "\n\n# B\n\n"
    page += r"$W = \begin{bmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{bmatrix}$, $x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$, "
    page += r"$z = W x = \begin{bmatrix} 0.5 \\ %s \end{bmatrix}$"
    assert last(page % "1.1") == "right"
    assert last(page % "1.3") == "wrong"


def test_a_sum_over_those_with_a_label_is_no_range():
    assert last(r"$$\sum_{y = j} x = m_j \mu_j$$") == "unknown"


def test_a_vector_of_zeros_is_of_no_length():
    assert "wrong" not in [f.verdict for f in papergrad.read("$m$ is initialized as vector of 0 and $v = m$.").findings]


@pytest.mark.parametrize("claim", ["P^2 = P", r"U^\top = U^{-1}", r"Q Q^\top = I"])
def test_what_is_said_of_one_matrix_is_a_condition(claim):
    assert last(f"A matrix with ${claim}$ does so.") in ("unknown", "declares")


def test_another_example_of_a_function_is_none_of_the_first():
    page = r"$h_\theta(x) = \theta_0 + \theta_1 x$ for a number $x$. With a square it is "
    assert last(page + r"$h_\theta(x) = \theta_0 + \theta_1 x + \theta_2 x^2$") != "wrong"


def test_a_listing_of_its_own_entries_is_of_any_length():
    page = r"$\mu \in \mathbb{R}^n$ and $c_k = \mu^\top \mu_k$ for $k = 1, \dots, K$, where $\mu = (\mu_1, \ldots, \mu_K)$."
    assert "ill-typed" not in [f.verdict for f in papergrad.read(page).findings]


def test_one_of_two_shapes_is_none():
    page = r"$A \in \mathbb{R}^{n \times n}$. Write down a $2 \times 2$ or $3 \times 3$ matrix $A$ and expand $x^\top A x$."
    assert "wrong" not in [f.verdict for f in papergrad.read(page).findings]


def test_numbers_that_were_rounded_on_the_way():
    page = r"$z = 0.25$. $\sigma(z) (1 - \sigma(z)) = %s$"
    assert last(page % r"0.56 \cdot 0.44") != "wrong"
    assert last(page % r"0.56 \cdot 0.54") == "wrong"


def test_the_lowest_layer_may_be_called_otherwise():
    page = (
        r"$a^{(2)} = \sigma(w^{(1)} a^{(1)} + b^{(1)})$ and $a^{(3)} = \sigma(w^{(2)} a^{(2)} + b^{(2)})$ for numbers. "
    )
    layer = r"$$a^{(2)} = \sigma(w^{(1)} a^{(1)} + b^{(1)}) = \sigma(w^{(1)} %s b^{(1)})$$"
    found = papergrad.read(page + layer % "x +").findings[-1]
    assert found.verdict == "right-if" and found.assumption == "a^(1) is x"
    assert last(page + layer % "a^{(1)} -") == "wrong"


def test_what_something_came_to_in_an_example_is_not_derived():
    page = r"$\hat y = \sigma(z)$ and $z = w x + b$ for numbers $w$, $x$ and $b$." + "\n\n# Numbers\n\n"
    page += r"$\hat y = \sigma(0.2 \cdot 0.56 + 0.4) = 0.625$. $$\frac{\partial \hat y}{\partial b} = %s$$"
    assert last(page % r"\sigma(z) (1 - \sigma(z))") == "right"
    assert last(page % r"\sigma(z) (1 + \sigma(z))") == "wrong"


def test_kronecker_is_not_defined_by_what_it_is():
    page = r"$\hat y = \mathrm{softmax}(z)$, $t_i = \delta_{ic}$, $J = -\sum_i t_i \log \hat y_i$, and as $\delta_{jc} = t_j$ "
    assert last(page + r"$$\frac{\partial J}{\partial \hat y_i} = -\frac{\delta_{ic}}{\hat y_c}$$") == "right"
    assert last(page + r"$$\frac{\partial J}{\partial \hat y_i} = \frac{\delta_{ic}}{\hat y_c}$$") == "wrong"


def test_a_symbol_called_d_is_derived_by():
    page = r"For numbers $L = e \cdot f$, $e = d + c$, $d = a \cdot b$. "
    assert last(page + r"$$\frac{dL}{dd} = \frac{dL}{de} \cdot \frac{de}{dd} = \frac{dL}{de}$$") == "right"
    assert last(page + r"$$\frac{dL}{da} = \frac{dL}{dd} \cdot \frac{dd}{da} = f a$$") == "wrong"


def test_any_function_is_said_anew_for_another_example():
    page = r"$f(x) = x^2$ for a number $x$. "
    assert last(page + "As a counterexample take $f(x) = |x|$.") == "unknown"
    assert last(page + r"$$\frac{df}{dx} = 3 x$$") == "wrong"


def test_a_script_behind_several_letters_hangs_on_the_last():
    page = r"$A \in \mathbb{R}^{m \times n}$. "
    assert last(page + r"$\|A\|_F^2 = \mathrm{tr}(\boldsymbol{AA}^T)$") == "right"
    assert last(page + r"$\|A\|_F^2 = 2 \mathrm{tr}(\boldsymbol{AA}^T)$") == "wrong"


def test_a_value_that_words_choose_is_a_case():
    page = r"$L = -y \log p - (1 - y) \log(1 - p)$ for numbers. When $y = 0$, $$\frac{\partial L}{\partial p} = %s$$"
    assert last(page % r"\frac{1}{1 - p}") in ("right", "right-if")
    assert last(page % r"-\frac{1}{1 - p}") == "wrong"


def test_what_is_divided_by_may_be_multiplied_entry_by_entry():
    page = r"$y, p \in \mathbb{R}^n$, $J = -\sum_i (y_i \log p_i + (1 - y_i) \log(1 - p_i))$. "
    page += r"$$\frac{\partial J}{\partial p} = \frac{%s}{p (1 - p)}$$"
    found = papergrad.read(page % "p - y").findings[-1]
    assert found.verdict == "right-if" and "entry by entry" in found.assumption
    assert last(page % "y - p") == "wrong"


@pytest.mark.parametrize("sign", [r"\ast", r"\times", "*"])
def test_matrices_that_do_not_conform_may_be_convolved(sign):
    page = r"$X \in \mathbb{R}^{8 \times 9}$, $K \in \mathbb{R}^{3 \times 3}$, $Y = X + 1$. $$Y = X %s K$$"
    found = papergrad.read(page % sign).findings[-1]
    assert found.verdict == "unknown" and "is no convolution" in found.message
    assert last(page % "") == "ill-typed"  # side by side they are multiplied


def test_a_letter_for_two_lengths_is_a_slip_only_where_another_letter_is_right():
    page = (
        r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z = W x$. $$\frac{\partial z_i}{\partial x_j} = %s$$"
    )
    assert last(page % "W_{ij}") == "right"
    assert last(page % "W_{ii}") == "ill-typed"  # W_{ij} is right
    assert last(page % "W_{ji} x_i") == "unknown"


def test_a_label_of_layers_has_no_shape():
    page = r"- $b^{[l]}$ - the bias of all the nodes in layer $[l]$, dimensions: $(n^{[l]}, 1)$"
    assert not [f for f in papergrad.read(page).findings if f.bad]


def test_shapes_of_two_examples():
    page = "- the matrix $P$ has dimensions $(i, k)$ and $Q$ has dimensions $(k, j)$\n- here $P$ has dimensions $%s$"
    found = papergrad.read(page % "(j, i)").findings[-1]
    assert found.verdict == "unknown" and found.message.endswith("as was said before")
    assert last(page % "(k, i)") == "wrong"  # the same letters, turned
    assert last(page % "(i, k)") == "declares"


def test_a_weight_called_pi_is_no_number():
    page = r"$p(x) = \sum_k \pi_k f_k(x) / \sqrt{2 \pi}$ where $0 \le \pi_k \le 1$."
    assert not [f for f in papergrad.read(page).findings if f.bad]
    assert last(r"$s = 2 \pi$ and $s \le 1$") == "wrong"


def test_reckoned_numbers_of_inputs_that_are_not_given():
    page = r"$\hat y = \sigma(w x + b)$ and $L = \frac12 (y - \hat y)^2$ for numbers. $$\frac{\partial L}{\partial \hat y} = %s$$"
    assert last(page % r"-(1.5 - 0.625)") == "unknown"
    assert last(page % r"-(y - \hat y) \cdot 2") == "wrong"


@pytest.mark.parametrize("name", ["d_j", "e_j", r"\epsilon_j"])
def test_a_chain_ends_in_a_name(name: str) -> None:
    page = r"Let $y_j = \frac{\exp(u_j)}{\sum_{k=1}^V \exp(u_k)}$, $E = -u_o + \log \sum_{k=1}^V \exp(u_k)$ and $t_j = 1(j = o)$. "
    found = papergrad.read(page + rf"$$\frac{{\partial E}}{{\partial u_j}} = y_j - t_j := {name}$$").findings
    assert [f.verdict for f in found[-2:]] == ["right", "defines"]


def test_a_probability_of_one_word_says_nothing_of_a_label() -> None:
    page = r"Let $p(w_j|c) = y_j = \frac{\exp(u_j)}{\sum_{k=1}^V \exp(u_k)}$ and $E = -\log p(w_O|c)$. "
    assert last(page + r"$$\frac{\partial E}{\partial u_j} = y_j - t_j$$ where $t_j = 1(j = o)$.") != "wrong"


def test_cell_states_are_vectors() -> None:
    page = r"""
$$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)$$
$$i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
$$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)$$
$$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
$$o_t = \sigma(W_o [h_{t-1}; x_t] + b_o)$$
$$h_t = o_t * \tanh(C_t)$$
"""
    right = r"$$\frac{\partial J}{\partial C_t} = \frac{\partial J}{\partial h_t} * o_t * (1 - \tanh^2(C_t))$$"
    assert last(page + right) == "right"
    assert last(page + right.replace("1 - ", "1 + ")) == "wrong"


def test_lists_of_numbers_lie_as_they_are_used() -> None:
    page = r"Let $V = 0.5 I_3$ and $h = \tanh([1, 0, 0]) = [0.7616, 0, 0]$. $$V h = [%s, 0, 0]$$"
    assert last(page % "0.3808") == "right"
    assert last(page % "0.4808") == "wrong"


def test_numbers_that_an_example_came_to_stand_for_what_they_are() -> None:
    page = r"Let $L = d f$, $d = e + c$ and $e = a b$. "
    page += r"$$\frac{\partial L}{\partial e} = \frac{\partial L}{\partial d} \cdot 1 = -2.0$$"
    assert last(page + r"$$\frac{\partial L}{\partial a} = -2 \cdot b$$") == "unknown"
    assert last(page + r"$$\frac{\partial L}{\partial a} = -3 \cdot b f$$") == "wrong"


def test_lines_of_a_list_are_not_multiplied() -> None:
    page = "* $W$ has dimensions $(10, 784)$\n* $b$ has dimensions $(10, 1)$\n* $x$ has dimensions $(784, 1)$\n\n$$z = W x + b$$\n\n"
    found = papergrad.read(page).findings
    assert all(f.verdict in ("declares", "right", "defines") for f in found)
    assert last(page + r"The shape of $z$ is $(10, 1)$.") == "right"


def test_an_order_rests_on_what_was_not_understood() -> None:
    page = r"Let $k = \|\mu\| \cdot \operatorname{frob} \odot$. $$-k \leq k \cdot \cos(\beta)$$"
    assert last(page) != "wrong"


@pytest.mark.parametrize(
    "claim",
    [
        r"Let $w, x \in \mathbb{R}^d$. The trace: $$x = \mathrm{tr}(x)$$",
        r"Let $x, b \in \mathbb{R}^d$. In one dimension: $$f(x) = \frac12 a x^2 - b x$$",
        r"Let $E \in \mathbb{R}^{V \times d}$ and $I \in \mathbb{Z}^T$. $$X = E[I]$$",
        r"Let $X \in \mathbb{R}^{n \times d}$. Assume that the data has been centered so that its mean is 0; i.e., $X^T X = n I$.",
        r"Let $g: \mathbb{R}^n \to \mathbb{R}$ and $D_2 := \nabla f_2(x_2) D_1$. $$\nabla F(x_0) = \nabla g(x_2) D_2$$",
    ],
)
def test_what_shapes_do_not_forbid(claim: str) -> None:
    assert last(claim) not in ("wrong", "ill-typed")


def test_brackets_by_a_command_of_the_writers() -> None:
    page = r"Suppose $w \in \mathbb{R}^d$. Then $$\|w\|^4 = \(\sum_{j=1}^d w_j^2\)^%s$$"
    assert [last(page % power) for power in "23"] == ["right", "wrong"]


def test_functions_that_are_met_with_a_script_only() -> None:
    page = r"Let $z \in \mathbb{R}^n$ and $\hat{y} = s(z + b)$. "
    page += r"Then $$\hat{y} = s(z + b) = s(u), \quad u = z + b, \quad s_i(u) = \hat{y}_i$$"
    assert not {"wrong", "ill-typed"} & {f.verdict for f in papergrad.read(page).findings}


def test_a_sum_that_does_not_say_over_what_it_runs() -> None:
    page = r"Let $W \in \mathbb{R}^{h \times m}$, $a$ be a vector, $\hat{y} = a^T W$ and $J = \sum \frac{1}{2} (y - \hat{y})^2$. "
    page += r"$$\frac{\partial J}{\partial W} = \sum \frac{\partial \frac{1}{2} (y - \hat{y})^2}{\partial W}$$"
    assert last(page) not in ("wrong", "ill-typed")


def test_another_loss_by_the_letter_of_one_before() -> None:
    page = "# A\n\n" + r"Let $z = v x$ and $J = -\log \sigma(z)$." + "\n\n# B\n\n"
    page += r"$$\tilde J(w) = J(w) + \frac{\alpha}{2} w^T w$$ $$\nabla_w \tilde J(w) = \nabla_w J(w) + \alpha w$$"
    assert last(page) not in ("wrong", "ill-typed")


def test_an_order_of_two_letters_may_hold_for_different_ones() -> None:
    page = r"Let $a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$. And for $k \neq j$, "
    page += r"$$\frac{\partial a_j}{\partial z_k} = -a_j a_k < 0$$"
    assert last(page) not in ("wrong", "ill-typed")


def test_shapes_are_not_those_of_other_parts_where_numbers_are_spoken_of() -> None:
    shapes = r"$X \in \mathbb{R}^{N \times D}$, $Y \in \mathbb{R}^{N \times D}$, $\gamma \in \mathbb{R}^{1 \times D}$. "
    claim = r"$$\frac{\partial J}{\partial \gamma} = X^T \frac{\partial J}{\partial Y}$$"
    verdicts = [
        papergrad.read(shapes + words + claim).findings[-1].verdict for words in ("", "If the inputs are scalars, ")
    ]
    assert verdicts == ["ill-typed", "unknown"]
